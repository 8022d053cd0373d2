package org.nurture.message.sms;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SMS_PART;
import static org.nurture.platform.schema.Tables.SMS_RECEIPT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
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
  private static final int LONGEST_PHONE = 40;

  private final Transactions transactions;
  private final Database database;
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
    this.database = database;
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
    String phone = receipt.phone().replaceAll("[^0-9]", "");
    transactions.inNew(
        TIMEOUT,
        () ->
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
                .set(SMS_RECEIPT.RECEIVED_AT, Time.now(clock))
                .set(SMS_RECEIPT.TRIES, (short) 0)
                .set(SMS_RECEIPT.NEXT_AT, databaseTime(0))
                .execute());
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
    List<Kept> due = due();
    if (due.isEmpty()) {
      return new Done(0, 0);
    }
    ReceiptMatch match = new ReceiptMatch(parts(due), doubtful(due));
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
    fates.forEach(this::mark);
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

  private List<Kept> due() {
    var query =
        database
            .sql()
            .selectFrom(SMS_RECEIPT)
            .where(SMS_RECEIPT.NEXT_AT.le(databaseTime(0)))
            .orderBy(SMS_RECEIPT.NEXT_AT, SMS_RECEIPT.ID)
            .limit(CHUNK);
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

  private List<Part> parts(List<Kept> receipts) {
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
  private List<ReceiptMatch.Doubtful> doubtful(List<Kept> receipts) {
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
                new ReceiptMatch.Doubtful(
                    r.value1(),
                    r.value2(),
                    r.value3() == MessageState.IN_DOUBT.code(),
                    r.value4()));
  }

  private void mark(Receipt.Fate fate, Collection<Long> parts) {
    database
        .sql()
        .update(SMS_PART)
        .set(SMS_PART.STATE, (short) fate.ordinal())
        .where(SMS_PART.ID.eq(DSL.any(DSL.val(parts.toArray(Long[]::new)))))
        .execute();
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
    if (!drop.isEmpty()) {
      database
          .sql()
          .deleteFrom(SMS_RECEIPT)
          .where(SMS_RECEIPT.ID.eq(DSL.any(DSL.val(drop.toArray(Long[]::new)))))
          .execute();
    }
    Map<Integer, List<Long>> later = new HashMap<>();
    open.stream()
        .filter(r -> r.tries() < TRIES)
        .forEach(
            r ->
                later
                    .computeIfAbsent(
                        1 << Math.min(r.tries(), LONGEST_PAUSE), s -> new ArrayList<>())
                    .add(r.id()));
    later.forEach(
        (seconds, ids) ->
            database
                .sql()
                .update(SMS_RECEIPT)
                .set(SMS_RECEIPT.NEXT_AT, databaseTime(seconds))
                .set(SMS_RECEIPT.TRIES, SMS_RECEIPT.TRIES.plus((short) 1))
                .where(SMS_RECEIPT.ID.eq(DSL.any(DSL.val(ids.toArray(Long[]::new)))))
                .execute());
  }

  /** Forgets ids of which no gateway reports any more: the oldest come first. */
  public void tidy() {
    Instant old = Time.now(clock).minus(REPORTED_FOR);
    int deleted;
    do {
      deleted =
          transactions.inNew(
              TIMEOUT,
              () ->
                  database
                      .sql()
                      .query(
                          """
                          delete from sms_part
                           where id in (select id from sms_part order by id limit {0})
                             and submitted_at < {1}
                          """,
                          DSL.inline(TIDIED), DSL.val(old, SMS_PART.SUBMITTED_AT))
                      .execute());
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

  private static Field<Instant> databaseTime(int seconds) {
    return DSL.field(
        "current_timestamp" + (seconds == 0 ? "" : " + interval '" + seconds + "' second"),
        SMS_RECEIPT.NEXT_AT.getDataType());
  }
}
