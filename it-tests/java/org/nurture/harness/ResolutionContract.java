package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.journey.CounterKind;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.MessageState;
import org.nurture.message.Resolution;
import org.nurture.model.Plan;
import org.nurture.model.World.Fate;
import org.nurture.model.World.TraceView;
import org.nurture.platform.NurtureException;
import org.nurture.support.TestDatabase;

/** What a person says of a message in doubt: X6, X9, X10. */
abstract class ResolutionContract {
  private final TestDatabase db;
  private final EngineParts parts;
  private EngineWorld world;

  ResolutionContract(TestDatabase db) {
    this.db = db;
    this.parts = new EngineParts(db);
  }

  /** A message that was cut off an hour ago, and its planned children. */
  @BeforeEach
  void doubt() {
    db.wipe();
    world = new EngineWorld(db, parts);
    world.put(contact(1));
    world.launch(
        Plan.of(
            email("mail")
                .then(action("not_opened").notOpened(2, DAYS), action("opened").opened(0, HOURS))));
    world.enroll();
    world.process();
    world.send(java.util.Map.of(1L, Fate.IN_DOUBT));
    assertThat(trace("mail").reason()).isEqualTo(Reason.IN_DOUBT);
    world.moveTo(world.now().plus(Duration.ofHours(1)));
  }

  @Test
  void called_sent_it_counts_as_sent_at_its_try_X6_X10() {
    var planned = trace("not_opened").due();

    resolve(Resolution.As.SENT);

    assertThat(trace("mail").state()).isEqualTo(TraceState.PROCESSED);
    assertThat(trace("mail").reason()).isNull();
    assertThat(messageState()).isEqualTo("SENT");
    assertThat(trace("not_opened").due()).isEqualTo(planned);
    assertThat(sent()).isEqualTo(1);
  }

  @Test
  void called_failed_it_takes_its_scheduled_children_along_X9() {
    resolve(Resolution.As.FAILED);

    assertThat(trace("mail").state()).isEqualTo(TraceState.ERROR);
    assertThat(trace("mail").reason()).isEqualTo(Reason.GATEWAY);
    assertThat(trace("not_opened").reason()).isEqualTo(Reason.PARENT_FAILED);
    assertThat(trace("opened").reason()).isEqualTo(Reason.PARENT_FAILED);
    assertThat(messageState()).isEqualTo("FAILED");
  }

  @Test
  void sent_again_its_not_children_wait_for_that_X6_X10() {
    resolve(Resolution.As.AGAIN);
    world.moveTo(world.now().plus(Duration.ofDays(5)));
    world.process();

    assertThat(messageState()).isEqualTo("QUEUED");
    assertThat(trace("mail").reason()).isNull();
    assertThat(trace("not_opened").state()).isEqualTo(TraceState.SCHEDULED);
    world.send(java.util.Map.of());
    assertThat(messageState()).isEqualTo("SENT");
    assertThat(trace("not_opened").due()).isEqualTo(world.now().plus(Duration.ofDays(2)));
  }

  @Test
  void only_what_is_in_doubt_is_resolved_X6() {
    resolve(Resolution.As.SENT);

    assertThatThrownBy(() -> resolve(Resolution.As.AGAIN))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.CONFLICT));
    assertThatThrownBy(() -> parts.resolution().resolve(999_999, Resolution.As.SENT))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.NOT_FOUND));
  }

  @Test
  void who_was_erased_is_not_written_to_again_P3() {
    world.erase(1);

    assertThatThrownBy(() -> resolve(Resolution.As.AGAIN))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.CONFLICT));
    short state = db.ask(sql -> sql.select(OUTBOX.STATE).from(OUTBOX).fetchSingle().value1());
    assertThat(MessageState.of(state)).isEqualTo(MessageState.IN_DOUBT);
  }

  private void resolve(Resolution.As as) {
    long message = db.ask(sql -> sql.select(OUTBOX.ID).from(OUTBOX).fetchSingle().value1());
    parts.resolution().resolve(message, as);
  }

  private TraceView trace(String ref) {
    return world.traces().stream().filter(t -> t.ref().equals(ref)).findFirst().orElseThrow();
  }

  private String messageState() {
    return java.util.Objects.requireNonNull(trace("mail").message()).state();
  }

  private int sent() {
    return db.ask(
        sql -> sql.fetchCount(COUNTER_DELTA, COUNTER_DELTA.KIND.eq(CounterKind.SENT.code())));
  }
}
