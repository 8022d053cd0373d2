package org.nurture.message;

import static org.jooq.impl.DSL.select;
import static org.nurture.platform.schema.Tables.MESSAGE_CONTENT;
import static org.nurture.platform.schema.Tables.OUTBOX;

import org.jooq.Condition;
import org.nurture.platform.Database;

/**
 * Contents of a campaign's webhooks that no message has any more: they hold secrets. Those of mails
 * and texts hold what was said to everybody, and stay with their messages' rows.
 */
public final class UnusedContents {
  private final Database database;
  private final Condition these;

  public UnusedContents(Database database, long campaign) {
    this.database = database;
    // as WebhookContent writes it: quotes within values are escaped
    this.these =
        MESSAGE_CONTENT
            .DOCUMENT
            .like("{\"kind\":\"webhook\",%\"campaign\":{\"id\":\"" + campaign + "\",%")
            .and(
                MESSAGE_CONTENT.ID.notIn(
                    select(OUTBOX.CONTENT_ID)
                        .from(OUTBOX)
                        .where(OUTBOX.CAMPAIGN_ID.eq(campaign))
                        .and(OUTBOX.KIND.eq(Kind.WEBHOOK.code()))));
  }

  /** Whether there are any. */
  public boolean exist() {
    return database.sql().fetchExists(MESSAGE_CONTENT, these);
  }

  /**
   * Deletes them. The caller keeps the campaign's chunks away: one of them may have found a content
   * and not committed the message that uses it.
   */
  public void drop() {
    database.sql().deleteFrom(MESSAGE_CONTENT).where(these).execute();
  }
}
