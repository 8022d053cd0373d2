package org.nurture.journey;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.quotedName;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertReturningStep;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.WithStep;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.UpdateWork;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.ParticipantRecord;

/** Statements of enrolment: participants and root traces in key ranges, all in sets (E5). */
final class EnrolStore {
  /** Participants of tests have a negative one. */
  private static final long FIRST_ROUND = 0;

  private static final List<Field<?>> COLUMNS =
      List.of(
          PARTICIPANT.CAMPAIGN_ID,
          PARTICIPANT.RECORD_NUM,
          PARTICIPANT.RECORD_TEXT,
          PARTICIPANT.ROUND,
          PARTICIPANT.STATE,
          PARTICIPANT.TEST,
          PARTICIPANT.BY_HAND,
          PARTICIPANT.UNIQUE_VALUE,
          PARTICIPANT.ENROLLED_AT,
          PARTICIPANT.COMPLETED_AT);

  private final Database db;
  private final long campaign;
  private final boolean numeric;
  private final Instant now;

  /** With no roots, participants are COMPLETED at once (E3). */
  private final boolean complete;

  EnrolStore(Database db, Chunk chunk, boolean numeric) {
    this.db = db;
    this.campaign = chunk.workflow.campaignId();
    this.numeric = numeric;
    this.now = chunk.now;
    this.complete = chunk.workflow.roots().isEmpty();
  }

  /**
   * Local targets: enrols what matches in the range, each with one trace of each root; both sides
   * of the anti-join are bounded.
   *
   * @param roots with what is planned for those who enrol now
   * @return how many enrolled
   */
  int enrol(Select<? extends Record1<?>> keys, KeyRange range, Map<Step, Plan> roots) {
    Table<?> k = keys.asTable("k");
    Field<Object> key = field(name("k", "record_key"), Object.class);
    return insert(
        select(
                val(campaign),
                numeric ? key.coerce(Long.class) : castNull(SQLDataType.BIGINT),
                numeric ? castNull(SQLDataType.VARCHAR) : key.coerce(String.class),
                inline(FIRST_ROUND),
                inline(state().code()),
                inline(false),
                inline(false),
                castNull(SQLDataType.VARCHAR),
                val(now, SQLDataType.INSTANT),
                completedAt())
            .from(k)
            .where(
                notExists(selectOne().from(PARTICIPANT).where(inRange(range)).and(equalsKey(key)))),
        range,
        roots);
  }

  /**
   * Any target: enrols these keys, with the values that later records may not have (E2), each with
   * one trace of each root.
   *
   * @param range that holds the keys; null: they lie anywhere
   * @return how many enrolled
   */
  int enrol(
      List<RecordKey> keys,
      List<@Nullable String> uniqueValues,
      @Nullable KeyRange range,
      Map<Step, Plan> roots) {
    if (keys.isEmpty()) {
      return 0;
    }
    Table<?> rows =
        table(
                "unnest(cast({0} as bigint array), cast({1} as varchar array), cast({2} as varchar"
                    + " array))",
                val(keys.stream().map(RecordKey::number).toArray(Long[]::new)),
                val(keys.stream().map(RecordKey::text).toArray(String[]::new)),
                val(uniqueValues.toArray(String[]::new)))
            .as("v", "num", "txt", "uniq");
    return insert(
        select(
                val(campaign),
                field(name("v", "num"), Long.class),
                field(name("v", "txt"), String.class),
                inline(FIRST_ROUND),
                inline(state().code()),
                inline(false),
                inline(false),
                field(name("v", "uniq"), String.class),
                val(now, SQLDataType.INSTANT),
                completedAt())
            .from(rows),
        range,
        roots);
  }

  private int insert(Select<?> rows, @Nullable KeyRange range, Map<Step, Plan> roots) {
    if (db.dialect() == SQLDialect.H2) {
      long before = UpdateWork.lastParticipant(db.sql(), campaign);
      int enrolled = participants(rows).execute();
      roots.forEach((root, plan) -> plant(range, root, plan, before));
      return enrolled;
    }
    return enrolAtOnce(participants(rows), roots);
  }

