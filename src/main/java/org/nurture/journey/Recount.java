package org.nurture.journey;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.COUNTER_PURGED;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.impl.SQLDataType;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.tracking.EventType;

/**
 * Counts again what a campaign's figures say (D10), folded or not. One statement for both, so that
 * they are of one state; it reads the whole campaign, and answers a few rows for each activity.
 */
final class Recount {
  private static final short FIGURES = 0;
  private static final short TRACES = 1;
  private static final short PARTICIPANTS = 2;
  private static final short PURGED = 3;

  /** In this order the statement counts what befell messages. */
  private static final List<CounterKind> BEFALLEN =
      List.of(
          CounterKind.SENT,
          CounterKind.DELIVERED,
          CounterKind.OPENED,
          CounterKind.CLICKED,
          CounterKind.REPLIED,
          CounterKind.BOUNCED,
          CounterKind.UNSUBSCRIBED);

  private static final int N = 4;

  private final Database db;
  private final Map<String, Long> figures = new TreeMap<>();
  private final Map<String, Long> counted = new TreeMap<>();

  private Recount(Database db) {
    this.db = db;
  }

  /** What differs, in words; empty: nothing. */
  static List<String> differences(Database db, long campaign) {
    return new Recount(db).compare(campaign);
  }

  private List<String> compare(long campaign) {
    Select<Record> all =
        figures(
                COUNTER,
                COUNTER.CAMPAIGN_ID,
                COUNTER.ACTIVITY_ID,
                COUNTER.KIND,
                COUNTER.N,
                campaign)
            .unionAll(
                figures(
                    COUNTER_DELTA,
                    COUNTER_DELTA.CAMPAIGN_ID,
                    COUNTER_DELTA.ACTIVITY_ID,
                    COUNTER_DELTA.KIND,
                    COUNTER_DELTA.N,
                    campaign))
            .unionAll(purged(campaign))
            .unionAll(traces(PARTICIPANT.CAMPAIGN_ID.eq(campaign)))
            .unionAll(participants(campaign));
    db.sql().fetch(all).forEach(this::add);
    figures.values().removeIf(n -> n == 0);
    counted.values().removeIf(n -> n == 0);
    List<String> differences = new ArrayList<>();
    Map<String, Long> union = new TreeMap<>(figures);
    counted.forEach(union::putIfAbsent);
    for (String what : union.keySet()) {
      Long said = figures.getOrDefault(what, 0L);
      Long is = counted.getOrDefault(what, 0L);
      if (!Objects.equals(said, is)) {
        differences.add("campaign " + campaign + " " + what + ": " + said + ", counted " + is);
      }
    }
    return differences;
  }

  private void add(Record row) {
    long activity = row.get(1, Long.class);
    short code = row.get(2, Short.class);
    long n = row.get(N, Long.class);
    switch (row.get(0, Short.class)) {
      case FIGURES -> add(figures, activity, CounterKind.of(code), n);
      case PARTICIPANTS ->
          add(
              counted,
              activity,
              CounterKind.valueOf("PARTICIPANTS_" + ParticipantState.of(code)),
              n);
      case PURGED -> add(counted, activity, CounterKind.of(code), n);
      default -> each(row, (of, kind, many) -> add(counted, of, kind, many));
    }
  }

  /** Takes a number of the figures. */
  @FunctionalInterface
  interface Counting {
    void add(long activity, CounterKind kind, long n);
  }

  /** Counts what traces and messages of participants stand for in the figures, tests aside. */
  static void each(Database db, Condition participants, Counting to) {
    db.sql().fetch(traces(participants)).forEach(row -> each(row, to));
  }

  private static void each(Record row, Counting to) {
    long activity = row.get(1, Long.class);
    TraceState state = TraceState.of(row.get(2, Short.class));
    to.add(activity, kind(state, row.get(3, Boolean.class)), row.get(N, Long.class));
    for (int i = 0; i < BEFALLEN.size(); i++) {
      to.add(activity, BEFALLEN.get(i), row.get(N + 1 + i, Long.class));
    }
  }

