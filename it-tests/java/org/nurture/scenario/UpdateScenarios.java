package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.WEEKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.journey.ParticipantState.COMPLETED;
import static org.nurture.journey.ParticipantState.REMOVED;
import static org.nurture.journey.ParticipantState.RUNNING;
import static org.nurture.journey.Reason.ACTIVITY_REMOVED;
import static org.nurture.journey.Reason.EXPIRED;
import static org.nurture.journey.Reason.OPPOSITE_EVENT;
import static org.nurture.journey.Reason.PARENT_BOUNCED;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Cond.is;
import static org.nurture.model.Contact.contact;
import static org.nurture.tracking.EventType.BOUNCED;
import static org.nurture.tracking.EventType.CLICKED;
import static org.nurture.tracking.EventType.OPENED;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nurture.journey.TraceState;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.model.World.Fate;

/** Changing a campaign that has participants: U2–U7, U9. */
public abstract class UpdateScenarios extends Scenario {
  protected UpdateScenarios(World world) {
    super(world);
  }

  @AfterEach
  void figures_are_what_counting_again_gives_D10() {
    verify();
  }

  private void sent(Plan plan) {
    given(contact(1));
    started(plan);
    run();
  }

  private static Activity mail(Activity... children) {
    return email("mail").then(children);
  }

  // ------------------------------------------------------------------ U2

  @Test
  protected void a_new_root_is_planned_from_the_enrolment_and_makes_the_completed_run_again_U2() {
    sent(Plan.of(action("first")));
    Instant enrolled = now();
    participant(1, COMPLETED);
    pass(Duration.ofDays(1));

    update(Plan.of(action("first"), action("second").after(3, DAYS)));
    process();

    trace(1, "second").isScheduledFor(enrolled.plus(Duration.ofDays(3)));
    participant(1, RUNNING);
    completedAt(1, null);
  }

  @Test
  protected void a_due_time_in_the_past_stays_what_it_is_and_expiry_counts_from_it_U2() {
    sent(Plan.of(action("first")));
    Instant enrolled = now();
    pass(Duration.ofDays(5));

    update(
        Plan.of(
            action("first"),
            action("late").after(3, DAYS),
            action("too_late").after(3, DAYS).expires(1, DAYS)));
    process();

    trace(1, "late").isProcessedAt(now()).isDue(enrolled.plus(Duration.ofDays(3)));
    trace(1, "too_late").isCanceled(EXPIRED).isDue(enrolled.plus(Duration.ofDays(3)));
  }

  @Test
  protected void a_new_child_is_planned_for_those_whose_parent_was_processed_U2() {
    given(contact(1), contact(2));
    started(Plan.of(action("first").then(action("slow").after(2, DAYS).only(is("country", "IT")))));
    run();
    Instant processed = now();
    change(2, "country", "FR");
    pass(Duration.ofDays(2));
    process();
    trace(2, "slow").isRejected();
    Instant then = now();

    update(
        Plan.of(
            action("first")
                .then(
                    action("slow").after(2, DAYS).then(action("next").after(1, DAYS)),
                    action("other").after(4, DAYS))));
    process();

    trace(1, "next").isScheduledFor(then.plus(Duration.ofDays(1)));
    trace(2, "next").isAbsent();
    trace(2, "other").isScheduledFor(processed.plus(Duration.ofDays(4)));
    participant(2, RUNNING);
  }

  @Test
  protected void of_a_new_subtree_only_the_level_below_what_was_processed_is_planned_U2() {
    sent(Plan.of(action("first")));

    update(
        Plan.of(
            action("first")
                .then(action("second").after(1, DAYS).then(action("third").after(1, DAYS)))));
    process();

    trace(1, "second").isScheduledFor(now().plus(Duration.ofDays(1)));
    trace(1, "third").isAbsent();
    pass(Duration.ofDays(1));
    process();
    trace(1, "third").isScheduledFor(now().plus(Duration.ofDays(1)));
  }

