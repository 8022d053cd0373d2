package org.nurture.harness;

import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.util.Collection;
import org.jooq.Record;
import org.nurture.platform.Database;
import org.nurture.tracking.EventInbox;

/** Appends event by event. */
final class PlainInbox implements EventInbox {
  private final Database db;

  PlainInbox(Database db) {
    this.db = db;
  }

  @Override
  public int append(Collection<Incoming> events) {
    int appended = 0;
    for (Incoming e : events) {
      Record message =
          db.sql()
              .select(OUTBOX.CAMPAIGN_ID, OUTBOX.PARTICIPANT_ID, OUTBOX.TRACE_ID)
              .from(OUTBOX)
              .where(OUTBOX.ID.eq(e.messageId()))
              .fetchOne();
      if (message != null) {
        appended += insert(message, e);
      }
    }
    return appended;
  }

  private int insert(Record message, Incoming e) {
    return db.sql()
        .insertInto(EVENT_INBOX)
        .set(EVENT_INBOX.CAMPAIGN_ID, message.get(OUTBOX.CAMPAIGN_ID))
        .set(EVENT_INBOX.PARTICIPANT_ID, message.get(OUTBOX.PARTICIPANT_ID))
        .set(EVENT_INBOX.TRACE_ID, message.get(OUTBOX.TRACE_ID))
        .set(EVENT_INBOX.MESSAGE_ID, e.messageId())
        .set(EVENT_INBOX.TYPE, e.type().code())
        .set(EVENT_INBOX.AT, e.at())
        .set(EVENT_INBOX.RECEIVED_AT, e.receivedAt())
        .set(EVENT_INBOX.HARD, e.hard())
        .set(EVENT_INBOX.BOT, e.bot())
        .set(EVENT_INBOX.URL, e.url())
        .set(EVENT_INBOX.EXTERNAL_ID, e.externalId())
        .execute();
  }
}
