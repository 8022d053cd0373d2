package org.nurture.insight;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SMS_INBOUND;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.impl.DSL;
import org.nurture.message.Kind;
import org.nurture.platform.Database;

/** What people wrote to our number. Joins the caller's transaction. */
@Dependent
public class IncomingTexts {
  private final Database database;

  @Inject
  public IncomingTexts(Database database) {
    this.database = database;
  }

  /**
   * A text that came in.
   *
   * @param from E.164
   * @param meaning STOP, START or OTHER
   */
  public record IncomingText(Instant receivedAt, String from, String text, String meaning) {}

  /**
   * From the numbers that texts to these participants went to, the oldest first: the same that an
   * erasure of them deletes (P3).
   */
  public List<IncomingText> of(Collection<Long> participants, int limit) {
    return database
        .sql()
        .select(SMS_INBOUND.RECEIVED_AT, SMS_INBOUND.PHONE, SMS_INBOUND.BODY, SMS_INBOUND.MEANING)
        .from(SMS_INBOUND)
        .where(
            SMS_INBOUND.PHONE.in(
                DSL.select(OUTBOX.ADDRESS)
                    .from(OUTBOX)
                    .join(TRACE)
                    .on(TRACE.ID.eq(OUTBOX.TRACE_ID))
                    .where(TRACE.PARTICIPANT_ID.eq(DSL.any(participants.toArray(Long[]::new))))
                    .and(OUTBOX.KIND.eq(Kind.SMS.code()))))
        .orderBy(SMS_INBOUND.ID)
        .limit(limit)
        .fetch(r -> new IncomingText(r.value1(), r.value2(), r.value3(), r.value4()));
  }
}
