package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.WEEKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Activity.sms;
import static org.nurture.model.Cond.is;
import static org.nurture.model.Contact.contact;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.Workflow;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.TypedAddresses;
import org.nurture.message.MessageState;
import org.nurture.model.Activity;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.model.World.Fate;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.platform.schema.tables.records.TraceRecord;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Testing a campaign: T1–T6. */
abstract class CampaignTestsContract {
  private static final long CAMPAIGN = 77;
  private static final long FIRST = 77_000;

  private final TestDatabase db;
  private final EngineParts parts;
  private Workflow workflow;

  CampaignTestsContract(TestDatabase db) {
    this.db = db;
    this.parts = new EngineParts(db);
  }

  @BeforeEach
  void empty() {
    db.wipe();
    db.run(ContactTable::create);
    db.run(ContactTable::empty);
    db.clock().set(SettableClock.START);
  }

  // ------------------------------------------------------------------ T1

  @Test
  void each_step_runs_on_demand_whatever_its_due_time_and_the_campaigns_state_T1_T4() {
    given(contact(1));
    campaign(
        CampaignState.NEW,
        email("hello").after(2, WEEKS).then(email("more").after(3, DAYS), action("hot")));
    long test = launch(1);
    assertThat(state(test, "hello")).isEqualTo(TraceState.SCHEDULED);

    run(test, "hello");
    run(test, "more");
    parts.workflows().become(CAMPAIGN, CampaignState.STOPPED);
    run(test, "hot");

    assertThat(state(test, "hello")).isEqualTo(TraceState.PROCESSED);
    assertThat(state(test, "more")).isEqualTo(TraceState.PROCESSED);
    assertThat(stage(1)).isEqualTo("hot");
    assertThat(participant(test)).isEqualTo(ParticipantState.COMPLETED);
  }

  @Test
  void a_test_of_a_record_that_is_not_there_or_without_a_workflow_is_refused_T1() {
    given(contact(1));
    campaign(CampaignState.NEW, email("hello"));
    refused(NurtureException.Kind.INVALID, () -> launch(2));
    campaign(CampaignState.NEW);
    refused(NurtureException.Kind.CONFLICT, () -> launch(1));
    assertThat(db.<Integer>ask(sql -> sql.fetchCount(PARTICIPANT))).isZero();
  }

  @Test
  void played_events_cancel_and_wake_children_T1_C2_C3() {
    given(contact(1));
    campaign(
        CampaignState.STOPPED,
        email("hello")
            .then(
                action("opened").opened(1, HOURS),
                email("again").notOpened(2, DAYS),
                action("clicked").clicked(0, HOURS)));
    long test = launch(1);
    run(test, "hello");

    play(test, "hello", EventType.CLICKED);

    assertThat(trace(test, "opened").getDue()).isEqualTo(now().plus(Duration.ofHours(1)));
    assertThat(reason(test, "again")).isEqualTo(Reason.OPPOSITE_EVENT);
    run(test, "clicked");
    run(test, "opened");
    assertThat(participant(test)).isEqualTo(ParticipantState.COMPLETED);
  }

  @Test
  void a_test_keeps_the_version_that_it_was_launched_with_T1() {
    given(contact(1));
    campaign(
        CampaignState.RUNNING,
        email("hello").then(action("opened").opened(0, HOURS), action("then").after(1, DAYS)));
    long test = launch(1);
    campaign(CampaignState.RUNNING, email("hello"));

    run(test, "hello");
    play(test, "hello", EventType.OPENED);
    run(test, "then");
    run(test, "opened");

    assertThat(participant(test)).isEqualTo(ParticipantState.COMPLETED);
    long later = launch(1);
    run(later, "hello");
    assertThat(participant(later)).isEqualTo(ParticipantState.COMPLETED);
  }

  // ------------------------------------------------------------------ T2

  @Test
  void a_test_counts_nowhere_T2_C7() {
    given(contact(1));
    campaign(
        CampaignState.RUNNING,
        email("hello")
            .then(action("opened").opened(0, HOURS), action("poor").only(is("score", 9))));
    long test = launch(1);
    run(test, "hello");
    play(test, "hello", EventType.OPENED);
    run(test, "opened");
    run(test, "poor");
    parts.process(CAMPAIGN);

    assertThat(db.<Integer>ask(sql -> sql.fetchCount(COUNTER_DELTA))).isZero();
    assertThat(db.<Integer>ask(sql -> sql.fetchCount(COUNTER))).isZero();
  }

