package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Transactions;

/**
 * Who may send what (D12): QUEUED → CLAIMED → SENDING, under leases of database time; and what a
 * dead owner leaves: CLAIMED falls back to QUEUED, SENDING is IN_DOUBT. Each call is a transaction.
 */
@ApplicationScoped
public class Leases {
  /** Longer than a sender waits for any answer; see {@link #SENDING_FOR}. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** After this a sender begins no end of data under its lease. */
  public static final Duration SENDING_FOR = Duration.ofSeconds(30);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int RECOVERED = 500;

  private static final Field<Instant> DATABASE_NOW =
      DSL.field("current_timestamp", OUTBOX.LEASE_UNTIL.getDataType());

  private static final Field<Instant> LEASE_END =
      DSL.field(
          "current_timestamp + interval '" + LEASE.toSeconds() + "' second",
          OUTBOX.LEASE_UNTIL.getDataType());

  private final Transactions transactions;
  private final Database database;
  private final DeliveryGate gate;

  @Inject
  public Leases(Transactions transactions, Database database, DeliveryGate gate) {
    this.transactions = transactions;
    this.database = database;
    this.gate = gate;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Leases() {
    this(null, null, null);
  }

  /**
   * Claims what is queued and allowed at that time; tests come first, being due since ever.
   *
   * @param owner of this claim alone
   */
  public List<Claimed> claim(Kind kind, String owner, Instant due, int limit) {
    List<Claimed> claimed =
        transactions.inNew(
            TIMEOUT, () -> claim(kind, owner, OUTBOX.SEND_AT.le(due).and(allowed()), limit));
    database.reached(FailPoint.SENDER_CLAIMED);
    return claimed;
  }

  /** Claims what is queued of one test (T5), unless it was tried and has to wait. */
  List<Claimed> claimTest(Kind kind, String owner, long participant, int limit) {
    Condition its =
        OUTBOX
            .SEND_AT
            .eq(OutboxRows.TESTS_DUE)
            .and(OUTBOX.PARTICIPANT_ID.eq(participant))
            .and(OUTBOX.TEST.isTrue());
    return transactions.inNew(TIMEOUT, () -> claim(kind, owner, its, limit));
  }

  private List<Claimed> claim(Kind kind, String owner, Condition which, int limit) {
    var query =
        database
            .sql()
            .select(OUTBOX.ID)
            .from(OUTBOX)
            .where(OUTBOX.KIND.eq(kind.code()))
            .and(OUTBOX.STATE.eq(MessageState.QUEUED.code()))
            .and(which)
            .orderBy(OUTBOX.SEND_AT, OUTBOX.ID)
            .limit(limit);
    // H2 takes seconds for an ordered claim: there the update's own check must do.
    List<Long> ids =
        database.dialect() == SQLDialect.POSTGRES
            ? query.forUpdate().skipLocked().fetch(OUTBOX.ID)
            : query.fetch(OUTBOX.ID);
    if (ids.isEmpty()) {
      return List.of();
    }
    database
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, MessageState.CLAIMED.code())
        .set(OUTBOX.OWNER, owner)
        .set(OUTBOX.LEASE_UNTIL, LEASE_END)
        .where(OUTBOX.ID.eq(any(ids)))
        .and(OUTBOX.STATE.eq(MessageState.QUEUED.code()))
        .execute();
    return claimed(ids, owner);
  }

