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
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;

/**
 * Takes queued messages of suppressed addresses out of the outbox (X11), in transactions of its
 * own. Whoever suppresses calls it after the commit; the sender checks once more before the
 * hand-over, so that a crash in between sends nothing.
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
          return null;
        });
    for (Channel channel : Channel.values()) {
      withdraw(
          channel,
          entries.stream().filter(e -> e.channel() == channel).map(Entry::address).toList());
    }
  }

  /**
   * Withdraws what is queued for these addresses.
   *
   * @return how many messages
   */
  public int withdraw(Channel channel, Collection<String> addresses) {
    Set<String> spellings = new TreeSet<>(addresses);
    addresses.forEach(a -> spellings.add(Addresses.key(a)));
    int withdrawn = 0;
    int chunk = spellings.isEmpty() ? 0 : CHUNK;
    while (chunk == CHUNK) {
      Result<Record2<Long, Long>> open = open(channel, spellings);
      chunk = open.size();
      withdrawn +=
          chunk == 0
              ? 0
              : withdrawMessages(open.getValues(OUTBOX.ID), open.getValues(OUTBOX.PARTICIPANT_ID));
    }
    return withdrawn;
  }

  /** Withdraws messages in one transaction: participants are locked first (D2). */
  int withdrawMessages(List<Long> messages, List<Long> participants) {
    return transactions.inNew(
        TIMEOUT,
        () -> {
          gate.lock(new TreeSet<>(participants));
          Set<Long> traces = outbox.withdrawMessages(messages);
          if (!traces.isEmpty()) {
            gate.withdrawn(traces);
          }
          return traces.size();
        });
  }

  private Result<Record2<Long, Long>> open(Channel channel, Set<String> addresses) {
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
}
