package org.nurture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.model.World.MessageView;
import org.nurture.model.World.TraceView;

/** What a scenario expects of one trace. */
public final class TraceAssert {
  private final String name;
  private final @Nullable TraceView trace;

  TraceAssert(String name, @Nullable TraceView trace) {
    this.name = name;
    this.trace = trace;
  }

  public void isAbsent() {
    assertThat(trace).as(name).isNull();
  }

  public TraceAssert isScheduledFor(Instant due) {
    return is(TraceState.SCHEDULED, null).isDue(due);
  }

  public TraceAssert isScheduledFor(String due) {
    return isScheduledFor(Instant.parse(due));
  }

  public TraceAssert isWaiting() {
    is(TraceState.SCHEDULED, null);
    assertThat(found().due()).as("%s waits: due", name).isNull();
    return this;
  }

  public TraceAssert isProcessedAt(Instant at) {
    is(TraceState.PROCESSED, null);
    assertThat(found().processedAt()).as("%s processed", name).isEqualTo(at);
    return this;
  }

  public TraceAssert isProcessed() {
    return is(TraceState.PROCESSED, null);
  }

  public TraceAssert isRejected() {
    return is(TraceState.REJECTED, Reason.FILTER);
  }

  public TraceAssert isCanceled(Reason why) {
    return is(TraceState.CANCELED, why);
  }

  public TraceAssert isError(Reason why) {
    return is(TraceState.ERROR, why);
  }

  public TraceAssert is(TraceState state, @Nullable Reason why) {
    assertThat(found().state()).as("%s state (%s)", name, found().reason()).isEqualTo(state);
    assertThat(found().reason()).as("%s reason", name).isEqualTo(why);
    return this;
  }

  public TraceAssert isDue(Instant due) {
    assertThat(found().due()).as("%s due", name).isEqualTo(due);
    return this;
  }

  public MessageView message() {
    MessageView message = found().message();
    assertThat(message).as("%s message", name).isNotNull();
    return java.util.Objects.requireNonNull(message);
  }

  public void hasNoMessage() {
    assertThat(found().message()).as("%s message", name).isNull();
  }

  private TraceView found() {
    assertThat(trace).as(name).isNotNull();
    return java.util.Objects.requireNonNull(trace);
  }
}
