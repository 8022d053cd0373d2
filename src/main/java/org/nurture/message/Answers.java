package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer.Accepted;
import org.nurture.message.Answer.Bounced;
import org.nurture.message.Answer.Deferred;
import org.nurture.message.Answer.Returned;
import org.nurture.message.Answer.Unknown;
import org.nurture.message.DeliveryGate.Failure;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Sql;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** Records what gateways answered, a group in one transaction (D12, X9, X10). */
@ApplicationScoped
public class Answers {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int LONGEST = 1000;

  /** Minutes until the next try; after the last one the message is given up (X9). */
  private static final int[] PAUSES = {1, 5, 25, 125, 625};

  private static final String CHANGES =
      """
      unnest(cast({0} as bigint array), cast({1} as smallint array),
             cast({2} as timestamp(3) with time zone array),
             cast({3} as timestamp(3) with time zone array),
             cast({4} as smallint array), cast({5} as varchar array))
        as t(id, state, send_at, sent_at, attempts, answer)
      """;

  private static final String SET =
      """
      set state = t.state, send_at = t.send_at, sent_at = t.sent_at, attempts = t.attempts,
          answer = t.answer, owner = null, lease_until = null
      """;

  private static final String UPDATE =
      "update outbox " + SET + " from " + CHANGES + " where outbox.id = t.id";

  /** H2 knows no UPDATE … FROM. */
  private static final String MERGE =
      "merge into outbox using (select * from "
          + CHANGES
          + ") t on (outbox.id = t.id) when matched then update "
          + SET;

  private final Transactions transactions;
  private final Database database;
  private final DeliveryGate gate;
  private final EventInbox inbox;

