package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.WEEKS;
import static org.nurture.journey.ParticipantState.COMPLETED;
import static org.nurture.journey.ParticipantState.RUNNING;
import static org.nurture.journey.Reason.EXPIRED;
import static org.nurture.journey.Reason.OPPOSITE_EVENT;
import static org.nurture.journey.Reason.PARENT_BOUNCED;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Contact.contact;
import static org.nurture.tracking.EventType.BOUNCED;
import static org.nurture.tracking.EventType.CLICKED;
import static org.nurture.tracking.EventType.DELIVERED;
import static org.nurture.tracking.EventType.OPENED;
import static org.nurture.tracking.EventType.REPLIED;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World;

/** The twelve trigger types: C1–C3, C5, C6. */
public abstract class TriggerScenarios extends Scenario {
  protected TriggerScenarios(World world) {
    super(world);
  }

  private static Plan mailWithEveryChild() {
    return Plan.of(
        email("mail")
            .then(
                action("activity").after(2, DAYS),
                action("opened").opened(1, HOURS),
                action("not_opened").notOpened(2, DAYS),
                action("replied").replied(1, HOURS),
                action("not_replied").notReplied(2, DAYS),
                action("clicked").clicked(1, HOURS),
                action("not_clicked").notClicked(2, DAYS),
                action("bounced").bounced(1, HOURS)));
  }

  private static Plan smsWithEveryChild() {
    return Plan.of(
        sms("text")
            .then(
                action("activity").after(2, DAYS),
                action("clicked").clicked(1, HOURS),
                action("not_clicked").notClicked(2, DAYS),
                action("bounced").bounced(1, HOURS)));
  }

  private void sent(Plan plan) {
    given(contact(1));
    started(plan);
    run();
  }

  @Test
  protected void each_child_of_a_mail_is_planned_or_waits_C1_C2_C3() {
    sent(mailWithEveryChild());

    Instant then = now().plus(Duration.ofDays(2));
    trace(1, "mail").isProcessed();
    trace(1, "activity").isScheduledFor(then);
    trace(1, "not_opened").isScheduledFor(then);
    trace(1, "not_replied").isScheduledFor(then);
    trace(1, "not_clicked").isScheduledFor(then);
    trace(1, "opened").isWaiting();
    trace(1, "replied").isWaiting();
    trace(1, "clicked").isWaiting();
    trace(1, "bounced").isWaiting();
    participant(1, RUNNING);
  }

  @Test
  protected void without_any_event_the_not_children_run_C2() {
    sent(mailWithEveryChild());
    pass(Duration.ofDays(2));

    process();

    trace(1, "activity").isProcessed();
    trace(1, "not_opened").isProcessed();
    trace(1, "not_replied").isProcessed();
    trace(1, "not_clicked").isProcessed();
    trace(1, "opened").isWaiting();
    participant(1, RUNNING);
  }

  @Test
  protected void opened_before_the_delay_cancels_not_opened_C2() {
    sent(mailWithEveryChild());
    pass(Duration.ofHours(5));

    hit(1, "mail", OPENED);
    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isScheduledFor(now().plus(Duration.ofHours(1)));
    trace(1, "not_clicked").isScheduledFor(now().plus(Duration.ofHours(43)));
    trace(1, "not_replied").isScheduledFor(now().plus(Duration.ofHours(43)));
    trace(1, "clicked").isWaiting();
  }