  private List<Claimed> claimed(List<Long> ids, String owner) {
    return database
        .sql()
        .select(
            OUTBOX.ID,
            OUTBOX.KIND,
            OUTBOX.PARTICIPANT_ID,
            OUTBOX.TRACE_ID,
            OUTBOX.SLOT,
            OUTBOX.TEST,
            OUTBOX.ADDRESS,
            OUTBOX.CONTENT_ID,
            OUTBOX.DATA,
            OUTBOX.QUEUED_AT,
            OUTBOX.SEND_AT,
            OUTBOX.ATTEMPTS)
        .from(OUTBOX)
        .where(OUTBOX.ID.eq(any(ids)))
        .and(OUTBOX.OWNER.eq(owner))
        .orderBy(OUTBOX.SEND_AT, OUTBOX.ID)
        .fetch(
            r ->
                new Claimed(
                    r.get(OUTBOX.ID),
                    Kind.of(r.get(OUTBOX.KIND)),
                    r.get(OUTBOX.PARTICIPANT_ID),
                    r.get(OUTBOX.TRACE_ID),
                    r.get(OUTBOX.SLOT),
                    r.get(OUTBOX.TEST),
                    r.get(OUTBOX.ADDRESS),
                    r.get(OUTBOX.CONTENT_ID),
                    r.get(OUTBOX.DATA),
                    r.get(OUTBOX.QUEUED_AT),
                    r.get(OUTBOX.SEND_AT),
                    r.get(OUTBOX.ATTEMPTS)));
  }

  /** Gives back what was not begun, as it was. */
  public void release(String owner, Collection<Claimed> messages) {
    if (messages.isEmpty()) {
      return;
    }
    transactions.inNew(
        TIMEOUT,
        () ->
            database
                .sql()
                .update(OUTBOX)
                .set(OUTBOX.STATE, MessageState.QUEUED.code())
                .setNull(OUTBOX.OWNER)
                .setNull(OUTBOX.LEASE_UNTIL)
                .where(OUTBOX.ID.eq(any(ids(messages))))
                .and(OUTBOX.OWNER.eq(owner))
                .and(OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
                .execute());
  }

  /**
   * Marks messages as being handed over; called when all but the end of their data is on the wire.
   *
   * @param now the time of the try
   * @return which of them may go: still ours, the lease valid, the campaign not stopped
   */
  public Set<Long> begin(String owner, Collection<Claimed> messages, Instant now) {
    if (messages.isEmpty()) {
      return Set.of();
    }
    return transactions.inNew(
        TIMEOUT,
        () ->
            database
                .sql()
                .update(OUTBOX)
                .set(OUTBOX.STATE, MessageState.SENDING.code())
                .set(OUTBOX.SENT_AT, now)
                .set(OUTBOX.LEASE_UNTIL, LEASE_END)
                .where(OUTBOX.ID.eq(any(ids(messages))))
                .and(OUTBOX.OWNER.eq(owner))
                .and(OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
                .and(OUTBOX.LEASE_UNTIL.gt(DATABASE_NOW))
                .and(allowed())
                .returning(OUTBOX.ID)
                .fetchSet(OUTBOX.ID));
  }

  /** Whether anybody holds a valid lease on messages of that kind. */
  public boolean othersAtWork(Kind kind) {
    return database
        .sql()
        .fetchExists(OUTBOX, OUTBOX.LEASE_UNTIL.isNotNull().and(OUTBOX.KIND.eq(kind.code())));
  }

  /**
   * Takes over what dead owners left. A webhook that was being posted is posted again, as after any
   * lost answer: its receiver knows it by its id.
   *
   * @return how many messages
   */
  public int recover(Kind kind, Instant now) {
    Condition dead = OUTBOX.LEASE_UNTIL.lt(DATABASE_NOW).and(OUTBOX.KIND.eq(kind.code()));
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
        TIMEOUT,
        () -> {
          gate.lock(new TreeSet<>(left.getValues(OUTBOX.PARTICIPANT_ID)));
          Condition theirs = OUTBOX.ID.eq(any(left.getValues(OUTBOX.ID))).and(dead);
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

  /** Tests go whatever the campaign's state (T5). */
  private Condition allowed() {
    Long[] campaigns = gate.sendingCampaigns().toArray(Long[]::new);
    return OUTBOX.TEST.isTrue().or(OUTBOX.CAMPAIGN_ID.eq(DSL.any(DSL.val(campaigns))));
  }

  private static List<Long> ids(Collection<Claimed> messages) {
    return messages.stream().map(Claimed::id).toList();
  }

  private static org.jooq.QuantifiedSelect<org.jooq.Record1<Long>> any(Collection<Long> ids) {
    return DSL.any(DSL.val(ids.toArray(Long[]::new)));
  }
}
