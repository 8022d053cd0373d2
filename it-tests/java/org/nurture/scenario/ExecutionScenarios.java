package org.nurture.scenario;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.journey.ParticipantState.COMPLETED;
import static org.nurture.journey.ParticipantState.RUNNING;
import static org.nurture.journey.ParticipantState.UNLINKED;
import static org.nurture.journey.Reason.ACTION;
import static org.nurture.journey.Reason.DUPLICATE_ADDRESS;
import static org.nurture.journey.Reason.EXPIRED;
import static org.nurture.journey.Reason.INVALID_ADDRESS;
import static org.nurture.journey.Reason.NO_ADDRESS;
import static org.nurture.journey.Reason.RECORD_DELETED;
import static org.nurture.journey.Reason.SUPPRESSED;
import static org.nurture.journey.Reason.TEMPLATE;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Cond.is;
import static org.nurture.model.Cond.isNot;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nurture.journey.TraceState;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.model.World;

/** X1–X5, X7, X8, C1, C4, C9. */
public abstract class ExecutionScenarios extends Scenario {
  protected ExecutionScenarios(World world) {
    super(world);
  }

  @Test
  protected void what_is_not_due_yet_is_left_X1() {
    given(contact(1));
    started(Plan.of(email("hello").after(2, HOURS)));
    enroll();
    pass(Duration.ofHours(2).minusMillis(1));

    process();

    trace(1, "hello").isScheduledFor(now().plusMillis(1));
  }

  @Test
  protected void what_is_due_is_processed_at_now_X5() {
    given(contact(1));
    started(Plan.of(email("hello").after(2, HOURS)));
    enroll();
    pass(Duration.ofHours(3));

    process();

    trace(1, "hello").isProcessedAt(now()).isDue(now().minus(Duration.ofHours(1)));
    assertThat(trace(1, "hello").message().state()).isEqualTo("QUEUED");
  }

  @Test
  protected void later_than_due_plus_expiry_is_canceled_X1() {
    given(contact(1), contact(2));
    started(Plan.of(email("hello").expires(1, DAYS)));
    enroll();
    pass(Duration.ofDays(1).plusMillis(1));

    process();

    trace(1, "hello").isCanceled(EXPIRED).hasNoMessage();
    participant(1, COMPLETED);
    completedAt(1, now());
  }

  @Test
  protected void exactly_at_due_plus_expiry_it_still_runs_X1() {
    given(contact(1));
    started(Plan.of(email("hello").expires(1, DAYS)));
    enroll();
    pass(Duration.ofDays(1));

    process();

    trace(1, "hello").isProcessed();
  }

  @Test
  protected void with_expiry_0_it_runs_at_its_due_instant_or_not_at_all_X1() {
    given(contact(1));
    started(
        Plan.of(email("now").expires(0, HOURS), email("later").after(1, HOURS).expires(0, HOURS)));
    enroll();
    process();
    pass(Duration.ofHours(1).plusMillis(1));

    process();

    trace(1, "now").isProcessed();
    trace(1, "later").isCanceled(EXPIRED);
  }

  @Test
  protected void expired_comes_before_deleted_X1_X2() {
    given(contact(1));
    started(Plan.of(email("old").expires(1, HOURS), email("next").after(5, DAYS)));
    enroll();
    pass(Duration.ofDays(1));
    delete(1);

    process();

    trace(1, "old").isCanceled(EXPIRED);
    trace(1, "next").isScheduledFor(now().plus(Duration.ofDays(4)));
    participant(1, RUNNING);
  }

  @Test
  protected void a_record_that_is_gone_unlinks_its_participant_X2() {
    given(contact(1), contact(2));
    started(Plan.of(email("hello").after(1, HOURS), email("next").after(5, DAYS)));
    enroll();
    delete(1);
    pass(Duration.ofHours(1));

    process();

    participant(1, UNLINKED);
    trace(1, "hello").isCanceled(RECORD_DELETED);
    trace(1, "next").isCanceled(RECORD_DELETED);
    trace(2, "hello").isProcessed();
  }

