package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.nurture.journey.CounterKind;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.TraceState;
import org.nurture.platform.schema.tables.records.OutboxRecord;

/** Counts again what the figures say (D10). */
final class Recount {
  private static final Map<CounterKind, TableField<OutboxRecord, Instant>> FIRSTS =
      Map.of(
          CounterKind.DELIVERED, OUTBOX.DELIVERED_AT,
          CounterKind.OPENED, OUTBOX.OPENED_AT,
          CounterKind.CLICKED, OUTBOX.CLICKED_AT,
          CounterKind.REPLIED, OUTBOX.REPLIED_AT,
          CounterKind.BOUNCED, OUTBOX.BOUNCED_AT);

  private final DSLContext sql;
  private final long campaign;

  Recount(DSLContext sql, long campaign) {
    this.sql = sql;
    this.campaign = campaign;
  }

  void demand() {
    assertThat(figures()).as("figures").isEqualTo(counted());
  }

  private Map<String, Long> figures() {
    Map<String, Long> figures = new TreeMap<>();
    sql.select(COUNTER.ACTIVITY_ID, COUNTER.KIND, sum(COUNTER.N))
        .from(COUNTER)
        .where(COUNTER.CAMPAIGN_ID.eq(campaign))
        .groupBy(COUNTER.ACTIVITY_ID, COUNTER.KIND)
        .forEach(r -> add(figures, r.value1(), CounterKind.of(r.value2()), r.value3().longValue()));
    sql.select(COUNTER_DELTA.ACTIVITY_ID, COUNTER_DELTA.KIND, sum(COUNTER_DELTA.N))
        .from(COUNTER_DELTA)
        .where(COUNTER_DELTA.CAMPAIGN_ID.eq(campaign))
        .groupBy(COUNTER_DELTA.ACTIVITY_ID, COUNTER_DELTA.KIND)
        .forEach(r -> add(figures, r.value1(), CounterKind.of(r.value2()), r.value3().longValue()));
    figures
        .keySet()
        .removeIf(
            k ->
                k.endsWith(CounterKind.SENT.name()) || k.endsWith(CounterKind.UNSUBSCRIBED.name()));
    figures.values().removeIf(n -> n == 0);
    return figures;
  }

  private Map<String, Long> counted() {
    Map<String, Long> counted = new TreeMap<>();
    sql.select(TRACE.ACTIVITY_ID, TRACE.STATE, TRACE.DUE.isNull(), count())
        .from(TRACE)
        .where(TRACE.CAMPAIGN_ID.eq(campaign))
        .groupBy(TRACE.ACTIVITY_ID, TRACE.STATE, TRACE.DUE.isNull())
        .forEach(
            r ->
                add(
                    counted,
                    r.value1(),
                    kind(TraceState.of(r.value2()), r.value3()),
                    r.value4().longValue()));
    sql.select(PARTICIPANT.STATE, count())
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .groupBy(PARTICIPANT.STATE)
        .forEach(
            r ->
                add(
                    counted,
                    0,
                    CounterKind.valueOf("PARTICIPANTS_" + ParticipantState.of(r.value1())),
                    r.value2().longValue()));
    FIRSTS.forEach(
        (kind, column) ->
            sql.select(OUTBOX.ACTIVITY_ID, count())
                .from(OUTBOX)
                .where(OUTBOX.CAMPAIGN_ID.eq(campaign))
                .and(column.isNotNull())
                .groupBy(OUTBOX.ACTIVITY_ID)
                .forEach(r -> add(counted, r.value1(), kind, r.value2().longValue())));
    return counted;
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

  private static void add(Map<String, Long> to, long activity, CounterKind kind, long n) {
    to.merge(activity + " " + kind, n, Long::sum);
  }
}
