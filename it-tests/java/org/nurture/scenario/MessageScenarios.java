package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.journey.ParticipantState.COMPLETED;
import static org.nurture.journey.ParticipantState.RUNNING;
import static org.nurture.journey.ParticipantState.UNLINKED;
import static org.nurture.journey.Reason.GATEWAY;
import static org.nurture.journey.Reason.IN_DOUBT;
import static org.nurture.journey.Reason.OPPOSITE_EVENT;
import static org.nurture.journey.Reason.PARENT_BOUNCED;
import static org.nurture.journey.Reason.PARENT_FAILED;
import static org.nurture.journey.Reason.SUPPRESSED;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Contact.contact;
import static org.nurture.tracking.EventType.BOUNCED;
import static org.nurture.tracking.EventType.CLICKED;
import static org.nurture.tracking.EventType.COMPLAINED;
import static org.nurture.tracking.EventType.DELIVERED;
import static org.nurture.tracking.EventType.OPENED;
import static org.nurture.tracking.EventType.UNSUBSCRIBED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.journey.TraceState;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.model.World.Fate;
import org.nurture.platform.NurtureException;

/** Hand-over, bounces and events: X0, X6, X9–X11, C7–C12. */
public abstract class MessageScenarios extends Scenario {
  protected MessageScenarios(World world) {
    super(world);
  }

  private void composed() {
    given(contact(1));
    started(
        Plan.of(
            email("mail")
                .then(
                    action("next").after(1, DAYS),
                    action("not_opened").notOpened(2, DAYS),
                    action("opened").opened(0, HOURS))));
    enroll();
    process();
  }

  @Test
  protected void not_children_are_not_due_while_the_message_is_not_handed_over_X10() {
    composed();
    Instant planned = now().plus(Duration.ofDays(2));
    pass(Duration.ofDays(5));

    process();

    trace(1, "not_opened").isScheduledFor(planned);
    trace(1, "next").isProcessed();
  }

  @Test
  protected void hand_over_moves_not_children_to_sent_plus_interval_X10() {
    composed();
    pass(Duration.ofDays(5));
    send();

    process();

    trace(1, "not_opened").isScheduledFor(now().plus(Duration.ofDays(2)));
    pass(Duration.ofDays(2));
    process();
    trace(1, "not_opened").isProcessed();
  }

  @Test
  protected void a_message_tried_again_later_holds_its_not_children_X9_X10() {
    composed();
    fate(1, Fate.LATER);
    send();
    pass(Duration.ofDays(3));
    process();
    trace(1, "not_opened").is(TraceState.SCHEDULED, null);
    fate(1, Fate.ACCEPTED);

    send();

    trace(1, "not_opened").isScheduledFor(now().plus(Duration.ofDays(2)));
  }

  @Test
  protected void a_message_given_up_fails_its_trace_and_scheduled_children_X9() {
    composed();
    pass(Duration.ofDays(1));
    process();
    fate(1, Fate.GIVEN_UP);

    send();

    trace(1, "mail").isError(GATEWAY);
    trace(1, "not_opened").isCanceled(PARENT_FAILED);
    trace(1, "opened").isCanceled(PARENT_FAILED);
    trace(1, "next").isProcessed();
    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void a_recipient_refused_at_hand_over_is_a_bounce_X9_C6() {
    composed();
    fate(1, Fate.HARD_BOUNCE);
    send();

    process();

    trace(1, "mail").isProcessed();
    trace(1, "not_opened").isCanceled(PARENT_BOUNCED);
    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    trace(1, "next").is(TraceState.SCHEDULED, null);
    assertThat(trace(1, "mail").message().state()).isEqualTo("BOUNCED");
    assertThat(trace(1, "mail").message().bounced()).isEqualTo(now());
  }

  @Test
  protected void a_hard_bounce_suppresses_the_address_for_what_comes_X4_C11() {
    given(contact(1), contact(2).with("email", "c1@example.org"));
    started(Plan.of(email("mail").then(email("next").after(1, DAYS))));
    run();
    hit(1, "mail", BOUNCED);
    pass(Duration.ofDays(1));

    process();

    trace(1, "next").isCanceled(SUPPRESSED);
    trace(2, "next").isCanceled(SUPPRESSED);
  }

  private Plan mails(int n) {
    List<Activity> mails = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      mails.add(email("mail" + i).after(i - 1, DAYS));
    }
    return Plan.of(mails.toArray(Activity[]::new));
  }

