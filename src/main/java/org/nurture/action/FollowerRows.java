package org.nurture.action;

import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.RECORD_FOLLOWER;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;

/** Who follows host records, in Nurture's own table. Joins the caller's transaction. */
@ApplicationScoped
public class FollowerRows {
  static final int LONGEST = 200;

  private static final String INSERT =
      """
      insert into record_follower (target, record_num, record_text, follower, campaign_id, since)
      select distinct {0}, v.record_num, v.record_text, f.follower, {1}, {2}
        from unnest(cast({3} as bigint array), cast({4} as varchar array))
             as v(record_num, record_text)
       cross join unnest(cast({5} as varchar array)) as f(follower)
       where not exists (
         select 1 from record_follower r
          where r.target = {0} and r.follower = f.follower
            and (r.record_num = v.record_num or r.record_text = v.record_text))
      """;

  private static final String DELETE =
      """
      delete from record_follower
       where target = {0}
         and follower = any(cast({1} as varchar array))
         and (record_num = any(cast({2} as bigint array))
              or record_text = any(cast({3} as varchar array)))
      """;

  private final Database database;

  @Inject
  public FollowerRows(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected FollowerRows() {
    this(null);
  }

  /** In one statement; who follows already goes on doing so. */
  void add(String target, Occasion occasion, List<Subject> subjects, List<String> followers) {
    database
        .sql()
        .query(
            INSERT,
            val(target, RECORD_FOLLOWER.TARGET).cast(RECORD_FOLLOWER.TARGET),
            val(occasion.campaignId(), RECORD_FOLLOWER.CAMPAIGN_ID)
                .cast(RECORD_FOLLOWER.CAMPAIGN_ID),
            val(occasion.now(), RECORD_FOLLOWER.SINCE).cast(RECORD_FOLLOWER.SINCE),
            RecordRows.recordNumbers(subjects),
            RecordRows.recordTexts(subjects),
            RecordRows.texts(followers, f -> f))
        .execute();
  }

  /** In one statement. */
  void remove(String target, List<Subject> subjects, List<String> followers) {
    database
        .sql()
        .query(
            DELETE,
            val(target, RECORD_FOLLOWER.TARGET),
            RecordRows.texts(followers, f -> f),
            RecordRows.recordNumbers(subjects),
            RecordRows.recordTexts(subjects))
        .execute();
  }

  /** A user's name or a mail address, and since when they follow. */
  public record Follower(String name, Instant since) {}

  /** Who follows a record, by name. */
  public List<Follower> of(String target, RecordKey key, int limit) {
    return database
        .sql()
        .select(RECORD_FOLLOWER.FOLLOWER, RECORD_FOLLOWER.SINCE)
        .from(RECORD_FOLLOWER)
        .where(
            RecordRows.on(
                RECORD_FOLLOWER.TARGET,
                RECORD_FOLLOWER.RECORD_NUM,
                RECORD_FOLLOWER.RECORD_TEXT,
                target,
                key))
        .orderBy(RECORD_FOLLOWER.FOLLOWER)
        .limit(limit)
        .fetch(r -> new Follower(r.value1(), r.value2()));
  }
}
