package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QuantifiedSelect;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Transactions;

/**
 * Who may send what (D12): QUEUED → CLAIMED → SENDING, under leases of database time. Each call is
 * a transaction.
 */
@ApplicationScoped
public class Leases {
  /** Longer than a sender waits for any answer; see {@link #SENDING_FOR}. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** After this a sender begins no end of data under its lease. */
  public static final Duration SENDING_FOR = Duration.ofSeconds(30);

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  static final Field<Instant> DATABASE_NOW =
      DSL.field("current_timestamp", OUTBOX.LEASE_UNTIL.getDataType());

  private static final Field<Instant> LEASE_END =
      DSL.field(
          "current_timestamp + interval '" + LEASE.toSeconds() + "' second",
          OUTBOX.LEASE_UNTIL.getDataType());

  private final Transactions transactions;
  private final Database database;
  private final DeliveryGate gate;
  private final DeadOwners deadOwners;

  @Inject
  public Leases(Transactions transactions, Database database, DeliveryGate gate) {
    this.transactions = transactions;
    this.database = database;
    this.gate = gate;
    this.deadOwners = new DeadOwners(transactions, database, gate);
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
            TIMEOUT,
            () ->
                claim(
                    kind,
                    owner,
                    OUTBOX.SEND_AT.le(due).and(allowed(gate.sendingCampaigns())),
                    limit));
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
                    Objects.requireNonNullElse(r.get(OUTBOX.ADDRESS), ""),
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
    return transactions.inNew(TIMEOUT, () -> mark(owner, messages, now));
  }

  private Set<Long> mark(String owner, Collection<Claimed> messages, Instant now) {
    List<Long> bound =
        messages.stream().filter(m -> !m.test()).map(Claimed::participantId).toList();
    Condition allowed = allowed(gate.sendingCampaigns(bound));
    database.reached(FailPoint.HAND_OVER_ALLOWED);
    return database
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, MessageState.SENDING.code())
        .set(OUTBOX.SENT_AT, now)
        .set(OUTBOX.LEASE_UNTIL, LEASE_END)
        .where(OUTBOX.ID.eq(any(ids(messages))))
        .and(OUTBOX.OWNER.eq(owner))
        .and(OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
        .and(OUTBOX.LEASE_UNTIL.gt(DATABASE_NOW))
        .and(allowed)
        .returning(OUTBOX.ID)
        .fetchSet(OUTBOX.ID);
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
    return deadOwners.recover(kind, now);
  }

  /** Tests go whatever the campaign's state (T5). */
  private static Condition allowed(Set<Long> sending) {
    Long[] campaigns = sending.toArray(Long[]::new);
    return OUTBOX.TEST.isTrue().or(OUTBOX.CAMPAIGN_ID.eq(DSL.any(DSL.val(campaigns))));
  }

  private static List<Long> ids(Collection<Claimed> messages) {
    return messages.stream().map(Claimed::id).toList();
  }

  static QuantifiedSelect<Record1<Long>> any(Collection<Long> ids) {
    return DSL.any(DSL.val(ids.toArray(Long[]::new)));
  }
}