  private InsertReturningStep<ParticipantRecord> participants(Select<?> rows) {
    return db.sql().insertInto(PARTICIPANT).columns(COLUMNS).select(rows).onConflictDoNothing();
  }

  /**
   * One statement: the roots' traces come from the rows that it inserts, which nobody else knows
   * yet, so that they need neither be found again nor guarded against conflicts.
   */
  private int enrolAtOnce(
      InsertReturningStep<ParticipantRecord> participants, Map<Step, Plan> roots) {
    CommonTableExpression<?> enrolled = name("enrolled").as(participants.returning(PARTICIPANT.ID));
    WithStep with = db.sql().with(enrolled);
    for (Map.Entry<Step, Plan> root : roots.entrySet()) {
      with =
          with.with(
              name("root_" + root.getKey().id())
                  .as(
                      insertInto(TRACE)
                          .columns(TraceStore.COLUMNS)
                          .select(
                              root(root.getKey(), root.getValue(), enrolled.field(PARTICIPANT.ID))
                                  .from(enrolled))
                          .returning(TRACE.ID)));
    }
    return with.selectCount().from(enrolled).fetchSingle(0, int.class);
  }

  private ParticipantState state() {
    return complete ? ParticipantState.COMPLETED : ParticipantState.RUNNING;
  }

  private Field<Instant> completedAt() {
    return TraceStore.instant(complete ? now : null);
  }

  /**
   * One trace of a root for each participant of the range that was enrolled here and now. What a
   * new root means for those before is the update's to say, even while the clock stands still (U2).
   *
   * @param before the last participant before this enrolment: later ones are its own
   */
  private void plant(@Nullable KeyRange range, Step root, Plan plan, long before) {
    db.sql()
        .insertInto(TRACE)
        .columns(TraceStore.COLUMNS)
        .select(
            root(root, plan, PARTICIPANT.ID)
                .from(PARTICIPANT)
                .where(range == null ? ofCampaign() : inRange(range))
                .and(PARTICIPANT.ENROLLED_AT.eq(now))
                .and(PARTICIPANT.ID.gt(before)))
        .onConflict(TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID)
        .doNothing()
        .execute();
  }

  private SelectSelectStep<?> root(Step root, Plan plan, Field<Long> participant) {
    return select(
        val(campaign),
        participant,
        val(root.id()),
        castNull(SQLDataType.BIGINT),
        inline(TraceState.SCHEDULED.code()),
        val(plan.since(), SQLDataType.INSTANT),
        TraceStore.instant(plan.due()),
        TraceStore.instant(plan.waitUntil()),
        TraceStore.instant(plan.nextAt()),
        inline((short) 0));
  }

  /** Which of these keys are enrolled. */
  Set<RecordKey> enrolled(Collection<RecordKey> keys) {
    Condition among =
        numeric
            ? PARTICIPANT.RECORD_NUM.eq(
                any(keys.stream().map(RecordKey::number).toArray(Long[]::new)))
            : PARTICIPANT.RECORD_TEXT.eq(
                any(keys.stream().map(RecordKey::text).toArray(String[]::new)));
    return new HashSet<>(
        db.sql()
            .select(PARTICIPANT.RECORD_NUM, PARTICIPANT.RECORD_TEXT)
            .from(PARTICIPANT)
            .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
            .and(PARTICIPANT.ROUND.eq(FIRST_ROUND))
            .and(among)
            .fetch(row -> new RecordKey(row.value1(), row.value2())));
  }