  /** A mail a day, each of which bounces softly, as often as told. */
  private void bouncingSoftly(int days, int times) {
    for (int day = 1; day <= days; day++) {
      run();
      for (int i = 0; i < times; i++) {
        softBounce(1, "mail" + day);
      }
      pass(Duration.ofDays(1));
    }
    run();
  }

  @Test
  protected void five_soft_bounces_within_thirty_days_suppress_the_address() {
    given(contact(1));
    started(mails(6));

    bouncingSoftly(5, 1);

    trace(1, "mail5").isProcessed();
    trace(1, "mail6").isCanceled(SUPPRESSED);
  }

  @Test
  protected void a_message_bounces_once_C7() {
    given(contact(1));
    started(mails(5));

    bouncingSoftly(4, 3);

    trace(1, "mail5").isProcessed();
  }

  @Test
  protected void a_delivery_between_soft_bounces_makes_them_count_anew() {
    given(contact(1));
    started(mails(7));

    bouncingSoftly(3, 1);
    report(1, "mail4", DELIVERED);
    for (int day = 5; day <= 7; day++) {
      pass(Duration.ofDays(1));
      run();
      softBounce(1, "mail" + (day - 1));
    }

    trace(1, "mail7").isProcessed();
  }

  @Test
  protected void a_soft_bounce_suppresses_nothing_but_cancels_as_any_C6() {
    given(contact(1));
    started(
        Plan.of(
            email("mail").then(email("next").after(1, DAYS), action("opened").opened(0, HOURS))));
    run();
    softBounce(1, "mail");
    pass(Duration.ofDays(1));

    process();

    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    trace(1, "next").isProcessed();
  }

  @Test
  protected void unsubscribed_suppresses_the_address_and_triggers_nothing_C11() {
    given(contact(1), contact(2).with("email", "c1@example.org"));
    started(
        Plan.of(
            email("mail").then(email("next").after(1, DAYS), action("opened").opened(0, HOURS)),
            sms("text").after(1, DAYS)));
    run();

    hit(1, "mail", UNSUBSCRIBED);
    process();
    trace(1, "opened").isWaiting();
    pass(Duration.ofDays(1));
    process();

    trace(1, "next").isCanceled(SUPPRESSED);
    trace(2, "next").isCanceled(SUPPRESSED);
    trace(1, "text").isProcessed();
  }

  @Test
  protected void stop_suppresses_also_when_the_text_has_bounced_before_C11() {
    given(contact(1), contact(2));
    started(Plan.of(sms("text").then(sms("next").after(1, DAYS))));
    run();

    softBounce(1, "text");
    softBounce(2, "text");
    hit(2, "text", UNSUBSCRIBED);
    process();
    hit(1, "text", UNSUBSCRIBED);
    pass(Duration.ofDays(1));
    process();

    trace(1, "next").isCanceled(SUPPRESSED);
    trace(2, "next").isCanceled(SUPPRESSED);
  }

  @Test
  protected void complained_suppresses_the_address_C11() {
    given(contact(1));
    started(Plan.of(email("mail").then(email("next").after(1, DAYS))));
    run();
    hit(1, "mail", COMPLAINED);
    pass(Duration.ofDays(1));

    process();

    trace(1, "next").isCanceled(SUPPRESSED);
  }

