package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Why;
import org.nurture.platform.Database;
import org.nurture.tracking.Unsubscriber;

/** Unsubscribing by a message's link. */
@ApplicationScoped
public class Unsubscription implements Unsubscriber {
  private final Database database;
  private final Withdrawal withdrawal;

  @Inject
  public Unsubscription(Database database, Withdrawal withdrawal) {
    this.database = database;
    this.withdrawal = withdrawal;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Unsubscription() {
    this(null, null);
  }

  @Override
  public Optional<String> addressOf(long messageId) {
    return database
        .sql()
        .select(OUTBOX.ADDRESS)
        .from(OUTBOX)
        .where(OUTBOX.ID.eq(messageId))
        .and(OUTBOX.ADDRESS.isNotNull())
        .fetchOptional(OUTBOX.ADDRESS);
  }

  @Override
  public void unsubscribe(long messageId, Instant now) {
    database
        .sql()
        .select(OUTBOX.KIND, OUTBOX.ADDRESS)
        .from(OUTBOX)
        .where(OUTBOX.ID.eq(messageId))
        .and(OUTBOX.ADDRESS.isNotNull())
        .fetchOptional()
        .ifPresent(
            row ->
                withdrawal.suppress(
                    List.of(
                        new Entry(
                            Channel.of(Kind.of(row.value1())),
                            row.value2(),
                            Why.UNSUBSCRIBED,
                            null)),
                    now));
  }
}
