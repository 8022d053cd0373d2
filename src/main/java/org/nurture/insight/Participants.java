package org.nurture.insight;

import static org.nurture.platform.schema.Tables.PARTICIPANT;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.ParticipantRecord;

/** Lists of participants, by pages in id order. Joins the caller's transaction. */
@Dependent
public class Participants {
  /** Digits that surely fit a long. */
  private static final int LONG_DIGITS = 18;

  private final Database database;

  @Inject
  public Participants(Database database) {
    this.database = database;
  }

  /**
   * What to show.
   *
   * @param state null: all
   * @param record the key as text, exactly; null: all
   */
  public record Query(@Nullable ParticipantState state, @Nullable String record) {
    public static final Query ALL = new Query(null, null);
  }

  /**
   * One page.
   *
   * @param after id of the last one before it; 0: from the start
   */
  public List<ParticipantRow> page(long campaignId, Query query, long after, int limit) {
    return database
        .sql()
        .selectFrom(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaignId))
        .and(PARTICIPANT.ID.gt(after))
        .and(inState(query.state()))
        .and(ofRecord(query.record()))
        .orderBy(PARTICIPANT.ID)
        .limit(limit)
        .fetch(Participants::row);
  }

  /** Empty: the campaign has no such participant. */
  public Optional<ParticipantRow> find(long campaignId, long id) {
    return database
        .sql()
        .selectFrom(PARTICIPANT)
        .where(PARTICIPANT.ID.eq(id))
        .and(PARTICIPANT.CAMPAIGN_ID.eq(campaignId))
        .fetchOptional(Participants::row);
  }

  private static Condition inState(@Nullable ParticipantState state) {
    return state == null ? DSL.noCondition() : PARTICIPANT.STATE.eq(state.code());
  }

  private static Condition ofRecord(@Nullable String key) {
    if (key == null) {
      return DSL.noCondition();
    }
    Condition text = PARTICIPANT.RECORD_TEXT.eq(key);
    return isNumber(key) ? PARTICIPANT.RECORD_NUM.eq(Long.valueOf(key)).or(text) : text;
  }

  private static boolean isNumber(String key) {
    String digits = key.startsWith("-") ? key.substring(1) : key;
    return !digits.isEmpty()
        && digits.length() <= LONG_DIGITS
        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && (digits.equals("0") || !digits.startsWith("0"));
  }

  private static ParticipantRow row(ParticipantRecord r) {
    return new ParticipantRow(
        r.getId(),
        r.getCampaignId(),
        key(r.getRecordNum(), r.getRecordText()),
        ParticipantState.of(r.getState()),
        r.getTest(),
        r.getEnrolledAt(),
        r.getCompletedAt());
  }

  static RecordKey key(@Nullable Long number, @Nullable String text) {
    return new RecordKey(number, text);
  }
}
