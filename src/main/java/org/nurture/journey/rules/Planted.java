package org.nurture.journey.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.Reason;
import org.nurture.journey.rules.EventRules.Cancel;
import org.nurture.journey.rules.EventRules.Effect;
import org.nurture.journey.rules.EventRules.Schedule;
import org.nurture.tracking.EventType;

/**
 * A trace that an update plans, as if its activity had always been there (U2).
 *
 * @param cancelled why it is created CANCELED; null: it is SCHEDULED
 */
public record Planted(Plan plan, @Nullable Reason cancelled) {

  /** Under nobody: from the enrolment. Due times in the past stay what they are. */
  public static Planted root(Step step, Instant enrolled, ZoneId zone) {
    return new Planted(Plan.root(step, enrolled, zone), null);
  }

  /**
   * Under a PROCESSED parent, by C1–C3 and X10; what befell the parent's message so far is applied
   * in the order of its times.
   *
   * @param sent when the parent's message was handed over; null: it has none, or not yet
   * @param past the first of each type
   */
  public static Planted child(
      Step step,
      Instant processed,
      @Nullable Instant sent,
      Map<EventType, Instant> past,
      Instant now,
      ZoneId zone) {
    Plan plan = Plan.child(step, processed, zone);
    if (sent != null) {
      plan = Plan.handedOver(step, plan, sent, zone);
    }
    List<Map.Entry<EventType, Instant>> inOrder =
        past.entrySet().stream()
            .sorted(
                Map.Entry.<EventType, Instant>comparingByValue()
                    .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
            .toList();
    for (Map.Entry<EventType, Instant> event : inOrder) {
      Effect effect = EventRules.effect(event.getKey(), step, plan, event.getValue(), zone);
      if (effect instanceof Cancel cancel) {
        return new Planted(plan, cancel.reason());
      } else if (effect instanceof Schedule schedule) {
        plan = schedule.plan();
      }
    }
    boolean waitedTooLong = plan.waiting() && Plan.expired(step, null, plan.waitUntil(), now, zone);
    return new Planted(plan, waitedTooLong ? Reason.EXPIRED : null);
  }
}
