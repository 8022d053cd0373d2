package org.nurture.journey;

import static org.nurture.platform.schema.Tables.CAMPAIGN_BLOCK;

import java.time.Instant;
import org.nurture.platform.Database;

/** Campaigns that can't go on because the host changed under them; shown, and tried again. */
final class Blocks {
  private final Database db;

  Blocks(Database db) {
    this.db = db;
  }

  void block(long campaign, Instant now, String reason) {
    int most = CAMPAIGN_BLOCK.REASON.getDataType().length();
    db.sql()
        .deleteFrom(CAMPAIGN_BLOCK)
        .where(CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaign))
        .and(CAMPAIGN_BLOCK.REASON.ne(cut(reason, most)))
        .execute();
    db.sql()
        .insertInto(
            CAMPAIGN_BLOCK, CAMPAIGN_BLOCK.CAMPAIGN_ID, CAMPAIGN_BLOCK.SINCE, CAMPAIGN_BLOCK.REASON)
        .values(campaign, now, cut(reason, most))
        .onConflictDoNothing()
        .execute();
  }

  void clear(long campaign) {
    if (db.sql().fetchExists(CAMPAIGN_BLOCK, CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaign))) {
      db.sql().deleteFrom(CAMPAIGN_BLOCK).where(CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaign)).execute();
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