  /** Which of these values are taken, by participants in whatever state (E2). */
  Set<String> taken(Collection<String> values) {
    return db.sql()
        .select(PARTICIPANT.UNIQUE_VALUE)
        .from(PARTICIPANT)
        .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
        .and(PARTICIPANT.ROUND.eq(FIRST_ROUND))
        .and(PARTICIPANT.UNIQUE_VALUE.eq(any(values.toArray(String[]::new))))
        .fetchSet(PARTICIPANT.UNIQUE_VALUE);
  }

  /** The key of the n-th participant after that one; empty: fewer are left. */
  Optional<RecordKey> keyAfter(@Nullable RecordKey after, int n) {
    return db.sql()
        .select(PARTICIPANT.RECORD_NUM, PARTICIPANT.RECORD_TEXT)
        .from(PARTICIPANT)
        .where(inRange(new KeyRange(after, null)))
        .orderBy(PARTICIPANT.CAMPAIGN_ID, keyField())
        .limit(1)
        .offset(n - 1)
        .fetchOptional(row -> new RecordKey(row.value1(), row.value2()));
  }

  private Field<?> keyField() {
    return numeric ? PARTICIPANT.RECORD_NUM : PARTICIPANT.RECORD_TEXT;
  }

  /** Participants of the range whose record may have gone: id to key. */
  Map<Long, RecordKey> linked(KeyRange range) {
    return db.sql()
        .select(PARTICIPANT.ID, PARTICIPANT.RECORD_NUM, PARTICIPANT.RECORD_TEXT)
        .from(PARTICIPANT)
        .where(inRange(range))
        .and(stillLinked())
        .fetchMap(
            row -> row.get(PARTICIPANT.ID),
            row ->
                new RecordKey(row.get(PARTICIPANT.RECORD_NUM), row.get(PARTICIPANT.RECORD_TEXT)));
  }

  /** Local targets: participants of the range whose record is gone. */
  List<Long> gone(KeyRange range, Condition exists) {
    return db.sql()
        .select(PARTICIPANT.ID)
        .from(PARTICIPANT)
        .where(inRange(range))
        .and(stillLinked())
        .and(not(exists))
        .fetch(PARTICIPANT.ID);
  }

  /** The column of ours that holds the target's keys. */
  Field<?> ourKey() {
    return numeric ? PARTICIPANT.RECORD_NUM : collated(PARTICIPANT.RECORD_TEXT, "default");
  }

  /** Our texts are ordered by code point, the host's as it likes: one has to give way. */
  private Field<String> collated(Field<String> text, String collation) {
    return db.dialect() == SQLDialect.H2
        ? text
        : field("{0} collate {1}", String.class, text, quotedName(collation));
  }

  private static Condition stillLinked() {
    return PARTICIPANT.STATE.in(ParticipantState.RUNNING.code(), ParticipantState.COMPLETED.code());
  }

  private Condition ofCampaign() {
    return PARTICIPANT.CAMPAIGN_ID.eq(campaign).and(PARTICIPANT.ROUND.eq(FIRST_ROUND));
  }

  private Condition inRange(KeyRange range) {
    Condition in = ofCampaign();
    if (numeric) {
      in = in.and(PARTICIPANT.RECORD_NUM.isNotNull());
      in = range.after() == null ? in : in.and(PARTICIPANT.RECORD_NUM.gt(range.after().number()));
      return range.upTo() == null ? in : in.and(PARTICIPANT.RECORD_NUM.le(range.upTo().number()));
    }
    in = in.and(PARTICIPANT.RECORD_TEXT.isNotNull());
    in = range.after() == null ? in : in.and(PARTICIPANT.RECORD_TEXT.gt(range.after().text()));
    return range.upTo() == null ? in : in.and(PARTICIPANT.RECORD_TEXT.le(range.upTo().text()));
  }

  private Condition equalsKey(Field<Object> key) {
    return numeric
        ? PARTICIPANT.RECORD_NUM.eq(key.coerce(Long.class))
        : PARTICIPANT.RECORD_TEXT.eq(collated(key.coerce(String.class), "C"));
  }
}
