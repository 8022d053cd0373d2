package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MONTHS;
import static org.nurture.journey.ParticipantState.COMPLETED;
import static org.nurture.journey.ParticipantState.REMOVED;
import static org.nurture.journey.ParticipantState.RUNNING;
import static org.nurture.journey.ParticipantState.UNLINKED;
import static org.nurture.journey.Reason.PARTICIPANT_REMOVED;
import static org.nurture.journey.Reason.RECORD_DELETED;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Cond.is;
import static org.nurture.model.Cond.isNot;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.nurture.model.Plan;
import org.nurture.model.World;

/** E1–E5 and P1. */
public abstract class EnrolmentScenarios extends Scenario {
  protected EnrolmentScenarios(World world) {
    super(world);
  }

  @Test
  protected void every_matching_record_becomes_a_running_participant_with_a_trace_per_root_E1_E3() {
    given(contact(1), contact(2).with("country", "FR"), contact(3));
    started(Plan.of(email("hello").after(2, DAYS), action("mark")).to(is("country", "IT")));

    enroll();

    enrolled(1L, 3L);
    participant(1, RUNNING);
    trace(1, "hello").isScheduledFor(now().plus(Duration.ofDays(2)));
    trace(1, "mark").isScheduledFor(now());
    trace(2, "hello").isAbsent();
  }

