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
   * @param kept which version of the action it executes, and for whom; null: as it is now
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
      long enrolledAfter,
      @Nullable Kept kept) {

    Step keeping(@Nullable Kept keeps) {
      return new Step(
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
          enrolledAfter,
          keeps);
    }
  }

  /**
   * What is kept of an action.
   *
   * @param version of it
   * @param by roles of whoever has it run
   */
  public record Kept(long version, String by) {}

  /** The same with every step's action as this says. */
  public Workflow keeping(Function<Step, @Nullable Kept> kept) {
    return new Workflow(
        campaignId,
        version,
        state,
        target,
        filter,
        uniqueField,
        zone,
        oncePerAddress,
        tracking,
        steps.stream().map(step -> step.keeping(kept.apply(step))).toList());
  }

  /** Steps that begin the workflow, in order. */
  public List<Step> roots() {
    return steps.stream().filter(s -> s.parentId() == null).toList();
  }

  /** Steps right below another, in order. */
  public List<Step> childrenOf(long stepId) {
    return steps.stream().filter(s -> s.parentId() != null && s.parentId() == stepId).toList();
  }

  /** All steps, by the ids of their activities; may be changed. */
  public Map<Long, Step> byId() {
    return steps.stream()
        .collect(Collectors.toMap(Step::id, Function.identity(), (a, b) -> a, HashMap::new));
  }
}
