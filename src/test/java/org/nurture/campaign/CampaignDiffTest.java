package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignDiffTest {
  private final ActivityDocument hello = activity("hello", TriggerType.BEGIN, 0);
  private final ActivityDocument nudge = activity("nudge", TriggerType.MAIL_NOT_OPENED, 2);
  private final ActivityDocument thanks = activity("thanks", TriggerType.ACTIVITY, 1);
  private final CampaignDocument live =
      CampaignDocument.empty("Welcome", "contact")
          .withActivities(List.of(hello.withChildren(List.of(nudge, thanks))));

  @Test
  void name_and_responsible_are_nothing_to_stage_U1() {
    assertThat(diff(live.withName("Other").withResponsible("bob")).isEmpty()).isTrue();
  }

  @Test
  void a_missing_ref_is_a_removal_with_its_descendants_U4() {
    assertThat(kinds(live.withActivities(List.of())))
        .containsExactly("hello REMOVED", "nudge REMOVED", "thanks REMOVED");
  }

  @Test
  void another_parent_or_trigger_type_is_a_move_U6() {
    CampaignDocument moved =
        WorkflowEdit.move(
            live, "nudge", "thanks", new Trigger(TriggerType.MAIL_NOT_OPENED, days(2)));

    assertThat(kinds(moved)).containsExactly("thanks CHANGED", "nudge MOVED");
  }

  @Test
  void another_interval_expiry_or_wait_is_a_change_of_times_U3() {
    CampaignDocument later =
        WorkflowEdit.replace(
            live, "nudge", nudge.withTrigger(new Trigger(TriggerType.MAIL_NOT_OPENED, days(3))));

    assertThat(kinds(later)).containsExactly("nudge RETIMED");
  }

  @Test
  void a_new_activity_is_an_addition_U2() {
    CampaignDocument more =
        WorkflowEdit.add(live, "nudge", activity("more", TriggerType.ACTIVITY, 0));

    assertThat(kinds(more)).containsExactly("more ADDED");
  }

  private CampaignDiff diff(CampaignDocument staged) {
    return CampaignDiff.between(live, staged);
  }

  private List<String> kinds(CampaignDocument staged) {
    return diff(staged).activities().stream().map(c -> c.ref() + " " + c.kind()).toList();
  }

  private static ActivityDocument activity(String ref, TriggerType trigger, int days) {
    return new ActivityDocument(
        ref,
        ref,
        ActivityType.EMAIL,
        Content.named("T"),
        null,
        new Trigger(trigger, days(days)),
        null,
        null,
        org.nurture.audience.Filter.ALL,
        List.of());
  }

  private static Interval days(int days) {
    return new Interval(days, IntervalUnit.DAYS);
  }
}
