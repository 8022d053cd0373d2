package org.nurture.action;

import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.TODO;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;
import org.nurture.platform.Time;
import org.nurture.platform.schema.tables.records.TodoRecord;

/** To-dos on host records, in Nurture's own table. Joins the caller's transaction. */
@ApplicationScoped
public class Todos {
  /** Characters of a summary. */
  public static final int LONGEST_SUMMARY = 400;

  static final int LONGEST_NOTE = 20_000;
  static final int LONGEST_NAME = 200;

  /** More are told as “and more”. */
  private static final int MOST_COUNTED = 1000;

  private static final String INSERT =
      """
      insert into todo (target, record_num, record_text, summary, note, due_at, assignee,
                        campaign_id, activity_id, trace_id, created_at)
      select {0}, v.record_num, v.record_text, v.summary, v.note, {1}, v.assignee, {2}, {3},
             v.trace_id, {4}
        from unnest(cast({5} as bigint array), cast({6} as varchar array),
                    cast({7} as varchar array), cast({8} as varchar array),
                    cast({9} as varchar array), cast({10} as bigint array))
             as v(record_num, record_text, summary, note, assignee, trace_id)
      """;

  private final Database database;
  private final InstantSource clock;

  @Inject
  public Todos(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Todos() {
    this(null, null);
  }

  /** One to be written. */
  record New(Subject subject, String summary, @Nullable String note, @Nullable String assignee) {}

  /** All in one statement. */
  void add(String target, Occasion occasion, @Nullable Instant due, List<New> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    List<Subject> subjects = fresh.stream().map(New::subject).toList();
    database
        .sql()
        .query(
            INSERT,
            val(target, TODO.TARGET),
            val(due, TODO.DUE_AT).cast(TODO.DUE_AT),
            val(occasion.campaignId(), TODO.CAMPAIGN_ID),
            val(occasion.activityId(), TODO.ACTIVITY_ID),
            val(occasion.now(), TODO.CREATED_AT),
            RecordRows.recordNumbers(subjects),
            RecordRows.recordTexts(subjects),
            RecordRows.texts(fresh, New::summary),
            RecordRows.texts(fresh, New::note),
            RecordRows.texts(fresh, New::assignee),
            RecordRows.numbers(subjects, Subject::traceId))
        .execute();
  }

  /**
   * One to-do.
   *
   * @param assignee null: whoever takes it
   * @param doneAt null: open
   */
  public record Todo(
      long id,
      String target,
      RecordKey record,
      String summary,
      @Nullable String note,
      @Nullable Instant dueAt,
      @Nullable String assignee,
      long campaignId,
      long traceId,
      Instant createdAt,
      @Nullable Instant doneAt,
      @Nullable String doneBy) {}

  /**
   * What is asked for.
   *
   * @param assignee theirs and nobody's; null: everybody's
   * @param done those that are done; else the open ones
   */
  public record Query(@Nullable String assignee, boolean done) {}

  /** The most urgent first; those without a due date last; done ones: the latest first. */
  public List<Todo> page(Query query, int first, int limit) {
    return database
        .sql()
        .selectFrom(TODO)
        .where(asked(query))
        .orderBy(
            query.done()
                ? List.of(TODO.DONE_AT.desc(), TODO.ID.desc())
                : List.of(TODO.DUE_AT.asc().nullsLast(), TODO.ID.asc()))
        .limit(limit)
        .offset(first)
        .fetch(Todos::todo);
  }

  /** How many there are; beyond a thousand, no more are counted. */
  public int count(Query query) {
    return database
        .sql()
        .fetchCount(DSL.selectOne().from(TODO).where(asked(query)).limit(MOST_COUNTED));
  }

  /** How many of somebody's are due by then. */
  public int due(String assignee, Instant by) {
    return database
        .sql()
        .fetchCount(
            DSL.selectOne()
                .from(TODO)
                .where(asked(new Query(assignee, false)))
                .and(TODO.DUE_AT.le(by))
                .limit(MOST_COUNTED));
  }

  private static Condition asked(Query query) {
    Condition state = query.done() ? TODO.DONE_AT.isNotNull() : TODO.DONE_AT.isNull();
    return query.assignee() == null
        ? state
        : state.and(TODO.ASSIGNEE.eq(query.assignee()).or(TODO.ASSIGNEE.isNull()));
  }

  /** Those on one record, open ones first. */
  public List<Todo> of(String target, RecordKey key, int limit) {
    return database
        .sql()
        .selectFrom(TODO)
        .where(RecordRows.on(TODO.TARGET, TODO.RECORD_NUM, TODO.RECORD_TEXT, target, key))
        .orderBy(DSL.when(TODO.DONE_AT.isNull(), 0).otherwise(1), TODO.ID.desc())
        .limit(limit)
        .fetch(Todos::todo);
  }

  public Optional<Todo> find(long id) {
    return database.sql().selectFrom(TODO).where(TODO.ID.eq(id)).fetchOptional(Todos::todo);
  }

  /** Done by somebody now, or open again; twice is once. */
  public void mark(long id, boolean done, String by) {
    database
        .sql()
        .update(TODO)
        .set(TODO.DONE_AT, done ? Time.now(clock) : null)
        .set(TODO.DONE_BY, done ? by : null)
        .where(TODO.ID.eq(id))
        .and(done ? TODO.DONE_AT.isNull() : TODO.DONE_AT.isNotNull())
        .execute();
  }

  private static Todo todo(TodoRecord row) {
    return new Todo(
        row.getId(),
        row.getTarget(),
        RecordRows.key(row.getRecordNum(), row.getRecordText()),
        row.getSummary(),
        row.getNote(),
        row.getDueAt(),
        row.getAssignee(),
        row.getCampaignId(),
        row.getTraceId(),
        row.getCreatedAt(),
        row.getDoneAt(),
        row.getDoneBy());
  }
}
