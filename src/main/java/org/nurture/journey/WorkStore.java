package org.nurture.journey;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.AUDIT;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK_DONE;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Consequences;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.CampaignWorkRecord;

/** Statements on what updates have left to do. All join the caller's transaction. */
final class WorkStore {
  private final Database db;

  WorkStore(Database db) {
    this.db = db;
  }

  /**
   * What one update has to do.
   *
   * @param upTo the last participant that it concerns
   * @param doneTo done for all up to this one
   * @param dropped traces that were deleted so far (U6)
   */
  record Work(
      long id,
      long campaign,
      Consequences consequences,
      String author,
      long upTo,
      long doneTo,
      long dropped) {

    private static Work of(CampaignWorkRecord row) {
      return new Work(
          row.getId(),
          row.getCampaignId(),
          Consequences.parse(row.getConsequences()),
          row.getAuthor(),
          row.getUpTo(),
          row.getDoneTo(),
          row.getDropped());
    }
  }

  /**
   * What comes before anything that is due.
   *
   * @param update a campaign with an update that is to be carried out (U9); null: there is none
   * @param events the campaign of the oldest event (X0); null: the inbox is empty
   */
  record Ahead(@Nullable Long update, @Nullable Long events) {}

  /**
   * One look at both, as it is taken before every chunk.
   *
   * @param only of this campaign; null: of any
   */
  Ahead ahead(@Nullable Long only) {
    return db.sql()
        .select(
            first(CAMPAIGN_WORK, CAMPAIGN_WORK.CAMPAIGN_ID, CAMPAIGN_WORK.ID, only),
            first(EVENT_INBOX, EVENT_INBOX.CAMPAIGN_ID, EVENT_INBOX.ID, only))
        .fetchSingle(row -> new Ahead(row.value1(), row.value2()));
  }

  private static Field<Long> first(
      Table<?> table, Field<Long> campaign, Field<Long> id, @Nullable Long only) {
    return select(campaign)
        .from(table)
        .where(only == null ? noCondition() : campaign.eq(only))
        .orderBy(id)
        .limit(1)
        .asField();
  }

  /** Campaigns that have some. */
  Set<Long> campaigns() {
    return db.sql()
        .selectDistinct(CAMPAIGN_WORK.CAMPAIGN_ID)
        .from(CAMPAIGN_WORK)
        .fetchSet(CAMPAIGN_WORK.CAMPAIGN_ID);
  }

  /** All of a campaign, the oldest first. */
  List<Work> open(long campaign) {
    return db.sql()
        .selectFrom(CAMPAIGN_WORK)
        .where(CAMPAIGN_WORK.CAMPAIGN_ID.eq(campaign))
        .orderBy(CAMPAIGN_WORK.ID)
        .fetch(Work::of);
  }

  /** Claims the oldest of a campaign; waits for whoever has it. Empty: none is left. */
  Optional<Work> claim(long campaign) {
    List<Work> open = open(campaign);
    while (!open.isEmpty()) {
      Optional<Work> claimed =
          db.sql()
              .selectFrom(CAMPAIGN_WORK)
              .where(CAMPAIGN_WORK.ID.eq(open.get(0).id()))
              .forUpdate()
              .fetchOptional(Work::of);
      if (claimed.isPresent()) {
        return claimed;
      }
      open = open(campaign); // whom we waited for has finished it
    }
    return Optional.empty();
  }

  /** The next participants that it concerns: neither tests nor purged ones (P3). */
  List<Long> participants(Work work, int n) {
    return db.sql()
        .select(PARTICIPANT.ID)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(work.campaign()))
        .and(PARTICIPANT.ID.gt(work.doneTo()))
        .and(PARTICIPANT.ID.le(work.upTo()))
        .and(PARTICIPANT.TEST.isFalse())
        .and(PARTICIPANT.PURGED_AT.isNull())
        .orderBy(PARTICIPANT.CAMPAIGN_ID, PARTICIPANT.ID)
        .limit(n)
        .fetch(PARTICIPANT.ID);
  }

  /** Those of the participants that were done out of turn. Asked under their locks. */
  Set<Long> done(Work work, Collection<Long> participants) {
    return new HashSet<>(
        db.sql()
            .select(CAMPAIGN_WORK_DONE.PARTICIPANT_ID)
            .from(CAMPAIGN_WORK_DONE)
            .where(CAMPAIGN_WORK_DONE.WORK_ID.eq(work.id()))
            .and(Rows.among(CAMPAIGN_WORK_DONE.PARTICIPANT_ID, participants))
            .fetch(CAMPAIGN_WORK_DONE.PARTICIPANT_ID));
  }

  /**
   * Notes that these were done out of turn. Not in the work's own row: who works through it in turn
   * holds that and may be waiting for one of these.
   */
  void outOfTurn(Work work, Map<Long, Long> droppedByParticipant) {
    var insert =
        db.sql()
            .insertInto(
                CAMPAIGN_WORK_DONE,
                CAMPAIGN_WORK_DONE.WORK_ID,
                CAMPAIGN_WORK_DONE.PARTICIPANT_ID,
                CAMPAIGN_WORK_DONE.DROPPED);
    for (Map.Entry<Long, Long> done : droppedByParticipant.entrySet()) {
      insert = insert.values(work.id(), done.getKey(), done.getValue());
    }
    insert.execute();
  }

  void advance(Work work, long doneTo, long dropped) {
    db.sql()
        .update(CAMPAIGN_WORK)
        .set(CAMPAIGN_WORK.DONE_TO, doneTo)
        .set(CAMPAIGN_WORK.DROPPED, work.dropped() + dropped)
        .where(CAMPAIGN_WORK.ID.eq(work.id()))
        .execute();
  }

  /** It is carried out; what was deleted stands in the audit (U6). */
  void close(Work work, String moved, Instant now) {
    Number outOfTurn =
        db.sql()
            .select(sum(CAMPAIGN_WORK_DONE.DROPPED))
            .from(CAMPAIGN_WORK_DONE)
            .where(CAMPAIGN_WORK_DONE.WORK_ID.eq(work.id()))
            .fetchSingle()
            .value1();
    long dropped = work.dropped() + (outOfTurn == null ? 0 : outOfTurn.longValue());
    if (dropped > 0) {
      db.sql()
          .insertInto(AUDIT, AUDIT.AT, AUDIT.WHO, AUDIT.WHAT, AUDIT.SUBJECT, AUDIT.DETAILS)
          .values(
              val(now, SQLDataType.INSTANT),
              val(work.author()),
              inline("campaign.replan"),
              val("campaign " + work.campaign()),
              val(
                  dropped
                      + " planned traces of moved activities were deleted and planned anew: "
                      + moved))
          .execute();
    }
    db.sql()
        .deleteFrom(CAMPAIGN_WORK_DONE)
        .where(CAMPAIGN_WORK_DONE.WORK_ID.eq(work.id()))
        .execute();
    db.sql().deleteFrom(CAMPAIGN_WORK).where(CAMPAIGN_WORK.ID.eq(work.id())).execute();
  }
}
