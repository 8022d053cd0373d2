package org.nurture.journey;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;

/** Statements on traces. All join the caller's transaction and expect their participants locked. */
final class TraceStore {
  private final Database db;

  TraceStore(Database db) {
    this.db = db;
  }

  /** What has to be looked at now, of these participants. */
  List<Trace> due(Collection<Long> participants, Instant now) {
    return traces(Rows.among(TRACE.PARTICIPANT_ID, participants).and(TRACE.NEXT_AT.le(now)));
  }

  /** All that is SCHEDULED, waiting ones included. */
  List<Trace> scheduledOf(Collection<Long> participants) {
    return traces(
        Rows.among(TRACE.PARTICIPANT_ID, participants)
            .and(TRACE.STATE.eq(TraceState.SCHEDULED.code())));
  }

  /**
   * Those of the participants that are SCHEDULED under these parents. The parents are compared
   * here: a second array in the statement would be searched from its beginning for every row.
   */
  List<Trace> scheduledUnder(Collection<Long> participants, Collection<Long> parents) {
    if (parents.isEmpty()) {
      return List.of();
    }
    Set<Long> under = Set.copyOf(parents);
    return scheduledOf(participants).stream()
        .filter(t -> t.parent() != null && under.contains(t.parent()))
        .toList();
  }

  private List<Trace> traces(Condition which) {
    return db.sql()
        .select(
            TRACE.ID,
            TRACE.PARTICIPANT_ID,
            TRACE.ACTIVITY_ID,
            TRACE.PARENT_ID,
            TRACE.SINCE,
            TRACE.DUE,
            TRACE.WAIT_UNTIL,
            TRACE.NEXT_AT,
            TRACE.ATTEMPTS)
        .from(TRACE)
        .where(which)
        .fetch(
            row ->
                new Trace(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    new Plan(row.value5(), row.value6(), row.value7(), row.value8()),
                    row.value9()));
  }

  /** Ends traces. */
  void end(Collection<Long> ids, TraceState state, @Nullable Reason reason, Instant now) {
    if (ids.isEmpty()) {
      return;
    }
    db.sql()
        .update(TRACE)
        .set(TRACE.STATE, state.code())
        .set(TRACE.REASON, reason == null ? null : reason.code())
        .set(TRACE.PROCESSED_AT, now)
        .set(TRACE.NEXT_AT, (Instant) null)
        .where(Rows.among(TRACE.ID, ids))
        .execute();
  }

  /** Deletes SCHEDULED traces (U6). */
  void delete(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      db.sql().deleteFrom(TRACE).where(Rows.among(TRACE.ID, ids)).execute();
    }
  }

  /** What is to be said of ended traces, in words. */
  void explain(Map<Long, String> details) {
    if (!details.isEmpty()) {
      Rows.update(
          db,
          TRACE,
          TRACE.ID,
          Map.of(TRACE.DETAIL, Rows.text()),
          Rows.texts(details.entrySet(), Map.Entry::getKey, e -> cut(e.getValue())));
    }
  }

  /** A PROCESSED trace becomes something else (X9, X11), or is in doubt (X6). */
  void revise(Collection<Long> ids, TraceState state, @Nullable Reason reason) {
    if (!ids.isEmpty()) {
      db.sql()
          .update(TRACE)
          .set(TRACE.STATE, state.code())
          .set(TRACE.REASON, reason == null ? null : reason.code())
          .where(Rows.among(TRACE.ID, ids))
          .execute();
    }
  }

  /**
   * One new trace per parent, all with the same plan: their parents were processed at one now.
   * Those that have one, from before the activity was moved here, get no other (U6).
   */
  int insertChildren(Collection<Long> parents, Step child, Plan plan) {
    return db.sql()
        .insertInto(TRACE)
        .columns(COLUMNS)
        .select(
            select(
                    TRACE.CAMPAIGN_ID,
                    TRACE.PARTICIPANT_ID,
                    val(child.id()),
                    TRACE.ID,
                    inline(TraceState.SCHEDULED.code()),
                    val(plan.since(), SQLDataType.INSTANT),
                    instant(plan.due()),
                    instant(plan.waitUntil()),
                    instant(plan.nextAt()),
                    inline((short) 0))
                .from(TRACE)
                .where(Rows.among(TRACE.ID, parents))
                .and(TRACE.PARTICIPANT_ID.gt(child.enrolledAfter())))
        .onConflict(TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID)
        .doNothing()
        .execute();
  }

  static final List<Field<?>> COLUMNS =
      List.of(
          TRACE.CAMPAIGN_ID,
          TRACE.PARTICIPANT_ID,
          TRACE.ACTIVITY_ID,
          TRACE.PARENT_ID,
          TRACE.STATE,
          TRACE.SINCE,
          TRACE.DUE,
          TRACE.WAIT_UNTIL,
          TRACE.NEXT_AT,
          TRACE.ATTEMPTS);

  /** The activities of these traces, one for each. */
  List<Long> activities(Collection<Long> ids) {
    return db.sql()
        .select(TRACE.ACTIVITY_ID)
        .from(TRACE)
        .where(Rows.among(TRACE.ID, ids))
        .fetch(TRACE.ACTIVITY_ID);
  }

  /** Sets the plans of SCHEDULED traces. */
  void replan(Map<Long, Plan> plans) {
    if (plans.isEmpty()) {
      return;
    }
    Rows.update(
        db,
        TRACE,
        TRACE.ID,
        Map.of(
            TRACE.SINCE, Rows.instant("since_at"),
            TRACE.DUE, Rows.instant("due_at"),
            TRACE.WAIT_UNTIL, Rows.instant("until_at"),
            TRACE.NEXT_AT, Rows.instant("look_at")),
        Rows.<Map.Entry<Long, Plan>>instants(
            plans.entrySet(),
            Map.Entry::getKey,
            List.of(
                e -> e.getValue().since(),
                e -> e.getValue().due(),
                e -> e.getValue().waitUntil(),
                e -> e.getValue().nextAt()),
            "since_at",
            "due_at",
            "until_at",
            "look_at"));
  }

  /** X5: undone, due unchanged, tried again then. */
  void retry(long id, int attempts, Instant at, String why) {
    db.sql()
        .update(TRACE)
        .set(TRACE.ATTEMPTS, (short) attempts)
        .set(TRACE.NEXT_AT, at)
        .set(TRACE.DETAIL, cut(why))
        .where(TRACE.ID.eq(id))
        .execute();
  }

  static Field<Instant> instant(@Nullable Instant value) {
    return value == null ? castNull(SQLDataType.INSTANT) : val(value, SQLDataType.INSTANT);
  }

  private static String cut(String text) {
    int most = TRACE.DETAIL.getDataType().length();
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
