package org.nurture.journey;

import static org.nurture.platform.schema.Tables.ENROL_MARK;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Workflow;
import org.nurture.platform.Database;
import org.nurture.platform.Sha256;

/** What the last incremental enrolments of campaigns have seen (E7). */
final class MarkStore {
  private final Database db;

  MarkStore(Database db) {
    this.db = db;
  }

  /**
   * Of one campaign.
   *
   * @param modifiedTo all that was modified up to then was looked at; null: start afresh
   * @param walkedAt when E4 was last done in full; null: never
   */
  record Mark(@Nullable Instant modifiedTo, @Nullable Instant walkedAt) {}

  /** The campaign's, as far as it holds for what the campaign enrols by now. */
  Mark find(Workflow workflow) {
    return db.sql()
        .selectFrom(ENROL_MARK)
        .where(ENROL_MARK.CAMPAIGN_ID.eq(workflow.campaignId()))
        .fetchOptional()
        .map(
            row ->
                new Mark(
                    row.getBasis().equals(basis(workflow)) ? row.getModifiedTo() : null,
                    row.getWalkedAt()))
        .orElse(new Mark(null, null));
  }

  /** E1 has looked at all that was modified up to then. */
  void seen(Workflow workflow, Instant modifiedTo) {
    add(workflow);
    db.sql()
        .update(ENROL_MARK)
        .set(ENROL_MARK.BASIS, basis(workflow))
        .set(ENROL_MARK.MODIFIED_TO, modifiedTo)
        .where(ENROL_MARK.CAMPAIGN_ID.eq(workflow.campaignId()))
        .and(
            ENROL_MARK
                .BASIS
                .ne(basis(workflow))
                .or(ENROL_MARK.MODIFIED_TO.isNull())
                .or(ENROL_MARK.MODIFIED_TO.lt(modifiedTo)))
        .execute();
  }

  /** E4 was begun then, and is done in full. */
  void walked(Workflow workflow, Instant at) {
    add(workflow);
    db.sql()
        .update(ENROL_MARK)
        .set(ENROL_MARK.WALKED_AT, at)
        .where(ENROL_MARK.CAMPAIGN_ID.eq(workflow.campaignId()))
        .execute();
  }

  private void add(Workflow workflow) {
    db.sql()
        .insertInto(ENROL_MARK)
        .set(ENROL_MARK.CAMPAIGN_ID, workflow.campaignId())
        .set(ENROL_MARK.BASIS, basis(workflow))
        .onConflictDoNothing()
        .execute();
  }

  private static String basis(Workflow workflow) {
    return Sha256.hex(
        workflow.target() + "\n" + workflow.filter().toJson() + "\n" + workflow.uniqueField());
  }
}