  @Test
  protected void what_is_queued_for_an_address_that_becomes_suppressed_is_withdrawn_X11() {
    given(contact(1), contact(2).with("email", "c1@example.org"));
    started(
        Plan.of(
            email("mail").then(email("next").after(1, DAYS).then(action("more").after(1, DAYS)))));
    run();
    pass(Duration.ofDays(1));
    process();
    trace(2, "next").isProcessed();

    hit(1, "mail", UNSUBSCRIBED);
    process();
    send();

    trace(2, "next").isCanceled(SUPPRESSED);
    trace(2, "more").isCanceled(PARENT_FAILED);
    assertThat(trace(2, "next").message().state()).isEqualTo("WITHDRAWN");
    participant(2, COMPLETED);
  }

  @Test
  protected void a_stopped_campaigns_messages_are_held_X11() {
    composed();
    stop();
    send();
    assertThat(trace(1, "mail").message().state()).isEqualTo("QUEUED");
    pass(Duration.ofDays(1));
    start();

    send();

    assertThat(trace(1, "mail").message().state()).isEqualTo("SENT");
    trace(1, "not_opened").isScheduledFor(now().plus(Duration.ofDays(2)));
  }

  @Test
  protected void an_unlinked_participants_queued_message_still_goes_X11() {
    composed();
    delete(1);
    enroll();
    participant(1, UNLINKED);

    send();

    assertThat(trace(1, "mail").message().state()).isEqualTo("SENT");
    trace(1, "mail").isProcessed();
  }

  @Test
  protected void in_doubt_counts_as_sent_at_its_try_and_is_not_sent_again_X6_X10() {
    composed();
    fate(1, Fate.IN_DOUBT);
    pass(Duration.ofHours(1));

    send();

    trace(1, "mail").is(TraceState.PROCESSED, IN_DOUBT);
    trace(1, "not_opened").isScheduledFor(now().plus(Duration.ofDays(2)));
    fate(1, Fate.ACCEPTED);
    send();
    assertThat(trace(1, "mail").message().state()).isEqualTo("IN_DOUBT");
  }

  @Test
  protected void an_event_proves_that_an_in_doubt_message_was_sent_X6() {
    composed();
    fate(1, Fate.IN_DOUBT);
    send();
    pass(Duration.ofHours(1));

    hit(1, "mail", OPENED);
    process();

    trace(1, "mail").isProcessed();
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isProcessedAt(now());
    assertThat(trace(1, "mail").message().state()).isEqualTo("SENT");
  }