  /** What was purged counts on (P3). */
  private static Select<Record> purged(long campaign) {
    return select(
            row(
                PURGED,
                COUNTER_PURGED.ACTIVITY_ID,
                COUNTER_PURGED.KIND,
                inline(false),
                COUNTER_PURGED.N,
                nothing()))
        .from(COUNTER_PURGED)
        .where(COUNTER_PURGED.CAMPAIGN_ID.eq(campaign));
  }

  private static void add(Map<String, Long> to, long activity, CounterKind kind, long n) {
    to.merge("activity " + activity + " " + kind, n, Long::sum);
  }

  private static CounterKind kind(TraceState state, boolean waiting) {
    return switch (state) {
      case SCHEDULED -> waiting ? CounterKind.WAITING : CounterKind.SCHEDULED;
      case PROCESSED -> CounterKind.SUCCESS;
      case REJECTED -> CounterKind.REJECTED;
      case CANCELED -> CounterKind.CANCELED;
      case ERROR -> CounterKind.ERROR;
    };
  }

  private static Select<Record> figures(
      org.jooq.Table<?> table,
      Field<Long> ofCampaign,
      Field<Long> activity,
      Field<Short> kind,
      Field<Long> n,
      long campaign) {
    return select(row(FIGURES, activity, kind, inline(false), big(sum(n)), nothing()))
        .from(table)
        .where(ofCampaign.eq(campaign))
        .groupBy(activity, kind);
  }

  private static Select<Record> participants(long campaign) {
    return select(
            row(
                PARTICIPANTS,
                inline(0L),
                PARTICIPANT.STATE,
                inline(false),
                big(count()),
                nothing()))
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .and(PARTICIPANT.TEST.isFalse())
        .groupBy(PARTICIPANT.STATE);
  }

  private static Select<Record> traces(Condition participants) {
    Field<Boolean> waiting = when(TRACE.DUE.isNull(), inline(true)).otherwise(inline(false));
    Field<Instant> sent =
        when(
            OUTBOX.STATE.in(
                MessageState.SENT.code(),
                MessageState.DELIVERED.code(),
                MessageState.BOUNCED.code()),
            OUTBOX.SENT_AT);
    List<Field<Long>> befallen = new ArrayList<>();
    befallen.add(big(count(sent)));
    for (EventType type :
        List.of(
            EventType.DELIVERED,
            EventType.OPENED,
            EventType.CLICKED,
            EventType.REPLIED,
            EventType.BOUNCED,
            EventType.UNSUBSCRIBED)) {
      befallen.add(big(count(Objects.requireNonNull(MessageStore.FIRSTS.get(type)))));
    }
    return select(row(TRACES, TRACE.ACTIVITY_ID, TRACE.STATE, waiting, big(count()), befallen))
        .from(PARTICIPANT)
        .join(TRACE)
        .on(TRACE.PARTICIPANT_ID.eq(PARTICIPANT.ID))
        .leftJoin(OUTBOX)
        .on(OUTBOX.TRACE_ID.eq(TRACE.ID))
        .and(OUTBOX.SLOT.eq(inline((short) 0)))
        .where(participants)
        .and(PARTICIPANT.TEST.isFalse())
        .groupBy(TRACE.ACTIVITY_ID, TRACE.STATE, waiting);
  }

  private static List<SelectField<?>> row(
      short source,
      Field<Long> activity,
      Field<Short> code,
      Field<Boolean> waiting,
      Field<Long> n,
      List<Field<Long>> befallen) {
    List<SelectField<?>> row = new ArrayList<>(List.of(inline(source), activity, code, waiting, n));
    row.addAll(befallen);
    return row;
  }

  private static List<Field<Long>> nothing() {
    return BEFALLEN.stream().map(k -> (Field<Long>) inline(0L)).toList();
  }

  private static Field<Long> big(Field<? extends Number> n) {
    return n.cast(SQLDataType.BIGINT);
  }
}
