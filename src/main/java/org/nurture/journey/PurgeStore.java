package org.nurture.journey;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.COUNTER_PURGED;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.SMS_INBOUND;
import static org.nurture.platform.schema.Tables.SMS_PART;
import static org.nurture.platform.schema.Tables.SMS_RECEIPT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Condition;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;

/** Statements of purges (P3). All join the caller's transaction. */
final class PurgeStore {
  private static final String NO_VALUES = "{}";

  private final Database db;

  PurgeStore(Database db) {
    this.db = db;
  }

  /** The last of the next n participants of a campaign; empty: there are no more. */
  Optional<Long> endOf(long campaign, long after, int n) {
    var part =
        select(PARTICIPANT.ID)
            .from(PARTICIPANT)
            .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
            .and(PARTICIPANT.ID.gt(after))
            .orderBy(PARTICIPANT.CAMPAIGN_ID, PARTICIPANT.ID)
            .limit(n)
            .asTable("part");
    return Optional.ofNullable(
        db.sql().select(max(part.field(PARTICIPANT.ID))).from(part).fetchSingle().value1());
  }

  /**
   * Participants of a part of the campaign that ended before then, of whom nothing is under way: no
   * message that is still to be sent or decided on, no event that is still to be applied.
   */
  List<Long> ended(long campaign, long after, long upTo, Instant before, int n) {
    return db.sql()
        .select(PARTICIPANT.ID)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .and(PARTICIPANT.ID.gt(after))
        .and(PARTICIPANT.ID.le(upTo))
        .and(PARTICIPANT.STATE.ne(ParticipantState.RUNNING.code()))
        .and(PARTICIPANT.PURGED_AT.isNull())
        .and(PARTICIPANT.COMPLETED_AT.isNull().or(PARTICIPANT.COMPLETED_AT.lt(before)))
        // UNLINKED and REMOVED ones ended when the last of their traces did
        .and(
            notExists(
                selectOne()
                    .from(TRACE)
                    .where(TRACE.PARTICIPANT_ID.eq(PARTICIPANT.ID))
                    .and(
                        TRACE
                            .STATE
                            .eq(TraceState.SCHEDULED.code())
                            .or(
                                PARTICIPANT
                                    .COMPLETED_AT
                                    .isNull()
                                    .and(TRACE.PROCESSED_AT.ge(before)))
                            .or(onItsWay()))))
        .and(
            notExists(
                selectOne().from(EVENT_INBOX).where(EVENT_INBOX.PARTICIPANT_ID.eq(PARTICIPANT.ID))))
        .orderBy(PARTICIPANT.CAMPAIGN_ID, PARTICIPANT.ID)
        .limit(n)
        .fetch(PARTICIPANT.ID);
  }

  /** Without those of whom an event has come before they were locked: it is to be applied first. */
  List<Participant> settled(List<Participant> locked) {
    Set<Long> awaited =
        db.sql()
            .selectDistinct(EVENT_INBOX.PARTICIPANT_ID)
            .from(EVENT_INBOX)
            .where(
                Rows.among(
                    EVENT_INBOX.PARTICIPANT_ID, locked.stream().map(Participant::id).toList()))
            .fetchSet(EVENT_INBOX.PARTICIPANT_ID);
    return locked.stream().filter(p -> !awaited.contains(p.id())).toList();
  }

  private static Condition onItsWay() {
    return exists(
        selectOne()
            .from(OUTBOX)
            .where(OUTBOX.TRACE_ID.eq(TRACE.ID))
            .and(
                OUTBOX.STATE.in(
                    MessageState.QUEUED.code(),
                    MessageState.CLAIMED.code(),
                    MessageState.SENDING.code(),
                    MessageState.IN_DOUBT.code())));
  }

  /** Keeps what these count for in the figures, for a recount. */
  void count(long campaign, List<Long> participants) {
    // in one order, for two that purge one campaign
    TreeMap<Long, TreeMap<CounterKind, Long>> counted = new TreeMap<>();
    Recount.each(
        db,
        Rows.among(PARTICIPANT.ID, participants),
        (activity, kind, n) -> {
          if (n != 0) {
            counted.computeIfAbsent(activity, a -> new TreeMap<>()).merge(kind, n, Long::sum);
          }
        });
    counted.forEach(
        (activity, kinds) -> kinds.forEach((kind, n) -> add(campaign, activity, kind, n)));
  }

