package org.nurture.action;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jooq.impl.DSL;
import org.nurture.message.sms.ReplyNotes;
import org.nurture.platform.Database;

/** A text that somebody sent back, as a note on the record. */
@ApplicationScoped
public class TextReplyNotes implements ReplyNotes {
  private final Database database;

  @Inject
  public TextReplyNotes(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected TextReplyNotes() {
    this(null);
  }

  @Override
  public void note(long message, String phone, String text, Instant at) {
    var campaign = DSL.table(DSL.name("campaign")).as("c");
    var target = DSL.field(DSL.name("c", "target"), String.class);
    var id = DSL.field(DSL.name("c", "id"), Long.class);
    database
        .sql()
        .insertInto(
            RECORD_NOTE,
            RECORD_NOTE.TARGET,
            RECORD_NOTE.RECORD_NUM,
            RECORD_NOTE.RECORD_TEXT,
            RECORD_NOTE.SUBJECT,
            RECORD_NOTE.BODY,
            RECORD_NOTE.CAMPAIGN_ID,
            RECORD_NOTE.ACTIVITY_ID,
            RECORD_NOTE.TRACE_ID,
            RECORD_NOTE.CREATED_AT)
        .select(
            DSL.select(
                    target,
                    PARTICIPANT.RECORD_NUM,
                    PARTICIPANT.RECORD_TEXT,
                    // a number reads the same in every language
                    DSL.val("SMS " + phone, RECORD_NOTE.SUBJECT),
                    DSL.val(html(text), RECORD_NOTE.BODY),
                    OUTBOX.CAMPAIGN_ID,
                    OUTBOX.ACTIVITY_ID,
                    OUTBOX.TRACE_ID,
                    DSL.val(at, RECORD_NOTE.CREATED_AT))
                .from(OUTBOX)
                .join(PARTICIPANT)
                .on(PARTICIPANT.ID.eq(OUTBOX.PARTICIPANT_ID))
                .join(campaign)
                .on(id.eq(OUTBOX.CAMPAIGN_ID))
                .where(OUTBOX.ID.eq(message)))
        .execute();
  }

  private static String html(String text) {
    return "<p>"
        + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
        + "</p>";
  }
}
