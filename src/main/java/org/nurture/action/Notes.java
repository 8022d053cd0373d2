package org.nurture.action;

import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;

/** Notes on host records, in Nurture's own table. Joins the caller's transaction. */
@ApplicationScoped
public class Notes {
  static final int LONGEST_SUBJECT = 1000;
  static final int LONGEST_BODY = 100_000;

  private static final String INSERT =
      """
      insert into record_note (target, record_num, record_text, subject, body, campaign_id,
                               activity_id, trace_id, created_at)
      select {0}, v.record_num, v.record_text, v.subject, v.body, {1}, {2}, v.trace_id, {3}
        from unnest(cast({4} as bigint array), cast({5} as varchar array),
                    cast({6} as varchar array), cast({7} as varchar array),
                    cast({8} as bigint array))
             as v(record_num, record_text, subject, body, trace_id)
      """;

  private final Database database;

  @Inject
  public Notes(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Notes() {
    this(null);
  }

  /** One to be written. */
  record New(Subject subject, String title, String body) {}

  /** One note; the body is HTML that is safe to show. */
  public record Note(String subject, String body, long traceId, Instant createdAt) {}

  /** All in one statement. */
  void add(String target, Occasion occasion, List<New> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    List<Subject> subjects = fresh.stream().map(New::subject).toList();
    database
        .sql()
        .query(
            INSERT,
            val(target, RECORD_NOTE.TARGET),
            val(occasion.campaignId(), RECORD_NOTE.CAMPAIGN_ID),
            val(occasion.activityId(), RECORD_NOTE.ACTIVITY_ID),
            val(occasion.now(), RECORD_NOTE.CREATED_AT),
            RecordRows.recordNumbers(subjects),
            RecordRows.recordTexts(subjects),
            RecordRows.texts(fresh, New::title),
            RecordRows.texts(fresh, New::body),
            RecordRows.numbers(subjects, Subject::traceId))
        .execute();
  }

  /** Those on one record, the newest first. */
  public List<Note> of(String target, RecordKey key, int limit) {
    return database
        .sql()
        .selectFrom(RECORD_NOTE)
        .where(
            RecordRows.on(
                RECORD_NOTE.TARGET, RECORD_NOTE.RECORD_NUM, RECORD_NOTE.RECORD_TEXT, target, key))
        .orderBy(RECORD_NOTE.ID.desc())
        .limit(limit)
        .fetch(
            row -> new Note(row.getSubject(), row.getBody(), row.getTraceId(), row.getCreatedAt()));
  }
}
