package org.nurture.insight;

import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.Database;

/** Tests of campaigns as screens list them. Joins the caller's transaction. */
@Dependent
public class TestRuns {
  private final Database database;

  @Inject
  public TestRuns(Database database) {
    this.database = database;
  }

  /**
   * A test.
   *
   * @param id of its participant
   * @param email where its mails go instead; null: to the record
   * @param phone where its texts go instead; null: to the record
   */
  public record TestRun(
      long id,
      RecordKey record,
      ParticipantState state,
      Instant launchedAt,
      String launchedBy,
      @Nullable String email,
      @Nullable String phone) {}

  /** How many tests the campaign has, or had. */
  public int count(long campaignId) {
    return database.sql().fetchCount(CAMPAIGN_TEST, CAMPAIGN_TEST.CAMPAIGN_ID.eq(campaignId));
  }

  /** The newest first. */
  public List<TestRun> newest(long campaignId, int limit) {
    return select(CAMPAIGN_TEST.CAMPAIGN_ID.eq(campaignId), limit);
  }

  /** Empty: the campaign has no such test. */
  public Optional<TestRun> find(long campaignId, long participantId) {
    return select(
            CAMPAIGN_TEST
                .CAMPAIGN_ID
                .eq(campaignId)
                .and(CAMPAIGN_TEST.PARTICIPANT_ID.eq(participantId)),
            1)
        .stream()
        .findFirst();
  }

  private List<TestRun> select(Condition which, int limit) {
    return database
        .sql()
        .select(
            PARTICIPANT.ID,
            PARTICIPANT.RECORD_NUM,
            PARTICIPANT.RECORD_TEXT,
            PARTICIPANT.STATE,
            PARTICIPANT.ENROLLED_AT,
            CAMPAIGN_TEST.LAUNCHED_BY,
            CAMPAIGN_TEST.EMAIL_TO,
            CAMPAIGN_TEST.PHONE_TO)
        .from(CAMPAIGN_TEST)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(CAMPAIGN_TEST.PARTICIPANT_ID))
        .where(which)
        .orderBy(CAMPAIGN_TEST.PARTICIPANT_ID.desc())
        .limit(limit)
        .fetch(
            r ->
                new TestRun(
                    r.value1(),
                    Participants.key(r.value2(), r.value3()),
                    ParticipantState.of(r.value4()),
                    r.value5(),
                    r.value6(),
                    r.value7(),
                    r.value8()));
  }
}
