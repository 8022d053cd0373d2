package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.message.DeliveryGate.Failure;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.platform.Transactions;
import org.nurture.platform.schema.tables.records.OutboxRecord;

/**
 * What a person says of a message whose hand-over began and has no recorded answer (X6): it was
 * sent, it failed (X9), or it is to be sent again.
 */
@ApplicationScoped
public class Resolution {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final Database database;
  private final DeliveryGate gate;
  private final InstantSource clock;

  @Inject
  public Resolution(
      Transactions transactions, Database database, DeliveryGate gate, InstantSource clock) {
    this.transactions = transactions;
    this.database = database;
    this.gate = gate;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Resolution() {
    this(null, null, null, null);
  }

  /** What the person says. */
  public enum As {
    SENT,
    FAILED,
    AGAIN
  }

  /**
   * @throws NurtureException NOT_FOUND; CONFLICT: the message is not in doubt, or not any more
   */
  public void resolve(long messageId, As as) {
    transactions.inNew(
        TIMEOUT,
        () -> {
          Long participant =
              database
                  .sql()
                  .select(OUTBOX.PARTICIPANT_ID)
                  .from(OUTBOX)
                  .where(OUTBOX.ID.eq(messageId))
                  .fetchOne(OUTBOX.PARTICIPANT_ID);
          if (participant == null) {
            throw NurtureException.notFound("message", messageId);
          }
          gate.lock(Set.of(participant));
          resolve(doubtful(messageId), as);
          return true;
        });
  }

  private OutboxRecord doubtful(long messageId) {
    OutboxRecord message =
        database.sql().selectFrom(OUTBOX).where(OUTBOX.ID.eq(messageId)).forUpdate().fetchSingle();
    MessageState state = MessageState.of(message.getState());
    if (state != MessageState.IN_DOUBT) {
      MessageState shown = state == MessageState.CLAIMED ? MessageState.QUEUED : state;
      throw NurtureException.conflict(
          Text.of("Message {0} is not in doubt: it is {1}", messageId, shown));
    }
    return message;
  }

  private void resolve(OutboxRecord message, As as) {
    Instant now = Time.now(clock);
    switch (as) {
      case SENT -> {
        Instant at = message.getSentAt() == null ? now : message.getSentAt();
        become(message, MessageState.SENT, null, at);
        if (own(message)) {
          gate.known(List.of(new HandOver(message.getTraceId(), message.getParticipantId(), at)));
        }
      }
      case FAILED -> {
        become(message, MessageState.FAILED, null, null);
        if (own(message)) {
          gate.failed(
              List.of(
                  new Failure(
                      Kind.of(message.getKind()),
                      message.getTraceId(),
                      message.getParticipantId(),
                      Text.of("A person said that it was not sent"))));
        }
      }
      case AGAIN -> {
        if (message.getAddress() == null) {
          throw NurtureException.conflict(
              Text.of("Message {0} can not go again: its person was erased", message.getId()));
        }
        Instant due = message.getTest() ? OutboxRows.TESTS_DUE : now;
        become(message, MessageState.QUEUED, due, null);
        if (own(message)) {
          gate.again(List.of(message.getTraceId()));
        }
      }
    }
  }

  /** Messages of actions (slot 1 …) are no trace's own. */
  private static boolean own(OutboxRecord message) {
    return message.getSlot() == 0;
  }

  private void become(
      OutboxRecord message,
      MessageState state,
      @Nullable Instant sendAt,
      @Nullable Instant sentAt) {
    database
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, state.code())
        .set(OUTBOX.SEND_AT, sendAt)
        .set(OUTBOX.SENT_AT, sentAt)
        .setNull(OUTBOX.OWNER)
        .setNull(OUTBOX.LEASE_UNTIL)
        .set(OUTBOX.ATTEMPTS, (short) 0)
        .where(OUTBOX.ID.eq(message.getId()))
        .execute();
  }
}