  @Test
  protected void enrolling_twice_changes_nothing_E1() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, DAYS)));
    enroll();
    pass(Duration.ofHours(1));

    enroll();

    enrolled(1L);
    trace(1, "hello").isScheduledFor(now().plus(Duration.ofHours(23)));
  }

  @Test
  protected void records_that_come_to_match_are_enrolled_later_E1() {
    given(contact(1), contact(2).with("stage", "lost"));
    started(Plan.of(email("hello").after(1, HOURS)).to(isNot("stage", "lost")));
    enroll();
    pass(Duration.ofHours(5));
    given(contact(3));
    change(2, "stage", null);

    enroll();

    enrolled(1L, 2L, 3L);
    trace(2, "hello").isScheduledFor(now().plus(Duration.ofHours(1)));
  }

  @Test
  protected void an_inactive_record_is_not_enrolled_E1() {
    given(contact(1).with("active", false), contact(2));
    started(Plan.of(email("hello")));

    enroll();

    enrolled(2L);
  }

  @Test
  protected void an_inactive_record_matches_where_the_campaign_filter_names_active_E1() {
    given(contact(1).with("active", false), contact(2));
    started(Plan.of(email("hello")).to(is("active", false)));

    enroll();

    enrolled(1L);
  }

  @Test
  protected void a_stopped_campaign_enrols_nobody_E1() {
    given(contact(1));
    started(Plan.of(email("hello")));
    stop();

    enroll();

    enrolled();
  }

  @Test
  protected void of_equal_values_the_lowest_key_is_enrolled_E2() {
    given(
        contact(10).with("email", "ann@example.org"),
        contact(9).with("email", " Ann@Example.org "),
        contact(100).with("email", "ANN@EXAMPLE.ORG"),
        contact(11));
    started(Plan.of(email("hello")).uniqueBy("email"));

    enroll();

    enrolled(9L, 11L);
  }

  @Test
  protected void a_unique_value_blocks_others_also_when_its_participant_is_completed_E2() {
    given(contact(5).with("email", "ann@example.org"));
    started(Plan.of(action("mark")).uniqueBy("email"));
    enroll();
    process();
    participant(5, COMPLETED);
    given(contact(1).with("email", "ann@example.org"));

    enroll();

    enrolled(5L);
  }

  @Test
  protected void the_unique_value_never_follows_the_record_E2() {
    given(contact(5).with("email", "ann@example.org"));
    started(Plan.of(email("hello").after(1, DAYS)).uniqueBy("email"));
    enroll();
    change(5, "email", "other@example.org");
    given(
        contact(6).with("email", "ann@example.org"), contact(7).with("email", "other@example.org"));

    enroll();

    enrolled(5L, 7L);
  }

  @Test
  protected void a_unique_value_blocks_others_when_its_participant_is_unlinked_or_removed_E2() {
    given(contact(1).with("email", "a@example.org"), contact(2).with("email", "b@example.org"));
    started(Plan.of(email("hello").after(1, DAYS)).uniqueBy("email"));
    enroll();
    delete(1);
    remove(2);
    given(contact(3).with("email", "a@example.org"), contact(4).with("email", "b@example.org"));

    enroll();

    enrolled(1L, 2L);
    participant(1, UNLINKED);
    participant(2, REMOVED);
  }

  @Test
  protected void empty_values_equal_nothing_E2() {
    given(
        contact(1).with("email", null),
        contact(2).with("email", null),
        contact(3).with("email", ""),
        contact(4).with("email", ""));
    started(Plan.of(action("mark")).uniqueBy("email"));

    enroll();

    enrolled(1L, 2L, 3L, 4L);
  }

  @Test
  protected void numbers_are_unique_by_value_E2() {
    given(contact(1).with("score", 7), contact(2).with("score", 7), contact(3).with("score", 8));
    started(Plan.of(action("mark")).uniqueBy("score"));

    enroll();

    enrolled(1L, 3L);
  }

  @Test
  protected void without_a_root_a_participant_is_completed_at_once_E3() {
    given(contact(1));
    started(Plan.of());

    enroll();

    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void a_month_after_31_January_is_the_last_of_February_E3() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, MONTHS), email("spring").after(2, MONTHS)));
    moveTo("2027-01-31T12:00:00Z");

    enroll();

    trace(1, "hello").isScheduledFor("2027-02-28T12:00:00Z");
    trace(1, "spring").isScheduledFor("2027-03-31T12:00:00Z");
  }

  @Test
  protected void days_are_steps_on_the_campaigns_calendar_hours_are_exact_E3() {
    given(contact(1));
    started(
        Plan.of(email("day").after(1, DAYS), email("hours").after(24, HOURS)).zone("Europe/Rome"));
    moveTo("2026-10-24T10:00:00Z");

    enroll();

    trace(1, "day").isScheduledFor("2026-10-25T11:00:00Z");
    trace(1, "hours").isScheduledFor("2026-10-25T10:00:00Z");
  }

  @Test
  protected void a_local_time_that_daylight_saving_skips_moves_on_by_the_gap_E3() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, DAYS)).zone("Europe/Rome"));
    moveTo("2027-03-27T01:30:00Z");

    enroll();

    trace(1, "hello").isScheduledFor("2027-03-28T01:30:00Z");
  }

  @Test
  protected void a_deleted_record_unlinks_its_participant_and_cancels_what_is_planned_E4() {
    given(contact(1), contact(2));
    started(Plan.of(email("hello").after(1, DAYS)));
    enroll();
    delete(1);

    enroll();

    participant(1, UNLINKED);
    trace(1, "hello").isCanceled(RECORD_DELETED);
    participant(2, RUNNING);
  }

  @Test
  protected void a_completed_participant_whose_record_is_gone_becomes_unlinked_E4() {
    given(contact(1));
    started(Plan.of(action("mark")));
    enroll();
    process();
    delete(1);

    enroll();

    participant(1, UNLINKED);
    trace(1, "mark").isProcessed();
  }

  @Test
  protected void a_record_that_returns_under_the_same_key_is_not_enrolled_again_E4() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, DAYS)));
    enroll();
    delete(1);
    enroll();
    given(contact(1));

    enroll();

    enrolled(1L);
    participant(1, UNLINKED);
    trace(1, "hello").isCanceled(RECORD_DELETED);
  }

  @Test
  protected void a_record_that_stops_matching_stays_a_participant_E4() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, DAYS)).to(is("country", "IT")));
    enroll();
    change(1, "country", "FR");

    enroll();
    process();

    participant(1, RUNNING);
    trace(1, "hello").isScheduledFor(now().plus(Duration.ofDays(1)));
  }

  @Test
  protected void removed_by_hand_is_final_and_cancels_what_is_planned_P1() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, DAYS)));
    enroll();

    remove(1);
    enroll();
    process();

    enrolled(1L);
    participant(1, REMOVED);
    trace(1, "hello").isCanceled(PARTICIPANT_REMOVED);
  }

  @Test
  protected void removal_withdraws_what_is_queued_with_its_children_P1_X11() {
    given(contact(1));
    started(
        Plan.of(email("hello").then(email("next").after(1, DAYS), email("hot").opened(0, HOURS))));
    enroll();
    process();

    remove(1);
    send();

    trace(1, "hello").isCanceled(PARTICIPANT_REMOVED);
    trace(1, "next").isCanceled(PARTICIPANT_REMOVED);
    trace(1, "hot").isCanceled(PARTICIPANT_REMOVED);
    participant(1, REMOVED);
  }

  @Test
  protected void removing_somebody_unlinked_changes_nothing_E4() {
    given(contact(1));
    started(Plan.of(email("hello").then(email("next").after(1, DAYS))));
    enroll();
    process();
    delete(1);
    enroll();

    remove(1);

    participant(1, UNLINKED);
    trace(1, "hello").isProcessed();
    trace(1, "next").isCanceled(RECORD_DELETED);
  }

  @Test
  protected void removal_leaves_what_was_sent_P1() {
    given(contact(1));
    started(Plan.of(email("hello").then(email("next").after(1, DAYS))));
    run();

    remove(1);

    trace(1, "hello").isProcessed();
    trace(1, "next").isCanceled(PARTICIPANT_REMOVED);
  }
}