  @Test
  void a_test_and_the_records_real_participation_do_not_block_each_other_T2_E1_E2() {
    given(contact(1), contact(2).with("email", "c1@example.org"));
    workflow =
        Workflows.of(
            CAMPAIGN, FIRST, actions(Plan.of(email("hello")).uniqueBy("email").oncePerAddress()));
    parts.workflows().put(workflow);
    long before = launch(1);
    run(before, "hello");

    parts.enroll(CAMPAIGN);
    parts.process(CAMPAIGN);
    long after = launch(1);
    long another = launch(1);
    run(after, "hello");
    run(another, "hello");

    assertThat(real()).containsExactly(1L);
    assertThat(state(after, "hello")).isEqualTo(TraceState.PROCESSED);
    assertThat(state(another, "hello")).isEqualTo(TraceState.PROCESSED);
    assertThat(realState("hello")).isEqualTo(TraceState.PROCESSED);
  }

  // ------------------------------------------------------------------ T3

  @Test
  void a_typed_address_takes_the_records_place_on_its_channel_for_validity_only_T3_X4() {
    given(contact(1).with("email", null).with("opt_out", true));
    campaign(CampaignState.NEW, email("hello"), sms("text"), email("second").after(1, DAYS));
    parts.sender().forTests(Fate.ACCEPTED);
    long typed = launch(1, "Ann@Example.ORG", "+39 333 1234567");

    run(typed, "hello");
    run(typed, "text");

    assertThat(message(typed, "hello").getAddress()).isEqualTo("Ann@example.org");
    assertThat(message(typed, "text").getAddress()).isEqualTo("+393331234567");
    long invalid = launch(1, "nobody", null);
    run(invalid, "hello");
    run(invalid, "text");
    assertThat(reason(invalid, "hello")).isEqualTo(Reason.INVALID_ADDRESS);
    assertThat(reason(invalid, "text")).isEqualTo(Reason.SUPPRESSED);
    long own = launch(1);
    run(own, "second");
    assertThat(reason(own, "second")).isEqualTo(Reason.NO_ADDRESS);
  }

  // ------------------------------------------------------------------ T4

  @Test
  void process_never_touches_a_test_T4() {
    given(contact(1));
    campaign(
        CampaignState.RUNNING,
        email("hello").then(email("again").notOpened(0, HOURS), action("then")));
    long test = launch(1);
    run(test, "hello");
    pass(Duration.ofDays(30));

    parts.process(CAMPAIGN);

    assertThat(state(test, "again")).isEqualTo(TraceState.SCHEDULED);
    assertThat(state(test, "then")).isEqualTo(TraceState.SCHEDULED);
    assertThat(stage(1)).isEqualTo("new");
  }

  @Test
  void expiry_and_the_parents_hand_over_are_ignored_T4_X1_X10() {
    given(contact(1));
    campaign(
        CampaignState.NEW,
        email("hello")
            .expires(0, HOURS)
            .then(action("quiet").notOpened(2, DAYS).expires(0, HOURS)));
    long test = launch(1);
    pass(Duration.ofDays(30));
    parts.sender().forTests(Fate.LATER);

    run(test, "hello");
    assertThat(messageState(test, "hello")).isEqualTo(MessageState.QUEUED);
    run(test, "quiet");

    assertThat(state(test, "quiet")).isEqualTo(TraceState.PROCESSED);
  }

  @Test
  void deleted_records_and_filters_hold_T4_X2_X3() {
    given(contact(1), contact(2));
    campaign(CampaignState.NEW, email("hello").only(is("country", "DE")), action("then"));
    long test = launch(1);
    run(test, "hello");
    assertThat(state(test, "hello")).isEqualTo(TraceState.REJECTED);
    assertThat(reason(test, "hello")).isEqualTo(Reason.FILTER);
    db.run(sql -> ContactTable.delete(sql, 1));

    run(test, "then");

    assertThat(reason(test, "then")).isEqualTo(Reason.RECORD_DELETED);
    assertThat(participant(test)).isEqualTo(ParticipantState.UNLINKED);
  }

  @Test
  void a_failure_for_good_is_an_error_a_passing_one_can_be_run_again_T4_X5() {
    given(contact(1).with("poison", true), contact(2));
    campaign(CampaignState.NEW, action("hot").then(action("then")));
    long poisoned = launch(1);
    run(poisoned, "hot");
    assertThat(reason(poisoned, "hot")).isEqualTo(Reason.ACTION);
    long test = launch(2);
    parts.actions().lock(2, true);

    refused(NurtureException.Kind.UNAVAILABLE, () -> run(test, "hot"));
    assertThat(state(test, "hot")).isEqualTo(TraceState.SCHEDULED);
    parts.actions().lock(2, false);
    run(test, "hot");

    assertThat(state(test, "then")).isEqualTo(TraceState.SCHEDULED);
  }

