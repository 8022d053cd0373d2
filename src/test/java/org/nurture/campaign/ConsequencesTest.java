package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nurture.audience.Filter;
import org.nurture.campaign.Workflow.Step;

class ConsequencesTest {
  private final Step mail = step(1, null, TriggerType.BEGIN, 0);
  private final Step nudge = step(2, 1L, TriggerType.MAIL_NOT_OPENED, 2);
  private final Workflow live = workflow(ZoneOffset.UTC, mail, nudge);

  @Test
  void what_stays_as_it_is_has_no_consequences_U7() {
    assertThat(Consequences.between(live, live, false).none()).isTrue();
  }

  @Test
  void each_kind_of_change_is_told_by_id_U2_U3_U4_U6() {
    Workflow next =
        workflow(
            ZoneId.of("Europe/Rome"),
            step(1, null, TriggerType.BEGIN, 1),
            step(3, 1L, TriggerType.ACTIVITY, 0));

    Consequences what = Consequences.between(live, next, false);

    assertThat(what.added()).containsExactly(3L);
    assertThat(what.removed()).containsExactly(2L);
    assertThat(what.retimed()).containsExactly(1L);
    assertThat(what.zone()).isTrue();
    assertThat(Consequences.parse(what.toJson())).isEqualTo(what);
  }

  @Test
  void another_parent_or_trigger_type_is_a_move_whatever_its_times_U6() {
    Workflow next = workflow(ZoneOffset.UTC, mail, step(2, 1L, TriggerType.MAIL_OPENED, 9));

    assertThat(Consequences.between(live, next, false).moved()).containsExactly(2L);
    assertThat(Consequences.between(live, next, false).retimed()).isEmpty();
  }

  @Test
  void additions_for_new_ones_alone_leave_nothing_to_do_U2() {
    Workflow next = workflow(ZoneOffset.UTC, mail, nudge, step(3, null, TriggerType.BEGIN, 0));

    assertThat(Consequences.between(live, next, true).none()).isTrue();
    assertThat(Consequences.between(live, next, false).none()).isFalse();
  }

  private static Step step(long id, @Nullable Long parent, TriggerType trigger, int days) {
    return new Step(
        id,
        "a" + id,
        parent,
        0,
        ActivityType.EMAIL,
        trigger,
        new Interval(days, IntervalUnit.DAYS),
        null,
        null,
        Filter.ALL,
        1L,
        null,
        0,
        null);
  }

  private static Workflow workflow(ZoneId zone, Step... steps) {
    return new Workflow(
        7,
        1,
        CampaignState.RUNNING,
        "contact",
        Filter.ALL,
        null,
        zone,
        false,
        true,
        List.of(steps));
  }
}