  private void add(long campaign, long activity, CounterKind kind, long n) {
    db.sql()
        .insertInto(COUNTER_PURGED)
        .set(COUNTER_PURGED.CAMPAIGN_ID, campaign)
        .set(COUNTER_PURGED.ACTIVITY_ID, activity)
        .set(COUNTER_PURGED.KIND, kind.code())
        .set(COUNTER_PURGED.N, 0L)
        .onConflictDoNothing()
        .execute();
    db.sql()
        .update(COUNTER_PURGED)
        .set(COUNTER_PURGED.N, COUNTER_PURGED.N.plus(n))
        .where(COUNTER_PURGED.CAMPAIGN_ID.eq(campaign))
        .and(COUNTER_PURGED.ACTIVITY_ID.eq(activity))
        .and(COUNTER_PURGED.KIND.eq(kind.code()))
        .execute();
  }

  /** The messages of these, whatever their slot. */
  List<Long> messages(List<Long> participants) {
    return db.sql()
        .select(OUTBOX.ID)
        .from(TRACE)
        .join(OUTBOX)
        .on(OUTBOX.TRACE_ID.eq(TRACE.ID))
        .where(Rows.among(TRACE.PARTICIPANT_ID, participants))
        .fetch(OUTBOX.ID);
  }

  /** Deletes texts that came in on no message of ours before then, and reports of none. */
  void forgetStrangers(Instant before) {
    db.sql()
        .deleteFrom(SMS_INBOUND)
        .where(SMS_INBOUND.MESSAGE_ID.isNull())
        .and(SMS_INBOUND.RECEIVED_AT.lt(before))
        .execute();
    db.sql().deleteFrom(SMS_RECEIPT).where(SMS_RECEIPT.RECEIVED_AT.lt(before)).execute();
  }

  /**
   * Deletes traces, events, webhooks and what came in by text, and empties messages. The rows of
   * participants and messages stay, and with them keys, tokens, and the address that an
   * unsubscription still needs.
   */
  void forget(List<Long> participants, Instant now) {
    List<Long> messages = messages(participants);
    db.sql().deleteFrom(EVENT).where(Rows.among(EVENT.MESSAGE_ID, messages)).execute();
    db.sql()
        .deleteFrom(EVENT_INBOX)
        .where(Rows.among(EVENT_INBOX.PARTICIPANT_ID, participants))
        .execute();
    db.sql().deleteFrom(SMS_INBOUND).where(Rows.among(SMS_INBOUND.MESSAGE_ID, messages)).execute();
    db.sql().deleteFrom(SMS_PART).where(Rows.among(SMS_PART.MESSAGE_ID, messages)).execute();
    db.sql()
        .deleteFrom(OUTBOX)
        .where(Rows.among(OUTBOX.ID, messages))
        .and(OUTBOX.KIND.eq(Kind.WEBHOOK.code()))
        .execute();
    db.sql()
        .update(OUTBOX)
        .set(OUTBOX.DATA, NO_VALUES)
        .set(OUTBOX.ANSWER, (String) null)
        .set(OUTBOX.OPENED_AT, (Instant) null)
        .set(OUTBOX.CLICKED_AT, (Instant) null)
        .set(OUTBOX.REPLIED_AT, (Instant) null)
        .where(Rows.among(OUTBOX.ID, messages))
        .execute();
    db.sql().deleteFrom(TRACE).where(Rows.among(TRACE.PARTICIPANT_ID, participants)).execute();
    db.sql()
        .update(CAMPAIGN_TEST)
        .set(CAMPAIGN_TEST.EMAIL_TO, (String) null)
        .set(CAMPAIGN_TEST.PHONE_TO, (String) null)
        .where(Rows.among(CAMPAIGN_TEST.PARTICIPANT_ID, participants))
        .execute();
    db.sql()
        .update(PARTICIPANT)
        .set(PARTICIPANT.PURGED_AT, now)
        .where(Rows.among(PARTICIPANT.ID, participants))
        .execute();
  }
}
