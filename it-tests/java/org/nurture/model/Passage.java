package org.nurture.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;

/** A participant with its traces. */
final class Passage {
  final long record;
  final @Nullable String uniqueValue;
  final Instant enrolled;
  final List<Step> steps = new ArrayList<>();

  /** How many of the campaign's updates it has seen. */
  int updates;

  ParticipantState state = ParticipantState.RUNNING;
  @Nullable Instant completed;

  /** Since when it is no longer RUNNING; null: it is. */
  @Nullable Instant ended;

  /** Its traces and events are gone (P3). */
  boolean purged;

  /** Its key is, too. */
  boolean erased;

  Passage(long record, @Nullable String uniqueValue, Instant enrolled) {
    this.record = record;
    this.uniqueValue = uniqueValue;
    this.enrolled = enrolled;
  }

  /** A trace. */
  static final class Step {
    final Passage passage;
    Activity activity;
    int position;
    final @Nullable Step parent;
    TraceState state = TraceState.SCHEDULED;
    @Nullable Reason reason;

    /** What the interval counts from; of one that waits, what the wait does. */
    Instant base;

    @Nullable Instant due;
    @Nullable Instant waitUntil;
    @Nullable Instant retryAt;
    int failures;
    @Nullable Instant processed;
    @Nullable Mail mail;

    Step(Passage passage, Activity activity, int position, @Nullable Step parent, Instant base) {
      this.base = base;
      this.passage = passage;
      this.activity = activity;
      this.position = position;
      this.parent = parent;
    }

    boolean scheduled() {
      return state == TraceState.SCHEDULED;
    }

    boolean waiting() {
      return scheduled() && due == null;
    }

    void cancel(Reason why, Instant now) {
      end(TraceState.CANCELED, why, now);
    }

    /** Ended, now; what was processed before keeps that time. */
    void end(TraceState as, Reason why, Instant now) {
      state = as;
      reason = why;
      processed = processed == null ? now : processed;
    }
  }

  Optional<Step> of(Activity activity) {
    return steps.stream().filter(s -> s.activity.ref().equals(activity.ref())).findFirst();
  }

  List<Step> childrenOf(Step parent) {
    return steps.stream().filter(s -> s.parent == parent).toList();
  }

  /**
   * What has its turn now, first by (due, position): X8. A wait that is over has its turn at its
   * end. A passing failure holds back only itself.
   */
  Optional<Step> next(Instant now) {
    return steps.stream()
        .filter(Step::scheduled)
        .filter(s -> s.due == null ? waitIsOver(s, now) : !s.due.isAfter(now))
        .filter(s -> s.retryAt == null || !s.retryAt.isAfter(now))
        .filter(s -> !held(s))
        .min(Comparator.comparing(Passage::turn).thenComparing(s -> s.position));
  }

  /** C3. */
  private static boolean waitIsOver(Step step, Instant now) {
    return step.waitUntil != null && now.isAfter(step.waitUntil);
  }

  private static Instant turn(Step step) {
    Instant at = step.due == null ? step.waitUntil : step.due;
    return at == null ? Instant.MAX : at;
  }

  /** X10. */
  private static boolean held(Step step) {
    return step.parent != null
        && step.parent.mail != null
        && step.activity.trigger().kind() == org.nurture.campaign.TriggerType.Kind.UNLESS
        && step.parent.mail.sent == null;
  }

  /** Neither UNLINKED nor REMOVED, which are final. */
  boolean goesOn() {
    return state == ParticipantState.RUNNING || state == ParticipantState.COMPLETED;
  }

  /** C9: an event or update has scheduled something. */
  void runAgain() {
    state = ParticipantState.RUNNING;
    completed = null;
    ended = null;
  }

  /** P3. */
  void purge() {
    purged = true;
    steps.clear();
  }

  /** The key that others see; 0: it is erased. */
  long shown() {
    return erased ? 0 : record;
  }

  /** C9. */
  void completeIfDone(Instant now) {
    if (state == ParticipantState.RUNNING && steps.stream().noneMatch(Step::scheduled)) {
      state = ParticipantState.COMPLETED;
      completed = now;
      ended = now;
    }
  }

  /** E4 and P1: what is planned goes with it. */
  void end(ParticipantState as, Reason why, Instant now) {
    state = as;
    ended = ended == null ? now : ended;
    steps.stream().filter(Step::scheduled).forEach(s -> s.cancel(why, now));
  }
}
