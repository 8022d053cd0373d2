package org.nurture.message.sms;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SMS_PART;
import static org.nurture.platform.schema.Tables.SMS_RECEIPT;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.sms.ReceiptMatch.Doubtful;
import org.nurture.message.sms.ReceiptMatch.Kept;
import org.nurture.message.sms.ReceiptMatch.Part;
import org.nurture.platform.Database;
import org.nurture.platform.Sql;

/** Receipts, and what they may be of, in the database. Joins the caller's transaction. */
final class ReceiptRows {
  private static final int LONGEST_PHONE = 40;

  private final Database database;

  ReceiptRows(Database database) {
    this.database = database;
  }

  /** Keeps one; it is due at once. */
  void keep(Receipt receipt, Instant now) {
    String phone = receipt.phone().replaceAll("[^0-9]", "");
    database
        .sql()
        .insertInto(SMS_RECEIPT)
        .set(SMS_RECEIPT.GATEWAY_ID, GatewayIds.normal(receipt.gatewayId()))
        .set(
            SMS_RECEIPT.PHONE,
            phone.length() > LONGEST_PHONE ? phone.substring(0, LONGEST_PHONE) : phone)
        .set(SMS_RECEIPT.REFERENCE, receipt.reference())
        .set(SMS_RECEIPT.STATE, receipt.state().name())
        .set(SMS_RECEIPT.ERROR, receipt.error())
        .set(SMS_RECEIPT.RECEIVED_AT, now)
        .set(SMS_RECEIPT.TRIES, (short) 0)
        .set(SMS_RECEIPT.NEXT_AT, Sql.now())
        .execute();
  }

  /** Those whose turn it is, for this caller alone. */
  List<Kept> due(int limit) {
    var query =
        database
            .sql()
            .selectFrom(SMS_RECEIPT)
            .where(SMS_RECEIPT.NEXT_AT.le(Sql.now()))
            .orderBy(SMS_RECEIPT.NEXT_AT, SMS_RECEIPT.ID)
            .limit(limit);
    // H2 has one server and one matcher
    var rows =
        database.dialect() == SQLDialect.POSTGRES
            ? query.forUpdate().skipLocked().fetch()
            : query.fetch();
    return rows.map(
        r ->
            new Kept(
                r.getId(),
                r.getGatewayId(),
                r.getPhone(),
                r.getReference(),
                Receipt.State.valueOf(r.getState()),
                r.getError(),
                r.getReceivedAt(),
                r.getTries()));
  }

  /** All parts of every message that one of these may be of, oldest first. */
  List<Part> parts(List<Kept> receipts) {
    TreeSet<String> ids = new TreeSet<>();
    for (Kept receipt : receipts) {
      ids.add(receipt.gatewayId());
      ids.addAll(GatewayIds.others(receipt.gatewayId()));
    }
    var named = SMS_PART.as("named");
    var query =
        database
            .sql()
            .select(
                SMS_PART.ID,
                SMS_PART.MESSAGE_ID,
                SMS_PART.PART,
                SMS_PART.PARTS,
                SMS_PART.GATEWAY_ID,
                SMS_PART.STATE,
                OUTBOX.ADDRESS,
                OUTBOX.STATE)
            .from(SMS_PART)
            .join(OUTBOX)
            .on(OUTBOX.ID.eq(SMS_PART.MESSAGE_ID))
            .where(
                SMS_PART.MESSAGE_ID.in(
                    DSL.select(named.MESSAGE_ID)
                        .from(named)
                        .where(named.GATEWAY_ID.eq(DSL.any(DSL.val(ids.toArray(String[]::new)))))))
            .orderBy(SMS_PART.ID);
    // two servers with the last receipts of one message: the second sees what the first wrote
    var rows =
        database.dialect() == SQLDialect.POSTGRES
            ? query.forUpdate().of(SMS_PART).fetch()
            : query.fetch();
    return rows.map(
        r ->
            new Part(
                r.value1(),
                r.value2(),
                r.value3(),
                r.value4(),
                r.value5(),
                r.value6(),
                r.value7() == null ? "" : r.value7(),
                r.value8() == MessageState.IN_DOUBT.code()));
  }

  /** Messages to these numbers whose hand-over has no recorded answer, or is under way. */
  List<Doubtful> doubtful(List<Kept> receipts) {
    String[] phones = receipts.stream().map(r -> "+" + r.phone()).distinct().toArray(String[]::new);
    return database
        .sql()
        .select(OUTBOX.ID, OUTBOX.ADDRESS, OUTBOX.STATE, OUTBOX.SENT_AT)
        .from(OUTBOX)
        .where(OUTBOX.ADDRESS.eq(DSL.any(DSL.val(phones))))
        .and(OUTBOX.KIND.eq(Kind.SMS.code()))
        .and(OUTBOX.STATE.in(MessageState.SENDING.code(), MessageState.IN_DOUBT.code()))
        .fetch(
            r ->
                new Doubtful(
                    r.value1(),
                    r.value2(),
                    r.value3() == MessageState.IN_DOUBT.code(),
                    r.value4()));
  }

  /** Notes what became of parts. */
  void mark(Receipt.Fate fate, Collection<Long> parts) {
    database
        .sql()
        .update(SMS_PART)
        .set(SMS_PART.STATE, (short) fate.ordinal())
        .where(SMS_PART.ID.eq(DSL.any(DSL.val(parts.toArray(Long[]::new)))))
        .execute();
  }

  /** Nothing more is to be made of these. */
  void delete(Collection<Long> receipts) {
    if (!receipts.isEmpty()) {
      database
          .sql()
          .deleteFrom(SMS_RECEIPT)
          .where(SMS_RECEIPT.ID.eq(DSL.any(DSL.val(receipts.toArray(Long[]::new)))))
          .execute();
    }
  }

  /** These are looked at again after so long. */
  void postpone(Collection<Long> receipts, int seconds) {
    database
        .sql()
        .update(SMS_RECEIPT)
        .set(SMS_RECEIPT.NEXT_AT, Sql.now().plus(DayToSecond.valueOf(Duration.ofSeconds(seconds))))
        .set(SMS_RECEIPT.TRIES, SMS_RECEIPT.TRIES.plus((short) 1))
        .where(SMS_RECEIPT.ID.eq(DSL.any(DSL.val(receipts.toArray(Long[]::new)))))
        .execute();
  }

  /**
   * Forgets the oldest ids of parts, where they were submitted before that.
   *
   * @return how many were
   */
  int forgetParts(Instant before, int limit) {
    return database
        .sql()
        .query(
            """
            delete from sms_part
             where id in (select id from sms_part order by id limit {0})
               and submitted_at < {1}
            """,
            DSL.inline(limit), DSL.val(before, SMS_PART.SUBMITTED_AT))
        .execute();
  }
}
