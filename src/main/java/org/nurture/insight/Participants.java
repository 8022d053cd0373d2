package org.nurture.insight;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.TraceState;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.ParticipantRecord;

/** Lists of participants, by pages in id order. Joins the caller's transaction. */
@Dependent
public class Participants {
  /** Digits that surely fit a long. */
  private static final int LONG_DIGITS = 18;

  private final Database database;
  private final CampaignDirectory campaigns;

  @Inject
  public Participants(Database database, CampaignDirectory campaigns) {
    this.database = database;
    this.campaigns = campaigns;
  }

  /**
   * What to show.
   *
   * @param state null: all
   * @param record the key as text, exactly; null: all
   * @param test null: tests and real ones
   * @param activity id of the one that the happening is asked of; null: any
   * @param happening null: whatever happened
   * @param among only these records; null: all
   */
  public record Query(
      @Nullable ParticipantState state,
      @Nullable String record,
      @Nullable Boolean test,
      @Nullable Long activity,
      @Nullable Happening happening,
      @Nullable Collection<RecordKey> among) {
    public static final Query ALL = new Query(null, null);

    public Query(@Nullable ParticipantState state, @Nullable String record) {
      this(state, record, null, null, null, null);
    }
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
        .and(query.test() == null ? DSL.noCondition() : PARTICIPANT.TEST.eq(query.test()))
        .and(happened(query))
        .and(among(query.among()))
        .orderBy(PARTICIPANT.ID)
        .limit(limit)
        .fetch(Participants::row);
  }

  /** What is planned next for each of these; those without a plan are not in it. */
  public Map<Long, NextStep> next(long campaignId, Collection<Long> participants) {
    Map<Long, String> names =
        campaigns
            .find(campaignId)
            .map(CampaignDirectory.Known::activities)
            .orElse(List.of())
            .stream()
            .collect(
                Collectors.toMap(
                    CampaignDirectory.KnownActivity::id, CampaignDirectory.KnownActivity::name));
    Map<Long, NextStep> next = new HashMap<>();
    database
        .sql()
        .select(TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID, TRACE.DUE)
        .from(TRACE)
        .where(TRACE.PARTICIPANT_ID.eq(DSL.any(participants.toArray(Long[]::new))))
        .and(TRACE.STATE.eq(TraceState.SCHEDULED.code()))
        .orderBy(TRACE.DUE.asc().nullsLast(), TRACE.ID)
        .forEach(
            r ->
                next.putIfAbsent(
                    r.value1(), new NextStep(names.getOrDefault(r.value2(), ""), r.value3())));
    return next;
  }

  /**
   * The newest passages of one record through these campaigns, tests included.
   *
   * @param key as text
   */
  public List<ParticipantRow> ofRecord(Collection<Long> campaignIds, String key, int limit) {
    return database
        .sql()
        .selectFrom(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(DSL.any(campaignIds.toArray(Long[]::new))))
        .and(ofRecord(key))
        .orderBy(PARTICIPANT.ID.desc())
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

  /** By the participant's own traces, which their index gives. */
  private static Condition happened(Query query) {
    Happening happening = query.happening();
    if (happening == null && query.activity() == null) {
      return DSL.noCondition();
    }
    Condition ofActivity =
        query.activity() == null ? DSL.noCondition() : TRACE.ACTIVITY_ID.eq(query.activity());
    Condition wanted = happening == null ? DSL.noCondition() : happening.condition();
    boolean message = happening != null && happening.ofMessage();
    Table<?> from =
        message
            ? TRACE.join(OUTBOX).on(OUTBOX.TRACE_ID.eq(TRACE.ID).and(OUTBOX.SLOT.eq((short) 0)))
            : TRACE;
    return DSL.exists(
        DSL.selectOne()
            .from(from)
            .where(TRACE.PARTICIPANT_ID.eq(PARTICIPANT.ID))
            .and(ofActivity)
            .and(wanted));
  }

  private static Condition among(@Nullable Collection<RecordKey> keys) {
    if (keys == null) {
      return DSL.noCondition();
    }
    Long[] numbers =
        keys.stream().map(RecordKey::number).filter(Objects::nonNull).toArray(Long[]::new);
    String[] texts =
        keys.stream().map(RecordKey::text).filter(Objects::nonNull).toArray(String[]::new);
    return PARTICIPANT
        .RECORD_NUM
        .eq(DSL.any(numbers))
        .or(PARTICIPANT.RECORD_TEXT.eq(DSL.any(texts)));
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
