package org.nurture.campaign;

import static org.nurture.platform.schema.Tables.CAMPAIGN_BLOCK;
import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.LINK;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.nurture.platform.Database;

/** What the engine's tables say about a campaign, as far as editing it depends on that. */
@ApplicationScoped
class Participation {
  private Database database;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Participation() {}

  @Inject
  Participation(Database database) {
    this.database = database;
  }

  /** Whether it has, or had, a participant that is no test. */
  boolean real(long campaignId) {
    // ordered by the index: else the first row of a large table's scan is thought to be near
    return database
        .sql()
        .select(PARTICIPANT.ID)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaignId))
        .and(PARTICIPANT.TEST.isFalse())
        .orderBy(PARTICIPANT.CAMPAIGN_ID, PARTICIPANT.ID)
        .limit(1)
        .fetchOptional()
        .isPresent();
  }

  /** How many tests it has, or had. */
  int tests(long campaignId) {
    DSLContext sql = database.sql();
    return sql.fetchCount(CAMPAIGN_TEST, CAMPAIGN_TEST.CAMPAIGN_ID.eq(campaignId));
  }

  /** Those of the activities that have a trace, be it a test's. */
  Set<Long> traced(Collection<Long> activityIds) {
    if (activityIds.isEmpty()) {
      return Set.of();
    }
    // one look into the index for each, however many traces there are
    return activityIds.stream()
        .distinct()
        .filter(
            id ->
                database
                    .sql()
                    .select(TRACE.ID)
                    .from(TRACE)
                    .where(TRACE.ACTIVITY_ID.eq(id))
                    .orderBy(TRACE.ACTIVITY_ID, TRACE.ID)
                    .limit(1)
                    .fetchOptional()
                    .isPresent())
        .collect(Collectors.toSet());
  }

  /** From each blocked campaign to what the host took away. */
  Map<Long, String> blocked(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return Map.of();
    }
    return database
        .sql()
        .select(CAMPAIGN_BLOCK.CAMPAIGN_ID, CAMPAIGN_BLOCK.REASON)
        .from(CAMPAIGN_BLOCK)
        .where(CAMPAIGN_BLOCK.CAMPAIGN_ID.in(campaignIds))
        .fetchMap(CAMPAIGN_BLOCK.CAMPAIGN_ID, CAMPAIGN_BLOCK.REASON);
  }

  /** Forgets that the campaign was blocked: it is to be tried again. */
  void unblock(long campaignId) {
    database
        .sql()
        .deleteFrom(CAMPAIGN_BLOCK)
        .where(CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaignId))
        .execute();
  }

  /** The newest participant; 0: there is none. */
  long last(long campaignId) {
    return UpdateWork.lastParticipant(database.sql(), campaignId);
  }

  /** What an update has to do to participants, left to job {@code process}. */
  void open(long campaignId, Consequences consequences, String author, Instant now) {
    UpdateWork.open(database.sql(), campaignId, consequences, author, now);
  }

  /** Deletes all of the campaign; it has no participants but tests. */
  void delete(long campaignId) {
    DSLContext sql = database.sql();
    List.of(
            sql.deleteFrom(EVENT_INBOX).where(EVENT_INBOX.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(EVENT).where(EVENT.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(OUTBOX).where(OUTBOX.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(TRACE).where(TRACE.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(PARTICIPANT).where(PARTICIPANT.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(CAMPAIGN_TEST).where(CAMPAIGN_TEST.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(LINK).where(LINK.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(COUNTER_DELTA).where(COUNTER_DELTA.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(COUNTER).where(COUNTER.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(CAMPAIGN_WORK).where(CAMPAIGN_WORK.CAMPAIGN_ID.eq(campaignId)),
            sql.deleteFrom(CAMPAIGN_BLOCK).where(CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaignId)))
        .forEach(org.jooq.Query::execute);
  }
}
