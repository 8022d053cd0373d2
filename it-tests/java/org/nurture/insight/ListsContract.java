package org.nurture.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.platform.schema.Tables.CAMPAIGN_BLOCK;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.campaign.TriggerType;
import org.nurture.campaign.Workflow;
import org.nurture.insight.Queues.Queue;
import org.nurture.insight.Timeline.Entry;
import org.nurture.insight.Timeline.Kind;
import org.nurture.journey.CounterKind;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.MessageState;
import org.nurture.platform.NurtureException;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Figures, lists and timelines over rows as the engine leaves them. */
abstract class ListsContract {
  private static final long CAMPAIGN = 7;
  private static final long OTHER = 8;
  private static final long BLOCKED = 9;
  private static final long STOPPED = 10;
  private static final long HELLO = 70;
  private static final long NUDGE = 71;
  private static final long HOT = 72;
  private static final Instant T = SettableClock.START;
  private static final LocalDate TODAY = LocalDate.ofInstant(T, ZoneOffset.UTC);

  private final TestDatabase db;
  private final Figures figures;
  private final Participants participants;
  private final Traces traces;
  private final Timelines timelines;

  ListsContract(TestDatabase db) {
    this.db = db;
    CampaignDirectory directory = ListsContract::campaign;
    figures = new Figures(db.database(), directory, db.clock());
    participants = new Participants(db.database(), directory);
    traces = new Traces(db.database(), directory);
    timelines =
        new Timelines(db.database(), directory, participants, traces, new Postings(db.database()));
  }

  private static Optional<Known> campaign(long id) {
    if (id != CAMPAIGN && id != OTHER) {
      return Optional.empty();
    }
    return Optional.of(
        new Known(
            id,
            "Welcome",
            "contact",
            null,
            id == OTHER
                ? List.of()
                : List.of(
                    activity(HELLO, "hello", "Welcome", null, TriggerType.BEGIN),
                    activity(NUDGE, "nudge", "Second try", HELLO, TriggerType.MAIL_NOT_OPENED),
                    activity(HOT, "hot", "Hand over", HELLO, TriggerType.MAIL_CLICKED))));
  }

  private static KnownActivity activity(
      long id, String ref, String name, @Nullable Long parent, TriggerType trigger) {
    return new KnownActivity(id, ref, name, ActivityType.EMAIL, parent, trigger, false);
  }

  @BeforeEach
  void empty() {
    db.wipe();
  }

