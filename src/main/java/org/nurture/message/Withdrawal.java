package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.OWED_WITHDRAWAL;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.nurture.message.DeliveryGate.Hold;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;
import org.nurture.platform.schema.tables.records.OwedWithdrawalRecord;

/**
 * Takes queued messages of suppressed addresses out of the outbox (X11), in transactions of its
 * own: they may be other participants' and other campaigns', whose locks come before those of
 * whoever suppresses (D2). So that one notes in its transaction what is owed; it is carried out
 * after the commit, at the latest by {@code process}, which executes nothing before. The sender
 * checks once more before the hand-over.
 */
@ApplicationScoped
public class Withdrawal {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int CHUNK = 1000;

  private final Transactions transactions;
  private final Database database;
  private final Suppressions suppressions;
  private final OutboxRows outbox;
  private final DeliveryGate gate;

  @Inject
  public Withdrawal(
      Transactions transactions,
      Database database,
      Suppressions suppressions,
      OutboxRows outbox,
      DeliveryGate gate) {
    this.transactions = transactions;
    this.database = database;
    this.suppressions = suppressions;
    this.outbox = outbox;
    this.gate = gate;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Withdrawal() {
    this(null, null, null, null, null);
  }

  /** Suppresses in a transaction of its own, then withdraws what is queued. */
  public void suppress(Collection<Entry> entries, Instant now) {
    transactions.inNew(
        TIMEOUT,
        () -> {
          suppressions.add(entries, now);
          owe(entries);
          return null;
        });
    withdraw();
  }

  /** Notes, in the caller's transaction, what is to be withdrawn once it is committed. */
  public void owe(Collection<Entry> entries) {
    Set<Owed> owed = new LinkedHashSet<>();
    for (Entry entry : entries) {
      owed.add(new Owed(entry.channel().code(), entry.address()));
      owed.add(new Owed(entry.channel().code(), Addresses.key(entry.address())));
    }
    if (!owed.isEmpty()) {
      database
          .sql()
          .insertInto(OWED_WITHDRAWAL, OWED_WITHDRAWAL.CHANNEL, OWED_WITHDRAWAL.ADDRESS)
          .select(
              DSL.select(
                      DSL.field(DSL.name("t", "channel"), Short.class),
                      DSL.field(DSL.name("t", "address"), String.class))
                  .from(
                      DSL.table(
                              "unnest(cast({0} as smallint array), cast({1} as varchar array))",
                              DSL.val(owed.stream().map(Owed::channel).toArray(Short[]::new)),
                              DSL.val(owed.stream().map(Owed::address).toArray(String[]::new)))
                          .as("t", "channel", "address")))
          .execute();
    }
  }

  /** Whether anything is owed, as the caller's transaction sees it. */
  boolean owed() {
    return database.sql().fetchExists(OWED_WITHDRAWAL);
  }

  /** Withdraws all that is owed. */
  public void withdraw() {
    boolean more = true;
    while (more) {
      more = withdrawSome();
    }
  }

  /**
   * Withdraws a chunk of what is owed; waits for whoever does so already.
   *
   * @return false: nothing was owed
   */
  boolean withdrawSome() {
    return transactions.inNew(TIMEOUT, this::withdrawClaimed);
  }

  private boolean withdrawClaimed() {
    Result<OwedWithdrawalRecord> owed =
        database
            .sql()
            .selectFrom(OWED_WITHDRAWAL)
            .orderBy(OWED_WITHDRAWAL.ID)
            .limit(CHUNK)
            .forUpdate()
            .fetch();
    if (owed.isEmpty()) {
      return false;
    }
    boolean all = true;
    for (Channel channel : Channel.values()) {
      all &=
          withdraw(
              channel,
              owed.stream()
                  .filter(o -> o.getChannel() == channel.code())
                  .map(OwedWithdrawalRecord::getAddress)
                  .toList());
    }
    if (all) {
      Long[] done = owed.getValues(OWED_WITHDRAWAL.ID).toArray(Long[]::new);
      database
          .sql()
          .deleteFrom(OWED_WITHDRAWAL)
          .where(OWED_WITHDRAWAL.ID.eq(DSL.any(DSL.val(done))))
          .execute();
    }
    return true;
  }

  /**
   * @return false: there may be more
   */
  private boolean withdraw(Channel channel, Collection<String> addresses) {
    if (addresses.isEmpty()) {
      return true;
    }
    Result<Record2<Long, Long>> open = open(channel, addresses);
    if (!open.isEmpty()) {
      withdrawLocked(
          open.getValues(OUTBOX.ID), open.getValues(OUTBOX.PARTICIPANT_ID), gate::withdrawn);
    }
    return open.size() < CHUNK;
  }

  /** Withdraws messages in one transaction: participants are locked first (D2). */
  int withdrawMessages(List<Long> messages, List<Long> participants) {
    return transactions.inNew(
        TIMEOUT, () -> withdrawLocked(messages, participants, gate::withdrawn));
  }

  private int withdrawLocked(
      List<Long> messages, List<Long> participants, Consumer<Set<Long>> tell) {
    gate.lock(new TreeSet<>(participants));
    Set<Long> traces = outbox.withdrawMessages(messages);
    if (!traces.isEmpty()) {
      tell.accept(traces);
    }
    return traces.size();
  }

  /**
   * Without those that something holds (X12): they go back into the queue until then, or are
   * withdrawn where they were held too long. Messages of tests are never held (T5).
   *
   * @param owner of their claim
   */
  List<Claimed> withoutHeld(String owner, List<Claimed> claimed, Instant now) {
    List<Claimed> real = claimed.stream().filter(m -> !m.test()).toList();
    Map<Long, Hold> holds = real.isEmpty() ? Map.of() : gate.holds(real, now);
    if (holds.isEmpty()) {
      return claimed;
    }
    Map<Instant, List<Long>> later = new TreeMap<>();
    List<Claimed> capped = new ArrayList<>();
    for (Claimed message : real) {
      Hold hold = holds.get(message.id());
      if (hold != null && hold.until() == null) {
        capped.add(message);
      } else if (hold != null) {
        later.computeIfAbsent(hold.until(), u -> new ArrayList<>()).add(message.id());
      }
    }
    transactions.inNew(
        TIMEOUT,
        () -> {
          later.forEach((until, messages) -> putOff(owner, messages, until));
          return later.size();
        });
    if (!capped.isEmpty()) {
      transactions.inNew(
          TIMEOUT,
          () ->
              withdrawLocked(
                  capped.stream().map(Claimed::id).toList(),
                  capped.stream().map(Claimed::participantId).toList(),
                  gate::capped));
    }
    return claimed.stream().filter(m -> m.test() || !holds.containsKey(m.id())).toList();
  }

  private void putOff(String owner, List<Long> messages, Instant until) {
    database
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, MessageState.QUEUED.code())
        .set(OUTBOX.SEND_AT, until)
        .setNull(OUTBOX.OWNER)
        .setNull(OUTBOX.LEASE_UNTIL)
        .where(OUTBOX.ID.eq(DSL.any(DSL.val(messages.toArray(Long[]::new)))))
        .and(OUTBOX.OWNER.eq(owner))
        .and(OUTBOX.STATE.eq(MessageState.CLAIMED.code()))
        .execute();
  }

  private Result<Record2<Long, Long>> open(Channel channel, Collection<String> addresses) {
    return database
        .sql()
        .select(OUTBOX.ID, OUTBOX.PARTICIPANT_ID)
        .from(OUTBOX)
        .where(OUTBOX.ADDRESS.eq(DSL.any(DSL.val(addresses.toArray(String[]::new)))))
        .and(OUTBOX.KIND.eq(channel.code()))
        .and(OUTBOX.STATE.in(MessageState.QUEUED.code(), MessageState.CLAIMED.code()))
        .andNot(OUTBOX.TEST)
        .orderBy(OUTBOX.ID)
        .limit(CHUNK)
        .fetch();
  }

  private record Owed(short channel, String address) {}
}