  @Test
  protected void a_record_that_no_longer_matches_the_campaign_is_rejected_X3() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, HOURS)).to(is("country", "IT")));
    enroll();
    change(1, "country", "FR");
    pass(Duration.ofHours(1));

    process();

    trace(1, "hello").isRejected().hasNoMessage();
    participant(1, COMPLETED);
  }

  @Test
  protected void every_filter_from_the_root_down_must_match_now_X3() {
    given(contact(1), contact(2), contact(3));
    started(
        Plan.of(
            email("hello")
                .only(is("country", "IT"))
                .then(email("next").after(1, DAYS).only(isNot("stage", "lost")))));
    run();
    change(1, "country", "FR");
    change(2, "stage", "lost");
    pass(Duration.ofDays(1));

    process();

    trace(1, "next").isRejected();
    trace(2, "next").isRejected();
    trace(3, "next").isProcessed();
  }

  @Test
  protected void an_inactive_record_is_rejected_X3_E1() {
    given(contact(1));
    started(Plan.of(email("hello").after(1, HOURS)));
    enroll();
    change(1, "active", false);
    pass(Duration.ofHours(1));

    process();

    trace(1, "hello").isRejected();
  }

  @Test
  protected void a_negated_term_holds_on_an_empty_field_X3() {
    given(contact(1).with("stage", null), contact(2).with("stage", "lost"));
    started(Plan.of(email("hello").only(is("stage", "lost").not())));

    enroll();
    process();

    trace(1, "hello").isProcessed();
    trace(2, "hello").isRejected();
  }

  @Test
  protected void an_action_that_runs_first_decides_what_later_filters_see_X8() {
    given(contact(1));
    started(
        Plan.of(
            email("later").after(2, HOURS).only(is("stage", "hot")),
            action("mark").after(1, HOURS)));
    enroll();
    pass(Duration.ofHours(5));

    process();

    trace(1, "mark").isProcessed();
    trace(1, "later").isProcessed();
  }

  @Test
  protected void of_equal_due_times_the_position_decides_X8() {
    given(contact(1));
    started(
        Plan.of(
            email("before").only(is("stage", "new")),
            action("mark"),
            email("after").only(is("stage", "new"))));

    enroll();
    process();

    trace(1, "before").isProcessed();
    trace(1, "after").isRejected();
  }

  @Test
  protected void no_address_X4() {
    given(contact(1).with("email", null), contact(2).with("email", "  "));
    started(Plan.of(email("hello").then(email("next").after(0, HOURS))));

    enroll();
    process();

    trace(1, "hello").isCanceled(NO_ADDRESS);
    trace(2, "hello").isCanceled(NO_ADDRESS);
    trace(1, "next").isAbsent();
    participant(1, COMPLETED);
  }

  @Test
  protected void invalid_address_X4() {
    given(contact(1).with("email", "not an address"), contact(2).with("phone", "12"));
    started(Plan.of(email("hello"), sms("text")));

    enroll();
    process();

    trace(1, "hello").isCanceled(INVALID_ADDRESS);
    trace(1, "text").isProcessed();
    trace(2, "hello").isProcessed();
    trace(2, "text").isCanceled(INVALID_ADDRESS);
  }

  @Test
  protected void the_first_address_of_the_field_counts_X4() {
    given(
        contact(1).with("email", "not an address; ann@example.org"),
        contact(2).with("email", "bob@example.org, not an address"));
    started(Plan.of(email("hello")));

    enroll();
    process();

    trace(1, "hello").isCanceled(INVALID_ADDRESS);
    trace(2, "hello").isProcessed();
  }

  @Test
  protected void opted_out_or_suppressed_X4() {
    given(contact(1).with("opt_out", true), contact(2), contact(3));
    started(Plan.of(email("hello")));
    suppress("c2@example.org");

    enroll();
    process();

    trace(1, "hello").isCanceled(SUPPRESSED);
    trace(2, "hello").isCanceled(SUPPRESSED);
    trace(3, "hello").isProcessed();
  }

  @Test
  protected void an_invalid_address_is_told_before_opt_out_X4() {
    given(contact(1).with("opt_out", true).with("email", "not an address"));
    started(Plan.of(email("hello")));

    enroll();
    process();

    trace(1, "hello").isCanceled(INVALID_ADDRESS);
  }

  @Test
  protected void once_per_address_whatever_became_of_the_first_X4() {
    given(contact(1).with("email", "ann@example.org"));
    started(Plan.of(email("hello")).oncePerAddress());
    fate(1, World.Fate.GIVEN_UP);
    run();
    given(contact(2).with("email", "ann@example.org"), contact(3));

    enroll();
    process();

    trace(2, "hello").isCanceled(DUPLICATE_ADDRESS);
    trace(3, "hello").isProcessed();
  }

  @Test
  protected void within_one_run_one_of_two_equal_addresses_gets_the_message_X4() {
    given(contact(1).with("email", "ann@example.org"), contact(2).with("email", "ann@EXAMPLE.org"));
    started(Plan.of(email("hello")).oncePerAddress());

    enroll();
    process();

    assertThat(statesOf("hello"))
        .containsEntry(TraceState.PROCESSED, 1)
        .containsEntry(TraceState.CANCELED, 1);
  }

  @Test
  protected void equal_addresses_both_get_it_where_once_is_not_asked_for_X4() {
    given(contact(1).with("email", "ann@example.org"), contact(2).with("email", "ann@example.org"));
    started(Plan.of(email("hello")));

    enroll();
    process();

    assertThat(statesOf("hello")).containsEntry(TraceState.PROCESSED, 2);
  }

  @Test
  protected void what_cannot_be_composed_is_an_error_without_children_X9_C4() {
    given(contact(1).with("name", "unrenderable"), contact(2));
    started(Plan.of(email("hello").then(action("mark"))));

    enroll();
    process();

    trace(1, "hello").isError(TEMPLATE).hasNoMessage();
    trace(1, "mark").isAbsent();
    participant(1, COMPLETED);
    trace(2, "mark").isProcessed();
  }

  @Test
  protected void one_poison_row_stops_nothing_X7() {
    given(LongStream.rangeClosed(1, 20).mapToObj(Contact::contact).toArray(Contact[]::new));
    change(13, "poison", true);
    started(Plan.of(action("mark").then(email("hot").after(0, HOURS))));

    enroll();
    process();

    trace(13, "mark").isError(ACTION);
    trace(13, "hot").isAbsent();
    assertThat(statesOf("mark")).containsEntry(TraceState.PROCESSED, 19);
    assertThat(statesOf("hot")).containsEntry(TraceState.PROCESSED, 19);
  }

  @Test
  protected void a_passing_failure_is_tried_again_after_1_5_25_minutes_X5() {
    given(contact(1));
    started(Plan.of(action("mark")));
    enroll();
    Instant due = now();
    lock(1, true);

    process();
    trace(1, "mark").isScheduledFor(due);
    pass(Duration.ofMinutes(1));
    process();
    trace(1, "mark").isScheduledFor(due);
    lock(1, false);
    pass(Duration.ofMinutes(4));
    process();
    trace(1, "mark").isScheduledFor(due);
    pass(Duration.ofMinutes(1));
    process();

    trace(1, "mark").isProcessedAt(now());
  }

  @Test
  protected void a_failure_that_does_not_pass_is_an_error_after_five_retries_X5() {
    given(contact(1), contact(2));
    started(Plan.of(action("mark").then(email("hot"))));
    enroll();
    lock(1, true);
    process();

    for (int minutes : new int[] {1, 5, 25, 125}) {
      pass(Duration.ofMinutes(minutes));
      process();
      trace(1, "mark").is(TraceState.SCHEDULED, null);
    }
    pass(Duration.ofMinutes(625));
    process();

    trace(1, "mark").isError(ACTION);
    trace(1, "hot").isAbsent();
    participant(1, COMPLETED);
    trace(2, "mark").isProcessed();
  }

  @Test
  protected void a_passing_failure_holds_back_no_later_trace_and_expires_as_any_X5_X1() {
    given(contact(1));
    started(Plan.of(action("mark").expires(30, HOURS), email("hello")));
    enroll();
    lock(1, true);

    process();
    trace(1, "hello").isProcessed();
    pass(Duration.ofHours(31));
    process();

    trace(1, "mark").isCanceled(EXPIRED);
  }

  @Test
  protected void children_of_no_interval_run_in_the_same_execution_C1() {
    given(contact(1));
    started(Plan.of(action("one").then(action("two").then(email("three").after(0, DAYS)))));

    enroll();
    process();

    trace(1, "three").isProcessedAt(now());
    participant(1, COMPLETED);
  }

  @Test
  protected void another_activity_counts_from_processed_not_from_due_C1() {
    given(contact(1));
    started(Plan.of(action("one").after(1, HOURS).then(email("two").after(1, DAYS))));
    enroll();
    pass(Duration.ofHours(7));

    process();

    trace(1, "two").isScheduledFor(now().plus(Duration.ofDays(1)));
  }

  @Test
  protected void a_rejected_trace_has_no_children_C4() {
    given(contact(1));
    started(Plan.of(email("hello").only(is("stage", "hot")).then(email("next").after(0, HOURS))));

    enroll();
    process();

    trace(1, "hello").isRejected();
    trace(1, "next").isAbsent();
  }

  @Test
  protected void completed_when_nothing_is_scheduled_C9() {
    given(contact(1), contact(2));
    started(Plan.of(action("one"), email("two").after(1, DAYS).only(isNot("stage", "hot"))));
    enroll();
    process();
    participant(1, RUNNING);
    pass(Duration.ofDays(2));

    process();

    trace(1, "two").isRejected();
    completedAt(1, now());
  }

  @Test
  protected void stopped_nothing_executes_started_again_it_does_expiry_permitting_U5() {
    given(contact(1));
    started(
        Plan.of(email("hello").after(1, HOURS), email("brief").after(1, HOURS).expires(2, HOURS)));
    enroll();
    stop();
    pass(Duration.ofHours(4));
    process();
    trace(1, "hello").isScheduledFor(now().minus(Duration.ofHours(3)));

    start();
    process();

    trace(1, "hello").isProcessedAt(now());
    trace(1, "brief").isCanceled(EXPIRED);
  }
}
