package org.nurture.harness;

import static java.util.Objects.requireNonNull;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.Interval;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.Workflow;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.Span;

/** Turns a test's plan into the engine's workflow. */
public final class Workflows {
  private Workflows() {}

  /**
   * @param firstId of the activities; templates and actions have their activity's id
   */
  public static Workflow of(long campaignId, long firstId, Plan plan) {
    Map<String, Long> ids = new HashMap<>();
    plan.activities().forEach(a -> ids.put(a.ref(), firstId + ids.size()));
    return of(campaignId, plan, ids, Map.of());
  }

  /**
   * @param ids of the activities, by ref
   * @param enrolledAfter by ref; those left out are for all
   */
  static Workflow of(
      long campaignId, Plan plan, Map<String, Long> ids, Map<String, Long> enrolledAfter) {
    List<Activity> activities = plan.activities();
    List<Workflow.Step> steps = new ArrayList<>();
    for (Activity activity : activities) {
      long id = requireNonNull(ids.get(activity.ref()));
      boolean action = activity.type() == ActivityType.ACTION;
      steps.add(
          new Workflow.Step(
              id,
              activity.ref(),
              activity.parent() == null ? null : ids.get(activity.parent().ref()),
              steps.size(),
              activity.type(),
              activity.trigger(),
              interval(activity.interval()),
              optional(activity.waitAtMost()),
              optional(activity.expiry()),
              Filter.parse(activity.filter().json()),
              action ? null : id,
              action ? id : null,
              enrolledAfter.getOrDefault(activity.ref(), 0L),
              null));
    }
    return new Workflow(
        campaignId,
        1,
        CampaignState.RUNNING,
        "contact",
        Filter.parse(plan.filter().json()),
        plan.uniqueField(),
        plan.zone(),
        plan.once(),
        true,
        steps);
  }

  private static @Nullable Interval optional(@Nullable Span span) {
    return span == null ? null : interval(span);
  }

  private static Interval interval(Span span) {
    IntervalUnit unit =
        switch (span.unit()) {
          case HOURS -> IntervalUnit.HOURS;
          case DAYS -> IntervalUnit.DAYS;
          case WEEKS -> IntervalUnit.WEEKS;
          case MONTHS -> IntervalUnit.MONTHS;
          default -> throw new IllegalArgumentException(ChronoUnit.class + " " + span);
        };
    return new Interval(span.count(), unit);
  }
}
