package org.nurture.insight;

import static org.nurture.platform.schema.Tables.OUTBOX;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;

/**
 * Messages whose hand-over began and has no recorded answer (X6). Joins the caller's transaction.
 */
@Dependent
public class Doubts {
  private final Database database;

  @Inject
  public Doubts(Database database) {
    this.database = database;
  }

  /**
   * One of them.
   *
   * @param address null: erased
   * @param triedAt null: not known
   */
  public record Doubt(
      long message,
      Kind kind,
      @Nullable String address,
      @Nullable Instant triedAt,
      long campaignId,
      long activityId,
      long participantId) {}

  /** Those with the lowest ids. */
  public List<Doubt> first(int most) {
    // written out: the index holds these alone
    Condition inDoubt = OUTBOX.STATE.eq(DSL.inline(MessageState.IN_DOUBT.code()));
    return database
        .sql()
        .select(
            OUTBOX.ID,
            OUTBOX.KIND,
            OUTBOX.ADDRESS,
            OUTBOX.SENT_AT,
            OUTBOX.CAMPAIGN_ID,
            OUTBOX.ACTIVITY_ID,
            OUTBOX.PARTICIPANT_ID)
        .from(OUTBOX)
        .where(inDoubt)
        .orderBy(OUTBOX.ID)
        .limit(most)
        .fetch(
            r ->
                new Doubt(
                    r.value1(),
                    Kind.of(r.value2()),
                    r.value3(),
                    r.value4(),
                    r.value5(),
                    r.value6(),
                    r.value7()));
  }
}