  @Test
  protected void opened_after_the_due_time_but_before_it_ran_cancels_not_opened_C2() {
    sent(mailWithEveryChild());
    pass(Duration.ofDays(3));

    hit(1, "mail", OPENED);
    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "not_clicked").isProcessed();
  }

  @Test
  protected void opened_after_not_opened_ran_runs_both_C3() {
    sent(mailWithEveryChild());
    pass(Duration.ofDays(2));
    process();
    pass(Duration.ofDays(1));

    hit(1, "mail", OPENED);
    process();
    pass(Duration.ofHours(1));
    process();

    trace(1, "not_opened").isProcessed();
    trace(1, "opened").isProcessedAt(now());
  }

  @Test
  protected void a_click_implies_an_open_at_the_same_instant_C5() {
    sent(mailWithEveryChild());
    pass(Duration.ofHours(5));

    hit(1, "mail", CLICKED);
    process();

    Instant then = now().plus(Duration.ofHours(1));
    trace(1, "opened").isScheduledFor(then);
    trace(1, "clicked").isScheduledFor(then);
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "not_clicked").isCanceled(OPPOSITE_EVENT);
    trace(1, "replied").isWaiting();
    org.assertj.core.api.Assertions.assertThat(trace(1, "mail").message().opened())
        .isEqualTo(now());
  }

  @Test
  protected void a_reply_implies_an_open_but_no_click_C5() {
    sent(mailWithEveryChild());

    hit(1, "mail", REPLIED);
    process();

    Instant then = now().plus(Duration.ofHours(1));
    trace(1, "opened").isScheduledFor(then);
    trace(1, "replied").isScheduledFor(then);
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "not_replied").isCanceled(OPPOSITE_EVENT);
    trace(1, "not_clicked").is(org.nurture.journey.TraceState.SCHEDULED, null);
    trace(1, "clicked").isWaiting();
  }

  @Test
  protected void an_open_after_the_implied_one_counts_as_nothing_C5() {
    sent(mailWithEveryChild());
    hit(1, "mail", CLICKED);
    process();
    Instant clicked = now();
    pass(Duration.ofMinutes(10));

    hit(1, "mail", OPENED);
    process();

    trace(1, "opened").isScheduledFor(clicked.plus(Duration.ofHours(1)));
    org.assertj.core.api.Assertions.assertThat(trace(1, "mail").message().opened())
        .isEqualTo(clicked);
  }

  @Test
  protected void the_first_open_counts_a_second_changes_nothing_C3_C7() {
    sent(mailWithEveryChild());
    hit(1, "mail", OPENED);
    process();
    Instant first = now();
    pass(Duration.ofMinutes(30));

    hit(1, "mail", OPENED);
    process();

    trace(1, "opened").isScheduledFor(first.plus(Duration.ofHours(1)));
  }

  @Test
  protected void a_delivery_report_triggers_nothing_C11() {
    sent(mailWithEveryChild());

    hit(1, "mail", DELIVERED);
    process();

    trace(1, "opened").isWaiting();
    trace(1, "not_opened").is(org.nurture.journey.TraceState.SCHEDULED, null);
    org.assertj.core.api.Assertions.assertThat(trace(1, "mail").message().state())
        .isEqualTo("DELIVERED");
  }

  @Test
  protected void a_bounce_cancels_all_but_activity_and_bounced_C6() {
    sent(mailWithEveryChild());
    pass(Duration.ofHours(5));

    hit(1, "mail", BOUNCED);
    process();

    for (String ref :
        new String[] {"opened", "not_opened", "replied", "not_replied", "clicked", "not_clicked"}) {
      trace(1, ref).isCanceled(PARENT_BOUNCED);
    }
    trace(1, "bounced").isScheduledFor(now().plus(Duration.ofHours(1)));
    trace(1, "activity").isScheduledFor(now().plus(Duration.ofHours(43)));
    trace(1, "mail").isProcessed();
  }

  @Test
  protected void a_bounce_after_an_open_cancels_what_the_open_had_planned_C6() {
    sent(mailWithEveryChild());
    hit(1, "mail", OPENED);
    process();
    pass(Duration.ofMinutes(30));

    hit(1, "mail", BOUNCED);
    process();

    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
  }

  @Test
  protected void an_open_after_a_bounce_is_recorded_and_brings_nothing_back_C6() {
    sent(mailWithEveryChild());
    hit(1, "mail", BOUNCED);
    process();
    pass(Duration.ofMinutes(30));

    hit(1, "mail", OPENED);
    process();

    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    trace(1, "not_opened").isCanceled(PARENT_BOUNCED);
    org.assertj.core.api.Assertions.assertThat(trace(1, "mail").message().opened())
        .isEqualTo(now());
  }

  @Test
  protected void each_child_of_an_sms_is_planned_or_waits_C1_C2_C3() {
    sent(smsWithEveryChild());

    trace(1, "activity").isScheduledFor(now().plus(Duration.ofDays(2)));
    trace(1, "not_clicked").isScheduledFor(now().plus(Duration.ofDays(2)));
    trace(1, "clicked").isWaiting();
    trace(1, "bounced").isWaiting();
  }

  @Test
  protected void a_click_in_an_sms_runs_clicked_and_cancels_not_clicked_C2_C3() {
    sent(smsWithEveryChild());
    pass(Duration.ofHours(3));

    hit(1, "text", CLICKED);
    process();

    trace(1, "clicked").isScheduledFor(now().plus(Duration.ofHours(1)));
    trace(1, "not_clicked").isCanceled(OPPOSITE_EVENT);
    org.assertj.core.api.Assertions.assertThat(trace(1, "text").message().opened()).isNull();
  }

  @Test
  protected void an_sms_that_bounces_cancels_clicked_and_not_clicked_C6() {
    sent(smsWithEveryChild());

    hit(1, "text", BOUNCED);
    process();

    trace(1, "clicked").isCanceled(PARENT_BOUNCED);
    trace(1, "not_clicked").isCanceled(PARENT_BOUNCED);
    trace(1, "bounced").isScheduledFor(now().plus(Duration.ofHours(1)));
    trace(1, "activity").is(org.nurture.journey.TraceState.SCHEDULED, null);
  }

  @Test
  protected void the_event_counts_from_its_own_time_and_the_campaigns_calendar_C3() {
    given(contact(1));
    started(Plan.of(email("mail").then(action("hot").clicked(1, DAYS))).zone("Europe/Rome"));
    moveTo("2026-10-24T09:00:00Z");
    run();
    pass(Duration.ofHours(2));

    hit(1, "mail", CLICKED, now().minus(Duration.ofHours(1)));
    process();

    trace(1, "hot").isScheduledFor("2026-10-25T11:00:00Z");
  }

  private static Activity patient() {
    return action("opened").opened(0, HOURS).waitAtMost(3, DAYS);
  }

  @Test
  protected void waiting_ends_after_wait_at_most_C3() {
    sent(Plan.of(email("mail").then(patient())));
    pass(Duration.ofDays(3));
    process();
    trace(1, "opened").isWaiting();
    pass(Duration.ofMillis(1));

    process();

    trace(1, "opened").isCanceled(EXPIRED);
    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void wait_at_most_counts_from_sent_once_known_C3_X10() {
    given(contact(1));
    started(Plan.of(email("mail").then(patient())));
    enroll();
    process();
    pass(Duration.ofDays(1));
    send();
    pass(Duration.ofDays(3));
    process();
    trace(1, "opened").isWaiting();
    pass(Duration.ofMillis(1));

    process();

    trace(1, "opened").isCanceled(EXPIRED);
  }

  @Test
  protected void an_event_within_the_wait_that_arrives_after_its_end_still_counts_C3_X0() {
    sent(Plan.of(email("mail").then(patient())));
    Instant opened = now().plus(Duration.ofDays(3));
    pass(Duration.ofDays(4));

    hit(1, "mail", OPENED, opened);
    process();

    trace(1, "opened").isProcessedAt(now()).isDue(opened);
  }

  @Test
  protected void an_event_after_the_wait_expires_it_C3() {
    sent(Plan.of(email("mail").then(patient())));
    stop();
    pass(Duration.ofDays(4));

    hit(1, "mail", OPENED);
    process();

    trace(1, "opened").isCanceled(EXPIRED);
  }

  @Test
  protected void without_wait_at_most_waiting_has_no_end_C3() {
    sent(Plan.of(email("mail").then(action("opened").opened(0, HOURS))));
    pass(Duration.ofDays(4000));
    process();
    trace(1, "opened").isWaiting();

    hit(1, "mail", OPENED);
    process();

    trace(1, "opened").isProcessedAt(now());
    participant(1, COMPLETED);
  }

  @Test
  protected void an_expired_wait_is_not_brought_back_C3() {
    sent(Plan.of(email("mail").then(patient())));
    pass(Duration.ofDays(5));
    process();

    hit(1, "mail", OPENED, now().minus(Duration.ofDays(3)));
    process();

    trace(1, "opened").isCanceled(EXPIRED);
  }

  @Test
  protected void expiry_of_an_awaited_activity_counts_from_its_due_time_C3_X1() {
    sent(Plan.of(email("mail").then(action("opened").opened(1, DAYS).expires(1, WEEKS))));
    hit(1, "mail", OPENED);
    process();
    pass(Duration.ofDays(8).plusMillis(1));

    process();

    trace(1, "opened").isCanceled(EXPIRED);
  }

  @Test
  protected void a_grandchild_hangs_on_its_own_parents_message_C2() {
    sent(
        Plan.of(
            email("one")
                .then(email("two").notOpened(1, DAYS).then(action("three").notOpened(1, DAYS)))));
    pass(Duration.ofDays(1));
    run();

    hit(1, "one", OPENED);
    process();

    trace(1, "two").isProcessed();
    trace(1, "three").isScheduledFor(now().plus(Duration.ofDays(1)));
  }
}
