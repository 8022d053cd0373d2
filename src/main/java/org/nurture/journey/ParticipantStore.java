package org.nurture.journey;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.SelectLimitStep;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;

/** Statements on participants. All join the caller's transaction. */
final class ParticipantStore {
  /** How many are waited for at once when all work is in others' hands. */
  private static final int WAIT_FOR = 16;

  /** So that workers that find each other's participants still find some of their own. */
  private static final int LOOK_AHEAD = 4;

  private final Database db;

  ParticipantStore(Database db) {
    this.db = db;
  }

  /**
   * Locks up to n of the candidates that nobody else has locked; where all are locked, waits for
   * some of them, never more than n, so that an execution does not end before others' outcome is
   * known (X8).
   */
  List<Participant> claim(Set<Long> candidates, int n) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    List<Participant> free = participants(select(candidates).limit(n).forUpdate().skipLocked());
    return free.isEmpty() ? lock(candidates.stream().limit(Math.min(n, WAIT_FOR)).toList()) : free;
  }

  /** Locks these, in the order of their ids, waiting for whoever has them (D2). */
  List<Participant> lock(Collection<Long> ids) {
    return participants(select(ids).forUpdate());
  }

  /** Participants with a trace to look at, about in the order of due times. */
  Set<Long> due(long campaign, Instant now, int n) {
    return new LinkedHashSet<>(
        db.sql()
            .select(TRACE.PARTICIPANT_ID)
            .from(TRACE)
            .where(TRACE.CAMPAIGN_ID.eq(campaign))
            .and(TRACE.NEXT_AT.le(now))
            .orderBy(TRACE.CAMPAIGN_ID, TRACE.NEXT_AT)
            .limit((long) n * LOOK_AHEAD)
            .fetch(TRACE.PARTICIPANT_ID));
  }

  /** C9: those without a SCHEDULED trace are COMPLETED. */
  void complete(Collection<Participant> participants, Instant now, Tally tally) {
    if (participants.isEmpty()) {
      return;
    }
    int real = complete(ids(participants), now, PARTICIPANT.TEST.isFalse());
    tally.participants(ParticipantState.RUNNING, ParticipantState.COMPLETED, real);
    if (participants.stream().anyMatch(Participant::test)) {
      complete(ids(participants), now, PARTICIPANT.TEST.isTrue());
    }
  }

  private int complete(Collection<Long> ids, Instant now, Condition which) {
    return db.sql()
        .update(PARTICIPANT)
        .set(PARTICIPANT.STATE, ParticipantState.COMPLETED.code())
        .set(PARTICIPANT.COMPLETED_AT, now)
        .where(Rows.among(PARTICIPANT.ID, ids))
        .and(PARTICIPANT.STATE.eq(ParticipantState.RUNNING.code()))
        .and(which)
        .and(
            notExists(
                selectOne()
                    .from(TRACE)
                    .where(TRACE.PARTICIPANT_ID.eq(PARTICIPANT.ID))
                    .and(TRACE.STATE.eq(inline(TraceState.SCHEDULED.code())))))
        .execute();
  }

  /** C9: COMPLETED ones that an update has planned something for. */
  void resume(Collection<Long> completed, Tally tally) {
    if (completed.isEmpty()) {
      return;
    }
    int resumed =
        db.sql()
            .update(PARTICIPANT)
            .set(PARTICIPANT.STATE, ParticipantState.RUNNING.code())
            .set(PARTICIPANT.COMPLETED_AT, (Instant) null)
            .where(Rows.among(PARTICIPANT.ID, completed))
            .and(PARTICIPANT.STATE.eq(ParticipantState.COMPLETED.code()))
            .execute();
    tally.participants(ParticipantState.COMPLETED, ParticipantState.RUNNING, resumed);
  }

  /** UNLINKED (E4) and REMOVED (P1) are final. */
  void end(Collection<Participant> participants, ParticipantState state, Tally tally) {
    if (participants.isEmpty()) {
      return;
    }
    db.sql()
        .update(PARTICIPANT)
        .set(PARTICIPANT.STATE, state.code())
        .where(Rows.among(PARTICIPANT.ID, ids(participants)))
        .execute();
    for (Participant participant : participants) {
      if (!participant.test()) {
        tally.participants(participant.state(), state, 1);
      }
    }
  }

  private static List<Long> ids(Collection<Participant> participants) {
    return participants.stream().map(Participant::id).toList();
  }

  private SelectLimitStep<? extends Record> select(Collection<Long> ids) {
    SelectConditionStep<? extends Record> of =
        db.sql()
            .select(
                PARTICIPANT.ID,
                PARTICIPANT.CAMPAIGN_ID,
                PARTICIPANT.RECORD_NUM,
                PARTICIPANT.RECORD_TEXT,
                PARTICIPANT.STATE,
                PARTICIPANT.TEST,
                PARTICIPANT.BY_HAND,
                PARTICIPANT.PURGED_AT)
            .from(PARTICIPANT)
            .where(Rows.among(PARTICIPANT.ID, ids));
    // H2 locks all that it sorts, one by one; its locks do not wait here
    return db.dialect() == SQLDialect.H2 ? of : of.orderBy(PARTICIPANT.ID);
  }

  private static List<Participant> participants(ResultQuery<? extends Record> query) {
    return query.fetch(
        row -> {
          Long number = row.get(PARTICIPANT.RECORD_NUM);
          return new Participant(
              row.get(PARTICIPANT.ID),
              row.get(PARTICIPANT.CAMPAIGN_ID),
              number != null
                  ? RecordKey.of(number)
                  : RecordKey.of(row.get(PARTICIPANT.RECORD_TEXT)),
              ParticipantState.of(row.get(PARTICIPANT.STATE)),
              row.get(PARTICIPANT.TEST),
              row.get(PARTICIPANT.BY_HAND),
              row.get(PARTICIPANT.PURGED_AT) != null);
        });
  }
}
