package org.nurture.journey.rules;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Interval;
import org.nurture.campaign.Workflow.Step;

/**
 * When a trace is to happen.
 *
 * @param since what the interval counts from
 * @param due null: waiting for its event (C3)
 * @param waitUntil when the waiting ends; null: never, or not waiting
 * @param nextAt when {@code process} has to look at it; null: held (X10) or waiting without end
 */
public record Plan(
    Instant since, @Nullable Instant due, @Nullable Instant waitUntil, @Nullable Instant nextAt) {

  /** A root, from the enrolment (E3). */
  public static Plan root(Step step, Instant enrolled, ZoneId zone) {
    return at(enrolled, step.interval(), zone);
  }

  /** A child, in the transaction that makes its parent PROCESSED (C1–C3, X10). */
  public static Plan child(Step step, Instant processed, ZoneId zone) {
    return switch (step.trigger().kind()) {
      case AFTER -> at(processed, step.interval(), zone);
      case UNLESS ->
          new Plan(processed, step.interval().after(processed, zone), null, /* held: X10 */ null);
      case WHEN -> waiting(step, processed, zone);
    };
  }

  /**
   * A child that is still SCHEDULED, once its parent's message was handed over (X10, waitAtMost).
   *
   * @param current what was planned
   */
  public static Plan handedOver(Step step, Plan current, Instant sent, ZoneId zone) {
    return switch (step.trigger().kind()) {
      case AFTER -> current;
      case UNLESS -> at(sent, step.interval(), zone);
      case WHEN -> current.due() != null ? current : waiting(step, sent, zone);
    };
  }

  /**
   * A trace that is still SCHEDULED, from its own base, by other intervals or on another calendar
   * (U3). What X10 holds stays held, and what failed in passing keeps its pause (X5).
   */
  public static Plan retimed(Step step, Plan current, ZoneId zone) {
    if (current.due() == null) {
      return waiting(step, current.since(), zone);
    }
    Plan plan = at(current.since(), step.interval(), zone);
    Instant look = current.nextAt();
    if (look == null) {
      return new Plan(plan.since, plan.due, null, null);
    }
    boolean paused = look.isAfter(current.due());
    return paused && plan.due != null && look.isAfter(plan.due)
        ? new Plan(plan.since, plan.due, null, look)
        : plan;
  }

  /** A waiting child whose event came (C3). */
  public static Plan onEvent(Step step, Instant event, ZoneId zone) {
    return at(event, step.interval(), zone);
  }

  /** When a waiting trace was too late for an event of that time (C3). */
  public boolean tooLate(Instant event) {
    return waitUntil != null && event.isAfter(waitUntil);
  }

  /** The same for a test, which {@code process} never touches (T4). */
  public Plan forTest() {
    return held();
  }

  /** The same while nothing is to look at it: its parent's message is to be sent again (X10). */
  public Plan held() {
    return new Plan(since, due, waitUntil, null);
  }

  /** Whether it waits for its event. */
  public boolean waiting() {
    return due == null;
  }

  /** X1, and C3's end of waiting: expiry counts from due. */
  public static boolean expired(
      Step step, @Nullable Instant due, @Nullable Instant waitUntil, Instant now, ZoneId zone) {
    if (due == null) {
      return waitUntil != null && now.isAfter(waitUntil);
    }
    Interval expiry = step.expiry();
    return expiry != null && now.isAfter(expiry.after(due, zone));
  }

  private static Plan at(Instant base, Interval interval, ZoneId zone) {
    Instant due = interval.after(base, zone);
    return new Plan(base, due, null, due);
  }

  private static Plan waiting(Step step, Instant base, ZoneId zone) {
    Interval most = step.waitAtMost();
    if (most == null) {
      return new Plan(base, null, null, null);
    }
    Instant until = most.after(base, zone);
    return new Plan(base, null, until, justAfter(until));
  }

  /** Expiry is at now &gt; until; instants are cut to milliseconds. */
  private static Instant justAfter(Instant until) {
    return until.plusMillis(1);
  }
}
