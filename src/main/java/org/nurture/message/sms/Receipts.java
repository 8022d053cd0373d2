package org.nurture.message.sms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Resolution;
import org.nurture.message.sms.ReceiptMatch.Kept;
import org.nurture.message.sms.ReceiptMatch.Part;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/**
 * Receipts of gateways that know a message by an id of their own only. They are kept first, in the
 * gateway's thread and before it hears "received"; matched later, in sets: a receipt may be there
 * before the answer is recorded that told its id. One that is doubled or unknown does no harm.
 */
@ApplicationScoped
public class Receipts {
  private static final Logger LOG = Logger.getLogger(Receipts.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CHUNK = 500;

  /** Pauses of 1, 2, 4 … seconds up to 17 minutes: about three days. */
  private static final int TRIES = 260;

  private static final Duration REPORTED_FOR = Duration.ofDays(14);
  private static final int TIDIED = 5_000;
  private static final int LONGEST_PAUSE = 10;

  private final Transactions transactions;
  private final ReceiptRows rows;
  private final EventInbox inbox;
  private final Resolution resolution;
  private final InstantSource clock;

  @Inject
  public Receipts(
      Transactions transactions,
      Database database,
      EventInbox inbox,
      Resolution resolution,
      InstantSource clock) {
    this.transactions = transactions;
    this.rows = new ReceiptRows(database);
    this.inbox = inbox;
    this.resolution = resolution;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Receipts() {
    this(null, null, null, null, null);
  }

  /** Keeps a receipt; when this returns it is committed. */
  public void keep(Receipt receipt) {
    transactions.inNew(
        TIMEOUT,
        () -> {
          rows.keep(receipt, Time.now(clock));
          return true;
        });
  }

  /**
   * Matches what is due, and appends its events.
   *
   * @param hard whether an error code of the gateway speaks against the number itself
   * @return how many receipts were dealt with
   */
  public synchronized int match(HardCodes hard) {
    int done = 0;
    List<Long> proved = new ArrayList<>();
    Done chunk;
    do {
      chunk = transactions.inNew(TIMEOUT, () -> chunk(hard, proved));
      done += chunk.matched();
    } while (chunk.seen() == CHUNK);
    proved.forEach(this::sent);
    return done;
  }

  /** Which error codes of receipts mean that the number itself is wrong. */
  @FunctionalInterface
  public interface HardCodes {
    boolean hard(@Nullable String error);
  }

  private record Done(int seen, int matched) {}

  private Done chunk(HardCodes hard, List<Long> proved) {
    List<Kept> due = rows.due(CHUNK);
    if (due.isEmpty()) {
      return new Done(0, 0);
    }
    ReceiptMatch match = new ReceiptMatch(rows.parts(due), rows.doubtful(due));
    List<Incoming> events = new ArrayList<>();
    Map<Receipt.Fate, List<Long>> fates = new HashMap<>();
    List<Long> over = new ArrayList<>();
    List<Kept> open = new ArrayList<>();
    for (Kept receipt : due) {
      Part part = match.part(receipt);
      Long message = part == null ? match.inDoubt(receipt) : (Long) part.message();
      if (message == null) {
        open.add(receipt);
        continue;
      }
      over.add(receipt.id());
      Receipt.Fate fate = receipt.state().fate();
      if (part != null && fate != Receipt.Fate.OPEN) {
        fates.computeIfAbsent(fate, f -> new ArrayList<>()).add(part.id());
      }
      boolean whole = part == null || match.delivered(part, receipt);
      if (fate == Receipt.Fate.FAILED) {
        events.add(event(receipt, message, EventType.BOUNCED, hard.hard(receipt.error())));
      } else if (fate == Receipt.Fate.DELIVERED && whole) {
        events.add(event(receipt, message, EventType.DELIVERED, null));
      } else if (part == null || part.inDoubt()) {
        proved.add(message);
      }
    }
    inbox.append(events);
    fates.forEach(rows::mark);
    finish(over, open);
    return new Done(due.size(), over.size());
  }

  private static Incoming event(
      Kept receipt, long message, EventType type, @Nullable Boolean hard) {
    // a doubled receipt is the same event; a part's failure is none of another part's
    String id = "smpp:" + receipt.gatewayId() + ":" + receipt.state();
    return new Incoming(
        message, type, receipt.receivedAt(), receipt.receivedAt(), hard, false, null, id);
  }

  private void finish(List<Long> over, List<Kept> open) {
    List<Long> drop = new ArrayList<>(over);
    open.stream().filter(r -> r.tries() >= TRIES).map(Kept::id).forEach(drop::add);
    if (drop.size() > over.size()) {
      LOG.log(
          Level.WARNING,
          "NRT-0611 {0} SMS receipts name no message of ours; they were dropped",
          drop.size() - over.size());
    }
    rows.delete(drop);
    Map<Integer, List<Long>> later = new HashMap<>();
    open.stream()
        .filter(r -> r.tries() < TRIES)
        .forEach(
            r ->
                later
                    .computeIfAbsent(
                        1 << Math.min(r.tries(), LONGEST_PAUSE), s -> new ArrayList<>())
                    .add(r.id()));
    later.forEach((seconds, ids) -> rows.postpone(ids, seconds));
  }

  /** Forgets ids of which no gateway reports any more: the oldest come first. */
  public void tidy() {
    Instant old = Time.now(clock).minus(REPORTED_FOR);
    int deleted;
    do {
      deleted = transactions.inNew(TIMEOUT, () -> rows.forgetParts(old, TIDIED));
    } while (deleted == TIDIED);
  }

  /** A report that is no event of its own still proves the hand-over (X6). */
  private void sent(long message) {
    try {
      resolution.resolve(message, Resolution.As.SENT);
    } catch (NurtureException e) {
      // it was never in doubt, or is not any more
      LOG.log(Level.FINE, "message " + message, e);
    }
  }
}
