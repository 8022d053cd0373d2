package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Transactions;

/**
 * What senders leave whose leases ended (D12): CLAIMED falls back to QUEUED, SENDING is IN_DOUBT.
 */
final class DeadOwners {
  private static final int RECOVERED = 500;

  private final Transactions transactions;
  private final Database database;
  private final DeliveryGate gate;

  DeadOwners(Transactions transactions, Database database, DeliveryGate gate) {
    this.transactions = transactions;
    this.database = database;
    this.gate = gate;
  }

  /** See {@link Leases#recover}. */
  int recover(Kind kind, Instant now) {
    Condition dead = OUTBOX.LEASE_UNTIL.lt(Leases.DATABASE_NOW).and(OUTBOX.KIND.eq(kind.code()));
    var left =
        database
            .sql()
            .select(OUTBOX.ID, OUTBOX.PARTICIPANT_ID)
            .from(OUTBOX)
            .where(dead)
            .orderBy(OUTBOX.ID)
            .limit(RECOVERED)
            .fetch();
    if (left.isEmpty()) {
      return 0;
    }
    return transactions.inNew(
        Leases.TIMEOUT,
        () -> {
          gate.lock(new TreeSet<>(left.getValues(OUTBOX.PARTICIPANT_ID)));
          Condition theirs = OUTBOX.ID.eq(Leases.any(left.getValues(OUTBOX.ID))).and(dead);
          int queued =
              database
                  .sql()
                  .update(OUTBOX)
                  .set(OUTBOX.STATE, MessageState.QUEUED.code())
                  .set(OUTBOX.SEND_AT, DSL.coalesce(OUTBOX.SEND_AT, DSL.val(now)))
                  .setNull(OUTBOX.SENT_AT)
                  .set(OUTBOX.ATTEMPTS, OUTBOX.ATTEMPTS.plus(DSL.when(begun(), 1).otherwise(0)))
                  .setNull(OUTBOX.OWNER)
                  .setNull(OUTBOX.LEASE_UNTIL)
                  .where(theirs)
                  .and(
                      kind == Kind.WEBHOOK
                          ? begun().or(OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
                          : OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
                  .execute();
          int taken = queued + doubt(theirs);
          database.reached(FailPoint.RECOVERED);
          return taken;
        });
  }

  private static Condition begun() {
    return OUTBOX.STATE.eq(MessageState.SENDING.code());
  }

  private int doubt(Condition theirs) {
    var begun =
        database
            .sql()
            .select(OUTBOX.ID, OUTBOX.TRACE_ID, OUTBOX.PARTICIPANT_ID, OUTBOX.SENT_AT, OUTBOX.SLOT)
            .from(OUTBOX)
            .where(theirs)
            .and(OUTBOX.STATE.eq(MessageState.SENDING.code()))
            .forUpdate()
            .fetch();
    // What an event has proved sent meanwhile only loses its lease.
    database
        .sql()
        .update(OUTBOX)
        .set(
            OUTBOX.STATE,
            DSL.when(
                    OUTBOX.STATE.eq(MessageState.SENDING.code()),
                    DSL.inline(MessageState.IN_DOUBT.code()))
                .otherwise(OUTBOX.STATE))
        .setNull(OUTBOX.SEND_AT)
        .setNull(OUTBOX.OWNER)
        .setNull(OUTBOX.LEASE_UNTIL)
        .where(theirs)
        .execute();
    List<HandOver> tries =
        begun.stream()
            .filter(r -> r.get(OUTBOX.SLOT) == 0)
            .map(
                r ->
                    new HandOver(
                        r.get(OUTBOX.TRACE_ID),
                        r.get(OUTBOX.PARTICIPANT_ID),
                        r.get(OUTBOX.SENT_AT)))
            .toList();
    if (!tries.isEmpty()) {
      gate.inDoubt(tries);
    }
    return begun.size();
  }
}
