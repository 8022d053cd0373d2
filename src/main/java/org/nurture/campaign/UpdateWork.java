package org.nurture.campaign;

import static org.jooq.impl.DSL.max;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** Leaves what an update has to do to participants for job {@code process} (D5, U9). */
public final class UpdateWork {
  private UpdateWork() {}

  /** The newest participant of the campaign; 0: it has none. */
  public static long lastParticipant(DSLContext sql, long campaignId) {
    return Optional.ofNullable(
            sql.select(max(PARTICIPANT.ID))
                .from(PARTICIPANT)
                .where(PARTICIPANT.CAMPAIGN_ID.eq(campaignId))
                .fetchSingle()
                .value1())
        .orElse(0L);
  }

  /**
   * In the transaction that makes the new version live, under the campaign's exclusive lock: so
   * nobody is being enrolled meanwhile, and no chunk sees the one without the other.
   */
  public static void open(
      DSLContext sql, long campaignId, Consequences consequences, String author, Instant now) {
    if (consequences.none()) {
      return;
    }
    sql.insertInto(CAMPAIGN_WORK)
        .set(CAMPAIGN_WORK.CAMPAIGN_ID, campaignId)
        .set(CAMPAIGN_WORK.CONSEQUENCES, consequences.toJson())
        .set(CAMPAIGN_WORK.AUTHOR, author)
        .set(CAMPAIGN_WORK.OPENED_AT, now)
        .set(CAMPAIGN_WORK.UP_TO, lastParticipant(sql, campaignId))
        .set(CAMPAIGN_WORK.DONE_TO, 0L)
        .set(CAMPAIGN_WORK.DROPPED, 0L)
        .execute();
  }
}