  @Test
  protected void past_events_are_applied_to_new_children_in_the_order_of_their_times_U2() {
    sent(Plan.of(mail()));
    pass(Duration.ofHours(5));
    Instant opened = now();
    report(1, "mail", OPENED);
    pass(Duration.ofDays(3));

    update(
        Plan.of(
            mail(
                action("opened").opened(9, DAYS),
                action("not_opened").notOpened(2, DAYS),
                action("not_clicked").notClicked(9, DAYS),
                action("clicked").clicked(1, HOURS),
                action("in_time").opened(9, DAYS).waitAtMost(6, HOURS),
                action("too_late").opened(9, DAYS).waitAtMost(2, HOURS),
                action("waited").clicked(1, HOURS).waitAtMost(1, DAYS))));
    process();

    trace(1, "opened").isScheduledFor(opened.plus(Duration.ofDays(9)));
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "not_clicked").isScheduledFor(opened.plus(Duration.ofDays(9).minusHours(5)));
    trace(1, "clicked").isWaiting();
    trace(1, "in_time").isScheduledFor(opened.plus(Duration.ofDays(9)));
    trace(1, "too_late").isCanceled(EXPIRED);
    trace(1, "waited").isCanceled(EXPIRED);
  }

  @Test
  protected void what_a_bounce_would_have_cancelled_is_created_canceled_U2_C6() {
    sent(Plan.of(mail(action("bounced").bounced(1, HOURS))));
    report(1, "mail", OPENED);
    pass(Duration.ofHours(1));
    report(1, "mail", BOUNCED);

    update(
        Plan.of(
            mail(
                action("bounced").bounced(1, HOURS),
                action("opened").opened(1, DAYS),
                action("not_replied").notReplied(1, DAYS),
                action("go_on").after(1, DAYS))));
    process();

    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    trace(1, "not_replied").isCanceled(PARENT_BOUNCED);
    trace(1, "go_on").is(TraceState.SCHEDULED, null);
  }

  @Test
  protected void a_new_not_child_of_a_message_in_the_outbox_is_held_U2_X10() {
    given(contact(1));
    started(Plan.of(mail()));
    enroll();
    process();

    update(Plan.of(mail(action("not_opened").notOpened(1, DAYS))));
    pass(Duration.ofDays(2));
    process();

    trace(1, "not_opened").is(TraceState.SCHEDULED, null);
    send();
    trace(1, "not_opened").isScheduledFor(now().plus(Duration.ofDays(1)));
  }

  @Test
  protected void those_removed_by_hand_get_nothing_new_U2() {
    sent(Plan.of(action("first")));
    remove(1);

    update(Plan.of(action("first").then(action("child")), action("root")));
    process();

    trace(1, "child").isAbsent();
    trace(1, "root").isAbsent();
    participant(1, REMOVED);
  }

  @Test
  protected void new_activities_can_be_for_those_enrolled_from_now_on_U2() {
    given(contact(1));
    started(Plan.of(action("first").then(action("slow").after(1, DAYS))));
    run();

    updateForNewOnes(
        Plan.of(
            action("first")
                .then(
                    action("slow").after(1, DAYS).then(action("next").after(1, DAYS)),
                    action("more").after(1, DAYS)),
            action("root").after(1, DAYS)));
    given(contact(2));
    pass(Duration.ofDays(1));
    run();

    trace(1, "more").isAbsent();
    trace(1, "root").isAbsent();
    trace(1, "slow").isProcessed();
    trace(1, "next").isAbsent();
    participant(1, COMPLETED);
    trace(2, "more").isScheduledFor(now().plus(Duration.ofDays(1)));
    trace(2, "root").isScheduledFor(now().plus(Duration.ofDays(1)));
  }

  // ------------------------------------------------------------------ U3

  @Test
  protected void another_interval_moves_what_is_planned_from_its_own_base_U3() {
    sent(
        Plan.of(
            mail(
                action("next").after(2, DAYS),
                action("not_opened").notOpened(2, DAYS),
                action("clicked").clicked(2, DAYS),
                action("opened").opened(2, DAYS))));
    Instant sent = now();
    pass(Duration.ofHours(1));
    report(1, "mail", CLICKED);

    update(
        Plan.of(
            mail(
                action("next").after(3, DAYS),
                action("not_opened").notOpened(3, DAYS),
                action("clicked").clicked(3, DAYS),
                action("opened").opened(1, HOURS))));
    process();

    trace(1, "next").isScheduledFor(sent.plus(Duration.ofDays(3)));
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "clicked").isScheduledFor(sent.plus(Duration.ofDays(3).plusHours(1)));
    trace(1, "opened").isScheduledFor(sent.plus(Duration.ofHours(2)));
  }

  @Test
  protected void a_shorter_interval_makes_due_what_was_not_U3() {
    sent(Plan.of(action("first").then(action("next").after(2, WEEKS))));
    pass(Duration.ofDays(3));

    update(Plan.of(action("first").then(action("next").after(1, DAYS))));
    process();

    trace(1, "next").isProcessedAt(now());
  }

  @Test
  protected void another_expiry_and_another_wait_count_for_what_is_scheduled_U3() {
    sent(
        Plan.of(
            mail(
                action("next").after(1, DAYS),
                action("opened").opened(1, HOURS),
                action("patient").clicked(1, HOURS).waitAtMost(1, DAYS))));
    pass(Duration.ofHours(20));

    update(
        Plan.of(
            mail(
                action("next").after(1, DAYS).expires(1, HOURS),
                action("opened").opened(1, HOURS).waitAtMost(2, DAYS),
                action("patient").clicked(1, HOURS))));
    process();
    pass(Duration.ofDays(3));
    process();

    trace(1, "next").isCanceled(EXPIRED);
    trace(1, "opened").isCanceled(EXPIRED);
    trace(1, "patient").isWaiting();
  }

  @Test
  protected void another_time_zone_moves_what_is_planned_U3() {
    moveTo("2026-10-24T22:30:00Z");
    given(contact(1));
    started(Plan.of(action("first").then(action("next").after(2, DAYS))));
    run();
    trace(1, "next").isScheduledFor("2026-10-26T22:30:00Z");

    update(Plan.of(action("first").then(action("next").after(2, DAYS))).zone("Europe/Rome"));
    process();

    trace(1, "next").isScheduledFor("2026-10-26T23:30:00Z");
  }

  @Test
  protected void a_passing_failure_keeps_its_pause_when_it_is_retimed_U3_X5() {
    sent(Plan.of(action("first").then(action("next").after(1, DAYS))));
    pass(Duration.ofDays(1));
    lock(1, true);
    process();

    update(Plan.of(action("first").then(action("next").after(2, HOURS))));
    lock(1, false);
    process();

    trace(1, "next").is(TraceState.SCHEDULED, null);
    pass(Duration.ofMinutes(1));
    process();
    trace(1, "next").isProcessedAt(now());
  }

  // ------------------------------------------------------------------ U4

  @Test
  protected void of_a_removed_activity_what_is_planned_is_canceled_U4() {
    sent(
        Plan.of(
            action("first").then(action("gone").after(1, DAYS), action("done")), action("last")));

    update(Plan.of(action("first").then(action("done")), action("last")));
    process();

    trace(1, "gone").isCanceled(ACTIVITY_REMOVED);
    trace(1, "done").isProcessed();
    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void a_queued_message_of_a_removed_activity_is_withdrawn_with_its_children_U4_X11() {
    given(contact(1));
    started(Plan.of(mail(action("next").after(1, DAYS), action("not_opened").notOpened(1, DAYS))));
    enroll();
    process();

    update(Plan.of(action("other").after(1, DAYS)));
    send();
    process();
    send();

    trace(1, "mail").isCanceled(ACTIVITY_REMOVED);
    assertThat(trace(1, "mail").message().state()).isEqualTo("WITHDRAWN");
    trace(1, "next").isCanceled(ACTIVITY_REMOVED);
    trace(1, "not_opened").isCanceled(ACTIVITY_REMOVED);
    trace(1, "other").is(TraceState.SCHEDULED, null);
  }

  @Test
  protected void
      a_sent_message_of_a_removed_activity_stays_and_its_events_schedule_nothing_U4_C10() {
    sent(Plan.of(mail(action("opened").opened(1, HOURS))));

    update(Plan.of(action("other")));
    process();
    report(1, "mail", OPENED);
    process();

    trace(1, "mail").isProcessed();
    trace(1, "opened").isCanceled(ACTIVITY_REMOVED);
    assertThat(trace(1, "mail").message().opened()).isEqualTo(now());
    participant(1, COMPLETED);
  }

  @Test
  protected void a_descendant_that_was_moved_out_of_the_way_stays_U4_U6() {
    sent(
        Plan.of(
            action("first").then(action("gone").after(1, DAYS), action("moved").after(5, DAYS))));
    Instant enrolled = now();

    update(Plan.of(action("moved").after(5, DAYS)));
    process();

    trace(1, "first").isProcessed();
    trace(1, "gone").isCanceled(ACTIVITY_REMOVED);
    trace(1, "moved").isScheduledFor(enrolled.plus(Duration.ofDays(5)));
  }

  // ------------------------------------------------------------------ U5

  @Test
  protected void after_a_stop_what_fell_due_runs_in_order_expiry_permitting_U5() {
    sent(
        Plan.of(
            action("first")
                .then(
                    action("late").after(2, DAYS).only(is("stage", "hot")),
                    action("mark").after(1, DAYS),
                    action("expired").after(1, DAYS).expires(1, HOURS))));
    stop();
    pass(Duration.ofDays(3));
    process();
    trace(1, "late").is(TraceState.SCHEDULED, null);

    start();
    process();

    // its filter sees what the earlier one, which stands behind it, has made of the record
    trace(1, "mark").isProcessedAt(now());
    trace(1, "late").isProcessedAt(now());
    trace(1, "expired").isCanceled(EXPIRED);
  }

  // ------------------------------------------------------------------ U6

  @Test
  protected void under_another_parent_what_is_planned_is_planned_anew_U6() {
    sent(
        Plan.of(
            action("first").then(action("moved").after(9, DAYS)),
            action("second").then(action("slow").after(9, DAYS))));
    Instant processed = now();
    pass(Duration.ofDays(1));

    update(
        Plan.of(
            action("first"),
            action("second")
                .then(action("slow").after(9, DAYS).then(action("moved").after(2, DAYS)))));
    process();

    trace(1, "moved").isAbsent();
    trace(1, "slow").isScheduledFor(processed.plus(Duration.ofDays(9)));

    update(
        Plan.of(
            action("first"),
            action("second").then(action("slow").after(9, DAYS), action("moved").after(2, DAYS))));
    process();

    trace(1, "moved").isScheduledFor(processed.plus(Duration.ofDays(2)));
  }

  @Test
  protected void another_trigger_type_plans_anew_with_past_events_U6() {
    sent(Plan.of(mail(action("reminder").notOpened(9, DAYS), action("thanks").clicked(1, DAYS))));
    Instant sent = now();
    pass(Duration.ofDays(1));
    Instant opened = now();
    report(1, "mail", OPENED);
    trace(1, "reminder").isCanceled(OPPOSITE_EVENT);
    pass(Duration.ofDays(1));

    update(Plan.of(mail(action("reminder").after(9, DAYS), action("thanks").opened(4, DAYS))));
    process();

    trace(1, "reminder").isCanceled(OPPOSITE_EVENT).isDue(sent.plus(Duration.ofDays(9)));
    trace(1, "thanks").isScheduledFor(opened.plus(Duration.ofDays(4)));
  }

  @Test
  protected void whose_trace_has_ended_keeps_it_and_gets_no_other_U6() {
    given(contact(1));
    started(
        Plan.of(
            action("first").then(action("moved").then(action("below").after(3, DAYS))),
            action("second").after(1, DAYS)));
    run();
    Instant processed = now();

    update(
        Plan.of(
            action("first"),
            action("second")
                .after(1, DAYS)
                .then(action("moved").then(action("below").after(3, DAYS)))));
    process();
    pass(Duration.ofDays(1));
    process();

    trace(1, "second").isProcessed();
    trace(1, "moved").isProcessedAt(processed);
    trace(1, "below").isScheduledFor(processed.plus(Duration.ofDays(3)));
  }

  // ------------------------------------------------------------------ U7

  @Test
  protected void filters_and_actions_count_from_the_update_on_U7() {
    sent(
        Plan.of(
            action("first").then(action("next").after(1, DAYS), action("more").after(1, DAYS))));

    update(
        Plan.of(
            action("first")
                .then(
                    action("next").after(1, DAYS).only(is("country", "FR")),
                    action("more")
                        .after(1, DAYS)
                        .sets("stage", "lost")
                        .then(action("lost").only(is("stage", "lost"))))));
    pass(Duration.ofDays(1));
    process();

    trace(1, "next").isRejected();
    trace(1, "more").isProcessed();
    trace(1, "lost").isProcessed();
  }

  // ------------------------------------------------------------------ U9

  @Test
  protected void process_carries_an_update_out_for_stopped_campaigns_too_U9() {
    sent(Plan.of(action("first").then(action("gone").after(1, DAYS))));
    stop();
    pass(Duration.ofDays(2));

    update(Plan.of(action("first").then(action("next").after(1, DAYS))));
    process();

    trace(1, "gone").isCanceled(ACTIVITY_REMOVED);
    trace(1, "next").is(TraceState.SCHEDULED, null);
    start();
    process();
    trace(1, "next").isProcessedAt(now());
  }

  @Test
  protected void an_event_finds_the_new_workflow_before_process_has_carried_it_out_U9() {
    given(contact(1), contact(2));
    started(Plan.of(mail(action("gone").opened(1, DAYS))));
    run();

    update(Plan.of(mail(action("thanks").opened(2, DAYS))));
    report(1, "mail", OPENED);

    trace(1, "gone").isCanceled(ACTIVITY_REMOVED);
    trace(1, "thanks").isScheduledFor(now().plus(Duration.ofDays(2)));
    trace(2, "thanks").isAbsent();
    process();
    trace(1, "thanks").isScheduledFor(now().plus(Duration.ofDays(2)));
    trace(2, "thanks").isWaiting();
  }

  @Test
  protected void several_updates_before_the_next_process_are_carried_out_together_U9() {
    given(contact(1), contact(2), contact(3));
    started(Plan.of(mail(action("next").after(1, DAYS)), action("root").after(1, DAYS)));
    fate(2, Fate.HARD_BOUNCE);
    run();
    Instant then = now();

    update(Plan.of(mail(action("next").after(2, DAYS), action("brief")), action("root")));
    update(Plan.of(mail(action("next").after(3, DAYS)), action("root").after(4, DAYS)));
    process();

    for (long key = 1; key <= 3; key++) {
      trace(key, "next").isScheduledFor(then.plus(Duration.ofDays(3)));
      trace(key, "root").isScheduledFor(then.plus(Duration.ofDays(4)));
      trace(key, "brief").isAbsent();
    }
  }
}