  @Test
  protected void events_are_applied_before_anything_is_claimed_X0() {
    composed();
    send();
    pass(Duration.ofDays(10));

    hit(1, "mail", OPENED);
    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "next").isProcessed();
  }

  @Test
  protected void events_of_a_stopped_campaign_are_applied_nothing_executes_C8() {
    composed();
    send();
    stop();
    pass(Duration.ofDays(3));
    hit(1, "mail", OPENED);

    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isScheduledFor(now());
    trace(1, "next").is(TraceState.SCHEDULED, null);
    start();
    process();
    trace(1, "opened").isProcessed();
    trace(1, "next").isProcessed();
    participant(1, COMPLETED);
  }

  @Test
  protected void the_last_scheduled_trace_canceled_by_an_event_completes_C9() {
    given(contact(1));
    started(Plan.of(email("mail").then(action("not_opened").notOpened(2, DAYS))));
    run();
    participant(1, RUNNING);
    stop();

    report(1, "mail", OPENED);

    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void an_event_before_processed_counts_as_at_processed_C10() {
    composed();
    Instant processed = now();
    send();
    pass(Duration.ofHours(1));

    hit(1, "mail", OPENED, processed.minus(Duration.ofDays(1)));
    process();

    assertThat(trace(1, "mail").message().opened()).isEqualTo(processed);
    trace(1, "opened").isProcessedAt(now()).isDue(processed);
  }

  @Test
  protected void an_event_of_the_future_counts_as_at_its_receipt_C10() {
    composed();
    send();
    pass(Duration.ofHours(1));

    report(1, "mail", OPENED, now().plus(Duration.ofMinutes(4)), null);

    assertThat(trace(1, "mail").message().opened()).isEqualTo(now());
    trace(1, "opened").isScheduledFor(now());
  }

  @Test
  protected void an_event_more_than_5_minutes_ahead_is_refused_C10() {
    composed();
    send();

    assertThatThrownBy(
            () -> report(1, "mail", OPENED, now().plus(Duration.ofMinutes(5)).plusMillis(1), null))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.INVALID));
    trace(1, "opened").isWaiting();
  }

  @Test
  protected void an_event_for_a_trace_without_a_message_is_refused_C10() {
    composed();

    assertThatThrownBy(() -> report(1, "next", CLICKED))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.CONFLICT));
  }

  @Test
  protected void an_sms_is_not_opened_C10() {
    given(contact(1));
    started(Plan.of(sms("text")));
    run();

    assertThatThrownBy(() -> report(1, "text", OPENED))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.INVALID));
  }

  @Test
  protected void an_event_for_a_queued_message_is_applied_and_the_message_goes_all_the_same_C10() {
    composed();

    report(1, "mail", OPENED);
    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isScheduledFor(now());
    send();

    assertThat(trace(1, "mail").message().state()).isEqualTo("SENT");
  }

  @Test
  protected void an_event_for_a_failed_message_is_recorded_and_schedules_nothing_C10() {
    composed();
    fate(1, Fate.GIVEN_UP);
    send();

    report(1, "mail", OPENED);

    trace(1, "opened").isCanceled(PARENT_FAILED);
    assertThat(trace(1, "mail").message().opened()).isEqualTo(now());
    participant(1, COMPLETED);
  }

  @Test
  protected void the_same_senders_id_twice_is_one_event_C7() {
    composed();
    send();

    report(1, "mail", CLICKED, now(), "click-1");
    Instant first = now();
    pass(Duration.ofMinutes(1));
    report(1, "mail", CLICKED, now(), "click-1");

    assertThat(trace(1, "mail").message().clicked()).isEqualTo(first);
    trace(1, "opened").isScheduledFor(first);
  }

  @Test
  protected void events_apply_in_the_order_of_their_times_C12() {
    composed();
    send();
    Instant sent = now();
    pass(Duration.ofHours(6));

    hit(1, "mail", BOUNCED, sent.plus(Duration.ofHours(2)));
    hit(1, "mail", OPENED, sent.plus(Duration.ofHours(3)));
    hit(1, "mail", OPENED, sent.plus(Duration.ofHours(1)));
    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isCanceled(PARENT_BOUNCED);
    assertThat(trace(1, "mail").message().opened()).isEqualTo(sent.plus(Duration.ofHours(1)));
  }

  @Test
  protected void at_one_instant_opened_applies_before_bounced_C12() {
    composed();
    send();
    pass(Duration.ofHours(6));

    hit(1, "mail", BOUNCED);
    hit(1, "mail", OPENED);
    process();

    trace(1, "not_opened").isCanceled(OPPOSITE_EVENT);
    trace(1, "opened").isCanceled(PARENT_BOUNCED);
  }

  @Test
  protected void an_event_received_later_applies_later_C12() {
    composed();
    send();
    Instant sent = now();
    pass(Duration.ofHours(6));
    hit(1, "mail", OPENED);
    process();

    hit(1, "mail", OPENED, sent.plus(Duration.ofHours(1)));
    process();

    assertThat(trace(1, "mail").message().opened()).isEqualTo(now());
  }

  @Test
  protected void the_bounced_child_runs_after_a_refusal_at_hand_over_X9_C3() {
    given(contact(1));
    started(Plan.of(email("mail").then(sms("text").bounced(1, HOURS))));
    fate(1, Fate.SOFT_BOUNCE);
    run();
    process();
    pass(Duration.ofHours(1));

    process();

    trace(1, "text").isProcessedAt(now());
  }
}
