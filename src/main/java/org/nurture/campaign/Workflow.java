package org.nurture.campaign;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;

/**
 * The live version of a campaign as the engine executes it. Immutable.
 *
 * @param version changes with every change of the campaign, its state included
 * @param uniqueField null: every matching record is enrolled
 * @param steps the activities that are not removed, depth first: a step's index is its position in
 *     the workflow (X8)
 */
public record Workflow(
    long campaignId,
    long version,
    CampaignState state,
    String target,
    Filter filter,
    @Nullable String uniqueField,
    ZoneId zone,
    boolean oncePerAddress,
    boolean tracking,
    List<Step> steps) {

  public Workflow {
    steps = List.copyOf(steps);
  }

  /**
   * One activity.
   *
   * @param id of the activity; never used again
   * @param parentId null at the root
   * @param position index in the workflow, depth first
   * @param waitAtMost null: for ever (C3)
   * @param expiry null: none (X1)
   * @param filter of this activity alone
   * @param templateId set for EMAIL and SMS
   * @param actionId set for ACTION
   * @param enrolledAfter participants up to this id never get it (U2); 0: all do
   */
  public record Step(
      long id,
      String ref,
      @Nullable Long parentId,
      int position,
      ActivityType type,
      TriggerType trigger,
      Interval interval,
      @Nullable Interval waitAtMost,
      @Nullable Interval expiry,
      Filter filter,
      @Nullable Long templateId,
      @Nullable Long actionId,
      long enrolledAfter) {

    /** For all participants. */
    public Step(
        long id,
        String ref,
        @Nullable Long parentId,
        int position,
        ActivityType type,
        TriggerType trigger,
        Interval interval,
        @Nullable Interval waitAtMost,
        @Nullable Interval expiry,
        Filter filter,
        @Nullable Long templateId,
        @Nullable Long actionId) {
      this(
          id,
          ref,
          parentId,
          position,
          type,
          trigger,
          interval,
          waitAtMost,
          expiry,
          filter,
          templateId,
          actionId,
          0);
    }
  }

  public List<Step> roots() {
    return steps.stream().filter(s -> s.parentId() == null).toList();
  }

  public List<Step> childrenOf(long stepId) {
    return steps.stream().filter(s -> s.parentId() != null && s.parentId() == stepId).toList();
  }

  public Map<Long, Step> byId() {
    return steps.stream()
        .collect(Collectors.toMap(Step::id, Function.identity(), (a, b) -> a, HashMap::new));
  }
}
