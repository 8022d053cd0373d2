package org.nurture.journey;

import static org.jooq.impl.DSL.any;
import static org.nurture.platform.schema.Tables.DEMO_MAIL;
import static org.nurture.platform.schema.Tables.DEMO_SMS;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.RECORD_FOLLOWER;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;
import static org.nurture.platform.schema.Tables.SMS_INBOUND;
import static org.nurture.platform.schema.Tables.SMS_RECEIPT;
import static org.nurture.platform.schema.Tables.TODO;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.message.Outbox;
import org.nurture.platform.Database;

/**
 * Erases one person of a campaign (P3, GDPR Art. 17): ends the participation, withdraws what is
 * queued (X11), purges what happened, and puts keyed hashes where key, unique value and addresses
 * stood. An address that is suppressed stays suppressed: that is what its owner asked for.
 */
final class Erasure {
  private final Database db;
  private final Outbox outbox;

  Erasure(Database db, Outbox outbox) {
    this.db = db;
    this.outbox = outbox;
  }

  /** The campaign's participants with that key, tests included. */
  List<Long> participants(Chunk chunk, RecordKey key) {
    return db.sql()
        .select(PARTICIPANT.ID)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(chunk.workflow.campaignId()))
        .and(is(key, PARTICIPANT.RECORD_NUM, PARTICIPANT.RECORD_TEXT))
        .fetch(PARTICIPANT.ID);
  }

  /** Erases locked participants of one person. */
  void erase(Chunk chunk, RecordKey key, List<Participant> locked) {
    end(chunk, locked.stream().filter(p -> !p.state().isFinal()).toList());
    withdraw(chunk, locked);
    List<Long> ids = locked.stream().map(Participant::id).toList();
    Condition theirs =
        OUTBOX
            .CAMPAIGN_ID
            .eq(chunk.workflow.campaignId())
            .and(Rows.among(OUTBOX.PARTICIPANT_ID, ids));
    forgetAddresses(
        db.sql()
            .selectDistinct(OUTBOX.ADDRESS)
            .from(OUTBOX)
            .where(theirs)
            .fetchSet(OUTBOX.ADDRESS));
    PurgeWork.forget(chunk, new PurgeStore(db), locked.stream().filter(p -> !p.purged()).toList());
    db.sql()
        .update(OUTBOX)
        .set(OUTBOX.ADDRESS, (String) null)
        .set(OUTBOX.ONCE_ADDRESS, (String) null)
        .where(theirs)
        .execute();
    hash(chunk, key, ids);
  }

  private void end(Chunk chunk, List<Participant> live) {
    if (live.isEmpty()) {
      return;
    }
    chunk.cancelAll(live, Reason.PARTICIPANT_REMOVED);
    chunk.participants.end(live, ParticipantState.REMOVED, chunk.tally);
  }

  /** Also of those whose record is gone: what is queued still has their address (X11). */
  private void withdraw(Chunk chunk, List<Participant> locked) {
    for (Participant participant : locked) {
      Set<Long> withdrawn = outbox.withdraw(List.of(participant.id()));
      chunk.undo(
          withdrawn,
          TraceState.CANCELED,
          Reason.PARTICIPANT_REMOVED,
          participant.test() ? List.of() : chunk.traces.activities(withdrawn));
    }
  }

  private void hash(Chunk chunk, RecordKey key, List<Long> ids) {
    Erased erased = new Erased(db, chunk.workflow.target());
    Map<Long, String> values =
        db.sql()
            .select(PARTICIPANT.ID, PARTICIPANT.UNIQUE_VALUE)
            .from(PARTICIPANT)
            .where(Rows.among(PARTICIPANT.ID, ids))
            .and(PARTICIPANT.UNIQUE_VALUE.isNotNull())
            .fetchMap(PARTICIPANT.ID, PARTICIPANT.UNIQUE_VALUE);
    db.sql()
        .update(PARTICIPANT)
        .set(PARTICIPANT.RECORD_NUM, (Long) null)
        .set(PARTICIPANT.RECORD_TEXT, erased.hash(key))
        .where(Rows.among(PARTICIPANT.ID, ids))
        .execute();
    values.forEach(
        (id, value) ->
            db.sql()
                .update(PARTICIPANT)
                .set(PARTICIPANT.UNIQUE_VALUE, erased.hash(value))
                .where(PARTICIPANT.ID.eq(id))
                .execute());
  }

  /** What was caught on its way there, and what came from there: texts, and reports of them. */
  private void forgetAddresses(Set<String> addresses) {
    String[] known = addresses.stream().filter(a -> a != null).toArray(String[]::new);
    String[] digits = Arrays.stream(known).map(a -> a.replace("+", "")).toArray(String[]::new);
    db.sql().deleteFrom(DEMO_MAIL).where(DEMO_MAIL.ENVELOPE_TO.eq(any(known))).execute();
    db.sql().deleteFrom(DEMO_SMS).where(DEMO_SMS.PHONE.eq(any(known))).execute();
    db.sql().deleteFrom(SMS_INBOUND).where(SMS_INBOUND.PHONE.eq(any(known))).execute();
    db.sql().deleteFrom(SMS_RECEIPT).where(SMS_RECEIPT.PHONE.eq(any(digits))).execute();
  }

  /** What server actions left on the record: to-dos, followers, notes. */
  void forgetRecord(String target, RecordKey key) {
    db.sql()
        .deleteFrom(TODO)
        .where(TODO.TARGET.eq(target))
        .and(is(key, TODO.RECORD_NUM, TODO.RECORD_TEXT))
        .execute();
    db.sql()
        .deleteFrom(RECORD_FOLLOWER)
        .where(RECORD_FOLLOWER.TARGET.eq(target))
        .and(is(key, RECORD_FOLLOWER.RECORD_NUM, RECORD_FOLLOWER.RECORD_TEXT))
        .execute();
    db.sql()
        .deleteFrom(RECORD_NOTE)
        .where(RECORD_NOTE.TARGET.eq(target))
        .and(is(key, RECORD_NOTE.RECORD_NUM, RECORD_NOTE.RECORD_TEXT))
        .execute();
  }

  private static Condition is(RecordKey key, Field<Long> number, Field<String> text) {
    @Nullable Long n = key.number();
    return n != null ? number.eq(n) : text.eq(key.toString());
  }
}
