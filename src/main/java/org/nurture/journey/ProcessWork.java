package org.nurture.journey;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignState;
import org.nurture.journey.WorkStore.Ahead;
import org.nurture.journey.rules.Retry;
import org.nurture.message.Suppressor;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;

/**
 * Job {@code process}: events received so far (X0), then what is due, one campaign after the other,
 * in turns.
 *
 * <p>A chunk that fails is taken again in smaller ones, down to the one participant that makes it
 * fail; that one's trace is put off (X5) or ended, and stops no other (X7).
 */
final class ProcessWork implements SlicedWork {
  private static final int GROWTH = 4;

  private static final Optional<Slice> NOTHING_YET = Optional.of(new Slice(0, 0, 0));

  private final Slices slices;
  private final Tuning tuning;
  private final @Nullable Long only;

  /** Applies the events of locked participants; true: there were some. */
  private final BiFunction<Chunk, List<Participant>, Integer> events;

  private final BiFunction<Chunk, List<Participant>, Slice> execution;

  private final Suppressor suppressor;

  /** Does a chunk of what an update has left to do; empty: nothing. */
  private final Function<Chunk, Optional<Slice>> updates;

  private final WorkStore works;
  private final EventStore inbox;
  private final Deque<Long> campaigns = new ArrayDeque<>();
  private boolean listed;

  /** Whether messages of suppressed addresses were seen that are to be withdrawn first. */
  private boolean owed;

  private int size;

  ProcessWork(
      Slices slices,
      Tuning tuning,
      @Nullable Long only,
      BiFunction<Chunk, List<Participant>, Integer> events,
      BiFunction<Chunk, List<Participant>, Slice> execution,
      Suppressor suppressor,
      Function<Chunk, Optional<Slice>> updates) {
    this.slices = slices;
    this.tuning = tuning;
    this.only = only;
    this.events = events;
    this.execution = execution;
    this.suppressor = suppressor;
    this.updates = updates;
    this.works = new WorkStore(slices.db);
    this.inbox = new EventStore(slices.db);
    this.size = tuning.process();
  }

  @Override
  public Optional<Slice> next() {
    Optional<Slice> done = work();
    done.ifPresentOrElse(slice -> slices.changed(slice.read()), slices::closeBooks);
    return done;
  }

  private Optional<Slice> work() {
    Ahead ahead = slices.transactions.inNew(Slices.AT_MOST, () -> works.ahead(only));
    if (ahead.update() != null) {
      // U9: of all campaigns, also of stopped ones
      return slices.on(ahead.update(), updates::apply).or(() -> NOTHING_YET);
    }
    Optional<Slice> applied =
        ahead.events() == null ? Optional.empty() : applyEvents(ahead.events());
    if (applied.isPresent()) {
      return applied;
    }
    if (owed && suppressor.withdrawSome()) {
      return NOTHING_YET;
    }
    owed = false;
    if (!listed) {
      listed = true;
      campaigns.addAll(candidates());
    }
    while (!campaigns.isEmpty()) {
      long campaign = campaigns.element();
      Optional<Slice> done = executeDue(campaign);
      campaigns.remove();
      if (done.isPresent()) {
        campaigns.add(campaign);
        return done;
      }
    }
    return suppressor.withdrawSome() ? NOTHING_YET : Optional.empty();
  }

  private List<Long> candidates() {
    List<Long> running =
        slices.transactions.inNew(Slices.AT_MOST, () -> slices.workflows.running());
    return only == null ? running : running.stream().filter(only::equals).toList();
  }

  private Optional<Slice> applyEvents(long campaign) {
    Optional<Slice> applied = slices.on(campaign, this::applyEvents);
    // an event may be committed after its campaign was deleted: others' must not wait behind it
    return applied.isPresent() || !dropOrphans(campaign) ? applied : NOTHING_YET;
  }

  private boolean dropOrphans(long campaign) {
    return slices.transactions.inNew(
        Slices.AT_MOST, () -> slices.workflows.find(campaign).isEmpty() && inbox.dropAll(campaign));
  }

  private Optional<Slice> applyEvents(Chunk chunk) {
    Optional<Slice> updated = updates.apply(chunk);
    if (updated.isPresent()) {
      return updated;
    }
    Set<Long> candidates = inbox.participants(chunk.workflow.campaignId(), tuning.events());
    List<Participant> locked = chunk.participants.claim(candidates, tuning.events());
    chunk.reached(FailPoint.CLAIMED);
    int applied = events.apply(chunk, locked);
    return Optional.of(new Slice(applied, applied, 0));
  }

  private Optional<Slice> executeDue(long campaign) {
    try {
      Optional<Slice> done = onDue(campaign, this::takeDue);
      size = Math.min(tuning.process(), size * GROWTH);
      return done;
    } catch (EffectFailure e) {
      if (size > 1) {
        size = 1;
        return NOTHING_YET;
      }
      return onDue(campaign, chunk -> putOff(chunk, e));
    }
  }

  /** A slice on what is due: after updates, and not after a stop. */
  private Optional<Slice> onDue(long campaign, Function<Chunk, Optional<Slice>> work) {
    return slices.on(campaign, chunk -> onDue(chunk, work));
  }

  private Optional<Slice> onDue(Chunk chunk, Function<Chunk, Optional<Slice>> work) {
    // it may have been made while this execution was under way
    Optional<Slice> updated = updates.apply(chunk);
    if (updated.isPresent()) {
      return updated;
    }
    return chunk.workflow.state() == CampaignState.RUNNING ? work.apply(chunk) : Optional.empty();
  }

  private Optional<Slice> takeDue(Chunk chunk) {
    Set<Long> due = chunk.participants.due(chunk.workflow.campaignId(), chunk.now, size);
    List<Participant> locked = chunk.participants.claim(due, size);
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    chunk.reached(FailPoint.CLAIMED);
    // What was committed before the claim counts before what is due (X0).
    int applied = events.apply(chunk, locked);
    if (suppressor.owed()) {
      // some of these may be children of messages that are to be withdrawn (X11): first that
      owed = true;
      return Optional.of(new Slice(applied, applied, 0));
    }
    Slice executed = execution.apply(chunk, locked);
    return Optional.of(
        new Slice(executed.read() + applied, executed.written() + applied, executed.skipped()));
  }

  /** The effect of a single trace failed: X5, X7. */
  private static Optional<Slice> putOff(Chunk chunk, EffectFailure failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    chunk.participants.lock(failure.participants());
    endOrRetry(chunk, failure, cause);
    return Optional.of(new Slice(1, 0, 1));
  }

  private static void endOrRetry(Chunk chunk, EffectFailure failure, Throwable cause) {
    List<Long> participants = failure.participants();
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    var order = chunk.order();
    chunk.traces.due(participants, chunk.now).stream()
        .filter(trace -> failure.concerns(trace.id()))
        .min(order)
        .ifPresent(
            trace -> {
              int failures = trace.attempts() + 1;
              Optional<Instant> again =
                  SqlFailures.passing(cause) ? Retry.after(failures, chunk.now) : Optional.empty();
              if (again.isPresent()) {
                chunk.traces.retry(trace.id(), failures, again.get(), why);
              } else {
                chunk.end(List.of(trace), TraceState.ERROR, Reason.ACTION, List.of());
                chunk.traces.explain(Map.of(trace.id(), why));
                chunk.participants.complete(
                    chunk.participants.lock(participants), chunk.now, chunk.tally);
              }
            });
  }
}