  @Inject
  public Answers(
      Transactions transactions, Database database, DeliveryGate gate, EventInbox inbox) {
    this.transactions = transactions;
    this.database = database;
    this.gate = gate;
    this.inbox = inbox;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Answers() {
    this(null, null, null, null);
  }

  /** What a message's row becomes. */
  private record Change(
      Claimed message,
      MessageState state,
      @Nullable Instant sendAt,
      @Nullable Instant sentAt,
      int attempts,
      String text) {}

  /** For tests that let a sender die there. */
  public void reached(FailPoint point) {
    database.reached(point);
  }

  /** Records them; what is no longer the owner's, or was proved sent by an event, stays. */
  public void record(String owner, Collection<? extends Answer> answers, Instant now) {
    record(owner, answers, now, () -> {});
  }

  /**
   * As {@link #record(String, Collection, Instant)}.
   *
   * @param alongside what else belongs to the answers, in their transaction
   */
  public void record(
      String owner, Collection<? extends Answer> answers, Instant now, Runnable alongside) {
    if (answers.isEmpty()) {
      return;
    }
    database.reached(FailPoint.ANSWERED);
    transactions.inNew(
        TIMEOUT,
        () -> {
          alongside.run();
          gate.lock(new TreeSet<>(answers.stream().map(a -> a.message().participantId()).toList()));
          List<? extends Answer> ours = ours(owner, answers);
          List<Change> changes = ours.stream().map(a -> change(a, now)).toList();
          if (!changes.isEmpty()) {
            update(changes);
            tell(ours, changes, now);
          }
          database.reached(FailPoint.ANSWERS_RECORDED);
          return null;
        });
  }

  private List<? extends Answer> ours(String owner, Collection<? extends Answer> answers) {
    Long[] ids = answers.stream().map(a -> a.message().id()).toArray(Long[]::new);
    var mine = OUTBOX.ID.eq(DSL.any(DSL.val(ids))).and(OUTBOX.OWNER.eq(owner));
    Set<Long> open =
        Set.copyOf(
            database
                .sql()
                .select(OUTBOX.ID)
                .from(OUTBOX)
                .where(mine)
                .and(OUTBOX.STATE.in(MessageState.CLAIMED.code(), MessageState.SENDING.code()))
                .forUpdate()
                .fetch(OUTBOX.ID));
    if (open.size() < ids.length) {
      // An event came before the answer (C10): what it made of the message counts.
      database
          .sql()
          .update(OUTBOX)
          .setNull(OUTBOX.OWNER)
          .setNull(OUTBOX.LEASE_UNTIL)
          .setNull(OUTBOX.SEND_AT)
          .where(mine)
          .and(OUTBOX.STATE.notIn(MessageState.CLAIMED.code(), MessageState.SENDING.code()))
          .execute();
    }
    return answers.stream().filter(a -> open.contains(a.message().id())).toList();
  }

  private static Change change(Answer answer, Instant now) {
    Claimed message = answer.message();
    String text = answer.text();
    int attempts = message.attempts();
    if (answer instanceof Accepted) {
      return new Change(message, MessageState.SENT, null, now, attempts, text);
    }
    if (answer instanceof Bounced) {
      return new Change(message, MessageState.BOUNCED, null, null, attempts, text);
    }
    if (answer instanceof Returned) {
      return new Change(message, MessageState.QUEUED, message.sendAt(), null, attempts, text);
    }
    if (answer instanceof Unknown) {
      return new Change(message, MessageState.IN_DOUBT, null, now, attempts, text);
    }
    if (answer instanceof Deferred deferred && attempts < PAUSES.length) {
      Instant next = later(now.plus(Duration.ofMinutes(PAUSES[attempts])), deferred.notBefore());
      return new Change(message, MessageState.QUEUED, next, null, attempts + 1, text);
    }
    return new Change(message, MessageState.FAILED, null, null, attempts + 1, text);
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }

  private void update(List<Change> changes) {
    database
        .sql()
        .query(
            database.dialect() == SQLDialect.POSTGRES ? UPDATE : MERGE,
            array(changes, c -> c.message().id(), new Long[0]),
            array(changes, c -> c.state().code(), new Short[0]),
            instants(changes, Change::sendAt),
            instants(changes, Change::sentAt),
            array(changes, c -> (short) c.attempts(), new Short[0]),
            array(changes, c -> cut(c.text()), new String[0]))
        .execute();
  }

  /**
   * Messages of actions (slot 1 …) are no trace's own: only their bounces matter. A webhook that is
   * given up is what its trace was to do (X9).
   */
  private void tell(List<? extends Answer> answers, List<Change> changes, Instant now) {
    List<HandOver> sent = new ArrayList<>();
    List<HandOver> doubtful = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (Change change : changes) {
      Claimed m = change.message();
      if (m.kind() == Kind.WEBHOOK && change.state() == MessageState.FAILED) {
        failed.add(new Failure(m.kind(), m.traceId(), m.participantId(), change.text()));
      }
      if (m.slot() != 0 || m.kind() == Kind.WEBHOOK) {
        continue;
      }
      switch (change.state()) {
        case SENT -> sent.add(new HandOver(m.traceId(), m.participantId(), now));
        case IN_DOUBT -> doubtful.add(new HandOver(m.traceId(), m.participantId(), now));
        case FAILED ->
            failed.add(new Failure(m.kind(), m.traceId(), m.participantId(), change.text()));
        default -> {}
      }
    }
    if (!sent.isEmpty()) {
      gate.handedOver(sent);
    }
    if (!doubtful.isEmpty()) {
      gate.inDoubt(doubtful);
    }
    if (!failed.isEmpty()) {
      gate.failed(failed);
    }
    inbox.append(
        answers.stream()
            .filter(Bounced.class::isInstance)
            .map(Bounced.class::cast)
            .map(
                b ->
                    new Incoming(
                        b.message().id(), EventType.BOUNCED, now, now, b.hard(), false, null, null))
            .toList());
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private static <T> Field<T[]> array(
      List<Change> changes, Function<Change, @Nullable T> column, T[] type) {
    return DSL.val(changes.stream().map(column).toList().toArray(type));
  }

  private static Field<Instant[]> instants(
      List<Change> changes, Function<Change, @Nullable Instant> column) {
    return Sql.array(changes.stream().map(column).toList().toArray(new Instant[0]));
  }
}