  @Test
  void waiting_ended_and_real_traces_are_not_run_T4() {
    given(contact(1), contact(2));
    campaign(CampaignState.RUNNING, email("hello").then(action("opened").opened(0, HOURS)));
    long test = launch(1);
    run(test, "hello");
    parts.enroll(CAMPAIGN);

    assertThatThrownBy(() -> run(test, "opened"))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(NurtureException.Kind.CONFLICT);
              assertThat(e).hasMessageContaining("play that first");
            });
    refused(NurtureException.Kind.CONFLICT, () -> run(test, "hello"));
    long realTrace =
        db.ask(
            sql ->
                sql.select(TRACE.ID)
                    .from(TRACE)
                    .join(PARTICIPANT)
                    .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
                    .where(PARTICIPANT.TEST.isFalse())
                    .limit(1)
                    .fetchSingle(TRACE.ID));
    refused(NurtureException.Kind.CONFLICT, () -> parts.tests().run(realTrace));
    refused(NurtureException.Kind.NOT_FOUND, () -> parts.tests().run(999_999_999));
  }

  @Test
  void a_step_runs_as_soon_as_its_parent_has_whatever_its_siblings_T4() {
    given(contact(1));
    campaign(
        CampaignState.NEW,
        email("hello")
            .then(
                action("first").after(1, HOURS), action("second").after(9, DAYS).sets("score", 5)));
    long test = launch(1);
    run(test, "hello");

    run(test, "second");

    assertThat(state(test, "second")).isEqualTo(TraceState.PROCESSED);
    assertThat(state(test, "first")).isEqualTo(TraceState.SCHEDULED);
  }

  // ------------------------------------------------------------------ T5, X9

  @Test
  void messages_go_at_once_while_the_campaign_is_stopped_T5() {
    given(contact(1));
    campaign(CampaignState.STOPPED, email("hello"));
    long test = launch(1);

    run(test, "hello");

    assertThat(messageState(test, "hello")).isEqualTo(MessageState.SENT);
  }

  @Test
  void what_the_gateway_gives_up_fails_the_step_and_a_refusal_is_a_bounce_X9_C6() {
    given(contact(1));
    campaign(
        CampaignState.NEW,
        email("hello").then(action("opened").opened(0, HOURS), action("bounced").bounced(1, DAYS)));
    long given = launch(1);
    parts.sender().forTests(Fate.GIVEN_UP);
    run(given, "hello");
    assertThat(reason(given, "hello")).isEqualTo(Reason.GATEWAY);
    assertThat(reason(given, "opened")).isEqualTo(Reason.PARENT_FAILED);

    long refused = launch(1, "typed@example.org", null);
    parts.sender().forTests(Fate.SOFT_BOUNCE);
    run(refused, "hello");

    assertThat(reason(refused, "opened")).isEqualTo(Reason.PARENT_BOUNCED);
    assertThat(trace(refused, "bounced").getDue()).isEqualTo(now().plus(Duration.ofDays(1)));
    parts.sender().forTests(Fate.ACCEPTED);
    run(refused, "bounced");
    assertThat(state(refused, "bounced")).isEqualTo(TraceState.PROCESSED);
  }

  // ------------------------------------------------------------------ T6

  @Test
  void stopping_a_test_cancels_what_is_scheduled_and_completes_T6() {
    given(contact(1));
    campaign(
        CampaignState.NEW,
        email("hello").then(action("opened").opened(0, HOURS), action("then").after(1, DAYS)));
    long test = launch(1);
    run(test, "hello");

    parts.tests().stop(CAMPAIGN, test);
    parts.tests().stop(CAMPAIGN, test);

    assertThat(reason(test, "opened")).isEqualTo(Reason.TEST_STOPPED);
    assertThat(reason(test, "then")).isEqualTo(Reason.TEST_STOPPED);
    assertThat(state(test, "hello")).isEqualTo(TraceState.PROCESSED);
    assertThat(participant(test)).isEqualTo(ParticipantState.COMPLETED);
    play(test, "hello", EventType.OPENED);
    assertThat(participant(test)).isEqualTo(ParticipantState.COMPLETED);
    refused(NurtureException.Kind.NOT_FOUND, () -> parts.tests().stop(CAMPAIGN + 1, test));
  }

  @Test
  void a_real_participant_is_not_stopped_as_a_test_T6() {
    given(contact(1));
    campaign(CampaignState.RUNNING, email("hello"));
    parts.enroll(CAMPAIGN);
    long person =
        db.ask(sql -> sql.select(PARTICIPANT.ID).from(PARTICIPANT).fetchSingle().value1());

    refused(NurtureException.Kind.NOT_FOUND, () -> parts.tests().stop(CAMPAIGN, person));
  }

  // ------------------------------------------------------------------ words

  private void given(Contact... contacts) {
    for (Contact contact : contacts) {
      db.run(sql -> ContactTable.put(sql, contact));
    }
  }

  private void campaign(CampaignState state, Activity... roots) {
    workflow = Workflows.of(CAMPAIGN, FIRST, actions(Plan.of(roots)));
    parts.workflows().put(workflow);
    parts.workflows().become(CAMPAIGN, state);
  }

  private Plan actions(Plan plan) {
    int i = 0;
    for (Activity activity : plan.activities()) {
      parts.actions().put(FIRST + i++, activity);
    }
    return plan;
  }

  private long launch(long key) {
    return launch(key, null, null);
  }

  private long launch(long key, String email, String phone) {
    return parts
        .tests()
        .launch(CAMPAIGN, RecordKey.of(key), new TypedAddresses(email, phone), "tester");
  }

  private void run(long test, String ref) {
    parts.tests().run(trace(test, ref).getId());
  }

  private void play(long test, String ref, EventType type) {
    parts
        .journeys()
        .report(trace(test, ref).getId(), new ReportedEvent(type, null, null, null, null));
  }

  private void pass(Duration time) {
    db.clock().set(now().plus(time));
  }

  private Instant now() {
    return Time.now(db.clock());
  }

  private static void refused(NurtureException.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NurtureException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  /** Refs stay with their ids: a test may know activities that are gone. */
  private TraceRecord trace(long test, String ref) {
    Map<Long, String> names =
        parts.tests().version(test).orElseThrow().workflow().steps().stream()
            .collect(java.util.stream.Collectors.toMap(Workflow.Step::id, Workflow.Step::ref));
    return db.ask(
        sql ->
            sql.selectFrom(TRACE).where(TRACE.PARTICIPANT_ID.eq(test)).fetch().stream()
                .filter(t -> ref.equals(names.get(t.getActivityId())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no trace of " + ref)));
  }

  private TraceState state(long test, String ref) {
    return TraceState.of(trace(test, ref).getState());
  }

  private Reason reason(long test, String ref) {
    Short reason = trace(test, ref).getReason();
    return reason == null ? null : Reason.of(reason);
  }

  private OutboxRecord message(long test, String ref) {
    long id = trace(test, ref).getId();
    return db.ask(sql -> sql.selectFrom(OUTBOX).where(OUTBOX.TRACE_ID.eq(id)).fetchSingle());
  }

  private MessageState messageState(long test, String ref) {
    return MessageState.of(message(test, ref).getState());
  }

  private ParticipantState participant(long id) {
    return ParticipantState.of(
        db.<Short>ask(
            sql ->
                sql.select(PARTICIPANT.STATE)
                    .from(PARTICIPANT)
                    .where(PARTICIPANT.ID.eq(id))
                    .fetchSingle()
                    .value1()));
  }

  private java.util.List<Long> real() {
    return db.ask(
        sql ->
            sql.select(PARTICIPANT.RECORD_NUM)
                .from(PARTICIPANT)
                .where(PARTICIPANT.TEST.isFalse())
                .fetch(PARTICIPANT.RECORD_NUM));
  }

  private TraceState realState(String ref) {
    long activity =
        workflow.steps().stream().filter(s -> s.ref().equals(ref)).findFirst().orElseThrow().id();
    return TraceState.of(
        db.<Short>ask(
            sql ->
                sql.select(TRACE.STATE)
                    .from(TRACE)
                    .join(PARTICIPANT)
                    .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
                    .where(PARTICIPANT.TEST.isFalse())
                    .and(TRACE.ACTIVITY_ID.eq(activity))
                    .fetchSingle()
                    .value1()));
  }

  private String stage(long key) {
    return db.ask(
        sql ->
            sql.select(ContactTable.column("stage"))
                .from(ContactTable.CONTACT)
                .where(ContactTable.ID.eq(key))
                .fetchSingle()
                .get(0, String.class));
  }
}