  @Test
  void figures_are_the_folded_ones_plus_the_open_deltas_D10() {
    counted(HELLO, TODAY.minusDays(1), CounterKind.SUCCESS, 5);
    counted(HELLO, TODAY, CounterKind.SUCCESS, 2);
    delta(HELLO, TODAY, CounterKind.SUCCESS, 3);
    delta(HELLO, TODAY, CounterKind.SUCCESS, -1);
    delta(NUDGE, TODAY, CounterKind.CANCELED, 4);
    delta(0, TODAY, CounterKind.PARTICIPANTS_RUNNING, 6);
    delta(0, TODAY, CounterKind.PARTICIPANTS_RUNNING, -2);
    delta(0, TODAY, CounterKind.PARTICIPANTS_COMPLETED, 2);

    CampaignFigures read = db.ask(sql -> figures.of(CAMPAIGN));

    assertThat(read.asOf()).isEqualTo(T);
    assertThat(read.activities().keySet()).containsExactly("hello", "nudge", "hot");
    assertThat(read.activities().get("hello").success()).isEqualTo(9);
    assertThat(read.activities().get("nudge").canceled()).isEqualTo(4);
    assertThat(read.activities().get("hot").scheduled()).isZero();
    assertThat(read.participants())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ParticipantState.RUNNING, 4L,
                ParticipantState.COMPLETED, 2L,
                ParticipantState.UNLINKED, 0L,
                ParticipantState.REMOVED, 0L));
    assertThat(db.ask(sql -> figures.totals(List.of(CAMPAIGN, OTHER))).get(CAMPAIGN).participants())
        .isEqualTo(6);
    assertThat(db.ask(sql -> figures.totals(List.of(CAMPAIGN, OTHER))).get(OTHER).participants())
        .isZero();
  }

  @Test
  void bars_have_every_day_and_leave_older_ones_out() {
    counted(HELLO, TODAY.minusDays(21), CounterKind.SUCCESS, 100);
    counted(HELLO, TODAY.minusDays(20), CounterKind.SUCCESS, 1);
    delta(HELLO, TODAY, CounterKind.REJECTED, 2);

    List<Figures.Day> days = db.ask(sql -> figures.byDay(CAMPAIGN, 21)).get("hello");

    assertThat(days).hasSize(21);
    assertThat(days.get(0)).isEqualTo(new Figures.Day(TODAY.minusDays(20), 1, 0));
    assertThat(days.get(20)).isEqualTo(new Figures.Day(TODAY, 0, 2));
  }

  @Test
  void an_unknown_campaign_is_said_so() {
    assertThatThrownBy(() -> db.ask(sql -> figures.of(99))).isInstanceOf(NurtureException.class);
    assertThatThrownBy(() -> db.ask(sql -> traces.page(99, Traces.Query.ALL, 0, 10)))
        .isInstanceOf(NurtureException.class);
  }

  @Test
  void participants_come_in_pages_and_by_exact_record() {
    List<Long> ids = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      ids.add(participant(RecordKey.of(i), ParticipantState.RUNNING));
    }
    long removed = participant(RecordKey.of("12"), ParticipantState.REMOVED);

    List<ParticipantRow> first =
        db.ask(sql -> participants.page(CAMPAIGN, Participants.Query.ALL, 0, 3));
    List<ParticipantRow> second =
        db.ask(sql -> participants.page(CAMPAIGN, Participants.Query.ALL, first.get(2).id(), 10));

    assertThat(first).extracting(ParticipantRow::id).isEqualTo(ids.subList(0, 3));
    assertThat(second)
        .extracting(ParticipantRow::id)
        .containsExactly(ids.get(3), ids.get(4), removed);
    assertThat(found(null, "1")).containsExactly(ids.get(0));
    assertThat(found(null, "12")).containsExactly(removed);
    assertThat(found(null, "01")).isEmpty();
    assertThat(found(ParticipantState.REMOVED, null)).containsExactly(removed);
    List<ParticipantRow> others =
        db.ask(sql -> participants.page(OTHER, Participants.Query.ALL, 0, 10));
    assertThat(others).isEmpty();
  }

  private List<Long> found(@Nullable ParticipantState state, @Nullable String record) {
    return db
        .ask(sql -> participants.page(CAMPAIGN, new Participants.Query(state, record), 0, 10))
        .stream()
        .map(ParticipantRow::id)
        .toList();
  }

  @Test
  void traces_of_all_activities_come_in_id_order_over_pages() {
    List<Long> ids = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      long person = participant(RecordKey.of(i), ParticipantState.RUNNING);
      ids.add(trace(person, i % 2 == 0 ? HELLO : NUDGE, TraceState.SCHEDULED, null, T));
    }
    List<Long> seen = new ArrayList<>();

    long after = 0;
    for (int page = 0; page < 4; page++) {
      long from = after;
      List<TraceRow> rows = db.ask(sql -> traces.page(CAMPAIGN, Traces.Query.ALL, from, 2));
      rows.forEach(r -> seen.add(r.id()));
      after = rows.isEmpty() ? after : rows.get(rows.size() - 1).id();
    }

    assertThat(seen).isEqualTo(ids);
    assertThat(listed(CAMPAIGN, new Traces.Query(null, NUDGE, null))).hasSize(3);
    assertThat(listed(CAMPAIGN, new Traces.Query(null, null, TraceState.ERROR))).isEmpty();
    assertThat(listed(OTHER, Traces.Query.ALL)).isEmpty();
  }

  private List<TraceRow> listed(long campaign, Traces.Query query) {
    return db.ask(sql -> traces.page(campaign, query, 0, 10));
  }

  @Test
  void a_trace_carries_its_own_message_and_a_waiting_one_no_due_time_C3() {
    long person = participant(RecordKey.of("ann"), ParticipantState.RUNNING);
    long hello = trace(person, HELLO, TraceState.PROCESSED, null, T);
    long message = message(person, hello, 0, MessageState.CLAIMED);
    message(person, hello, 1, MessageState.SENT);
    long hot = trace(person, HOT, TraceState.SCHEDULED, null, null);

    List<TraceRow> rows =
        db.ask(sql -> traces.page(CAMPAIGN, new Traces.Query(person, null, null), 0, 10));

    assertThat(rows).extracting(TraceRow::id).containsExactly(hello, hot);
    TraceRow.MessageRow own = rows.get(0).message();
    assertThat(own).isNotNull();
    assertThat(own.id()).isEqualTo(message);
    assertThat(own.state()).isEqualTo(MessageState.QUEUED);
    assertThat(rows.get(0).record()).isEqualTo(RecordKey.of("ann"));
    assertThat(rows.get(1).waiting()).isTrue();
    assertThat(rows.get(1).message()).isNull();
    Optional<TraceRow> found = db.ask(sql -> traces.find(hello));
    assertThat(found.orElseThrow().activity()).isEqualTo("hello");
    Optional<TraceRow> none = db.ask(sql -> traces.find(-1));
    assertThat(none).isEmpty();
  }

  @Test
  void a_timeline_says_what_happened_when_and_why() {
    long person = participant(RecordKey.of(1), ParticipantState.RUNNING);
    long hello = trace(person, HELLO, TraceState.PROCESSED, null, T);
    long message = message(person, hello, 0, MessageState.DELIVERED);
    trace(person, NUDGE, TraceState.CANCELED, Reason.OPPOSITE_EVENT, T.plusSeconds(60));
    trace(person, HOT, TraceState.SCHEDULED, null, null);
    hit(person, hello, message, EventType.OPENED, T.plusSeconds(60));

    Timeline told = db.ask(sql -> timelines.of(CAMPAIGN, person));

    assertThat(told.planned())
        .extracting(Entry::title)
        .containsExactly("“Hand over” waits for a click in “Welcome”");
    assertThat(told.past())
        .extracting(Entry::title, Entry::why)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("Enrolled", null),
            org.assertj.core.groups.Tuple.tuple("Opened “Welcome”", null),
            org.assertj.core.groups.Tuple.tuple(
                "“Second try” was canceled", "Not needed: “Welcome” was opened first"),
            org.assertj.core.groups.Tuple.tuple(
                "“Welcome” was sent", "Delivered to a@example.org"));
    assertThat(told.past().get(told.past().size() - 1).kind()).isEqualTo(Kind.ENROLLED);
    assertThat(told.cut()).isFalse();
  }

  @Test
  void what_is_due_has_waited_since_the_first_of_all_campaigns_that_go_on() {
    LiveWorkflows workflows = running(CAMPAIGN, OTHER, BLOCKED);
    Queues queues = new Queues(db.database(), workflows, db.clock());
    is(queues::mails, 0, null);
    due(CAMPAIGN, 1);
    due(OTHER, 2);
    due(OTHER, -3);
    due(BLOCKED, 4);
    due(STOPPED, 5);
    db.run(
        sql ->
            sql.insertInto(CAMPAIGN_BLOCK)
                .set(CAMPAIGN_BLOCK.CAMPAIGN_ID, BLOCKED)
                .set(CAMPAIGN_BLOCK.SINCE, T)
                .set(CAMPAIGN_BLOCK.REASON, "the target is gone")
                .execute());

    is(() -> queues.due(null), 2, Duration.ofHours(2));
    is(() -> queues.due(CAMPAIGN), 1, Duration.ofHours(1));
    is(() -> queues.due(STOPPED), 0, null);
  }

  private void is(Supplier<Queue> asked, long length, @Nullable Duration age) {
    Queue queue = db.ask(sql -> asked.get());
    assertThat(queue)
        .isEqualTo(
            age == null
                ? new Queue(length, null, Duration.ZERO)
                : new Queue(length, T.minus(age), age));
  }

  private static LiveWorkflows running(Long... campaigns) {
    return new LiveWorkflows() {
      @Override
      public List<Long> running() {
        return List.of(campaigns);
      }

      @Override
      public Optional<Workflow> find(long campaign) {
        return Optional.empty();
      }
    };
  }

  private void due(long campaign, int hoursAgo) {
    long person =
        participant(RecordKey.of(1_000L + 10 * campaign + hoursAgo), ParticipantState.RUNNING);
    long trace = trace(person, HELLO, TraceState.SCHEDULED, null, T);
    db.run(
        sql ->
            sql.update(TRACE)
                .set(TRACE.CAMPAIGN_ID, campaign)
                .set(TRACE.NEXT_AT, T.minus(Duration.ofHours(hoursAgo)))
                .where(TRACE.ID.eq(trace))
                .execute());
  }

  private void counted(long activity, LocalDate day, CounterKind kind, long n) {
    db.run(
        sql ->
            sql.insertInto(COUNTER)
                .set(COUNTER.CAMPAIGN_ID, CAMPAIGN)
                .set(COUNTER.ACTIVITY_ID, activity)
                .set(COUNTER.ON_DAY, DSL.inline(day))
                .set(COUNTER.KIND, kind.code())
                .set(COUNTER.N, n)
                .execute());
  }

  private void delta(long activity, LocalDate day, CounterKind kind, long n) {
    db.run(
        sql ->
            sql.insertInto(COUNTER_DELTA)
                .set(COUNTER_DELTA.CAMPAIGN_ID, CAMPAIGN)
                .set(COUNTER_DELTA.ACTIVITY_ID, activity)
                .set(COUNTER_DELTA.ON_DAY, DSL.inline(day))
                .set(COUNTER_DELTA.KIND, kind.code())
                .set(COUNTER_DELTA.N, n)
                .execute());
  }

  private long participant(RecordKey key, ParticipantState state) {
    return db.ask(
        sql ->
            sql.insertInto(PARTICIPANT)
                .set(PARTICIPANT.CAMPAIGN_ID, CAMPAIGN)
                .set(PARTICIPANT.RECORD_NUM, key.number())
                .set(PARTICIPANT.RECORD_TEXT, key.text())
                .set(PARTICIPANT.ROUND, 0L)
                .set(PARTICIPANT.STATE, state.code())
                .set(PARTICIPANT.TEST, false)
                .set(PARTICIPANT.BY_HAND, false)
                .set(PARTICIPANT.ENROLLED_AT, T.minusSeconds(10))
                .returningResult(PARTICIPANT.ID)
                .fetchSingle()
                .value1());
  }

  private long trace(
      long person,
      long activity,
      TraceState state,
      @Nullable Reason reason,
      @Nullable Instant due) {
    return db.ask(
        sql ->
            sql.insertInto(TRACE)
                .set(TRACE.CAMPAIGN_ID, CAMPAIGN)
                .set(TRACE.PARTICIPANT_ID, person)
                .set(TRACE.ACTIVITY_ID, activity)
                .set(TRACE.STATE, state.code())
                .set(TRACE.REASON, reason == null ? null : reason.code())
                .set(TRACE.SINCE, T)
                .set(TRACE.DUE, due)
                .set(TRACE.ATTEMPTS, (short) 0)
                .set(TRACE.PROCESSED_AT, state == TraceState.SCHEDULED ? null : due)
                .returningResult(TRACE.ID)
                .fetchSingle()
                .value1());
  }

  private long message(long person, long trace, int slot, MessageState state) {
    return db.ask(
        sql ->
            sql.insertInto(OUTBOX)
                .set(OUTBOX.CAMPAIGN_ID, CAMPAIGN)
                .set(OUTBOX.ACTIVITY_ID, HELLO)
                .set(OUTBOX.PARTICIPANT_ID, person)
                .set(OUTBOX.TRACE_ID, trace)
                .set(OUTBOX.SLOT, (short) slot)
                .set(OUTBOX.KIND, org.nurture.message.Kind.MAIL.code())
                .set(OUTBOX.STATE, state.code())
                .set(OUTBOX.TEST, false)
                .set(OUTBOX.ADDRESS, "a@example.org")
                .set(OUTBOX.CONTENT_ID, 1L)
                .set(OUTBOX.DATA, "{}")
                .set(OUTBOX.QUEUED_AT, T)
                .set(OUTBOX.ATTEMPTS, (short) 0)
                .set(OUTBOX.SENT_AT, T)
                .returningResult(OUTBOX.ID)
                .fetchSingle()
                .value1());
  }

  private void hit(long person, long trace, long message, EventType type, Instant at) {
    db.run(
        sql ->
            sql.insertInto(EVENT)
                .set(EVENT.CAMPAIGN_ID, CAMPAIGN)
                .set(EVENT.PARTICIPANT_ID, person)
                .set(EVENT.TRACE_ID, trace)
                .set(EVENT.MESSAGE_ID, message)
                .set(EVENT.TYPE, type.code())
                .set(EVENT.AT, at)
                .set(EVENT.RECEIVED_AT, at)
                .set(EVENT.COUNTED, true)
                .set(EVENT.BOT, false)
                .execute());
  }
}
