package org.nurture.journey;

import static org.nurture.platform.schema.Tables.ENROL_CURSOR;
import static org.nurture.platform.schema.Tables.ENROL_RANGE;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.EnrolCursorRecord;
import org.nurture.platform.schema.tables.records.EnrolRangeRecord;

/**
 * Key ranges that servers share (E6): handed out in key order under the lock of the walk's cursor,
 * done under the lock of the range's own row, which goes with its work's transaction. Who dies
 * loses its locks, and the range is free for the next one: there is no lease to wait for.
 */
final class RangeStore {
  /** What is walked. The code is what the column holds. */
  enum Walked {
    PARTICIPANTS,
    RECORDS;

    short code() {
      return (short) ordinal();
    }
  }

  private final Database db;
  private final long campaign;
  private final Walked walked;
  private final boolean numeric;

  /**
   * @param numeric whether keys are numbers; where they were not before, the walk begins again
   */
  RangeStore(Database db, long campaign, Walked walked, boolean numeric) {
    this.db = db;
    this.campaign = campaign;
    this.walked = walked;
    this.numeric = numeric;
  }

  /** A range that was handed out. */
  record Handed(long seq, KeyRange range) {}

  /** Where the walk is; it begins if it has never been anywhere. */
  Position join() {
    return find(false)
        .orElseGet(
            () -> {
              Position begin = new Position(0, 0, null);
              db.sql()
                  .insertInto(ENROL_CURSOR)
                  .set(ENROL_CURSOR.CAMPAIGN_ID, campaign)
                  .set(ENROL_CURSOR.KIND, walked.code())
                  .set(ENROL_CURSOR.LAP, begin.lap())
                  .set(ENROL_CURSOR.HANDED, begin.handed())
                  .onConflictDoNothing()
                  .execute();
              return find(false).orElse(begin);
            });
  }

  /** Where the walk is; nobody else hands out until the transaction ends. */
  Position lock() {
    return find(true).orElseGet(this::join);
  }

  private Optional<Position> find(boolean lock) {
    var query =
        db.sql()
            .selectFrom(ENROL_CURSOR)
            .where(ENROL_CURSOR.CAMPAIGN_ID.eq(campaign))
            .and(ENROL_CURSOR.KIND.eq(walked.code()));
    return (lock ? query.forUpdate() : query).fetchOptional(this::position);
  }

  private Position position(EnrolCursorRecord row) {
    return new Position(row.getLap(), row.getHanded(), key(row.getAfterNum(), row.getAfterText()));
  }

  void move(Position to) {
    RecordKey after = to.after();
    db.sql()
        .update(ENROL_CURSOR)
        .set(ENROL_CURSOR.LAP, to.lap())
        .set(ENROL_CURSOR.HANDED, to.handed())
        .set(ENROL_CURSOR.AFTER_NUM, after == null ? null : after.number())
        .set(ENROL_CURSOR.AFTER_TEXT, after == null ? null : after.text())
        .where(ENROL_CURSOR.CAMPAIGN_ID.eq(campaign))
        .and(ENROL_CURSOR.KIND.eq(walked.code()))
        .execute();
  }

  /** Hands out: whoever comes may do it. */
  void add(List<Handed> ranges) {
    var insert =
        db.sql()
            .insertInto(
                ENROL_RANGE,
                ENROL_RANGE.CAMPAIGN_ID,
                ENROL_RANGE.KIND,
                ENROL_RANGE.SEQ,
                ENROL_RANGE.AFTER_NUM,
                ENROL_RANGE.AFTER_TEXT,
                ENROL_RANGE.UP_TO_NUM,
                ENROL_RANGE.UP_TO_TEXT);
    for (Handed handed : ranges) {
      RecordKey after = handed.range().after();
      RecordKey upTo = handed.range().upTo();
      insert =
          insert.values(
              campaign,
              walked.code(),
              handed.seq(),
              after == null ? null : after.number(),
              after == null ? null : after.text(),
              upTo == null ? null : upTo.number(),
              upTo == null ? null : upTo.text());
    }
    insert.execute();
  }

  /** The first range up to that number that is not done and that nobody is doing. */
  Optional<Handed> free(long upTo) {
    if (db.dialect() != SQLDialect.H2) {
      return ranges(of(upTo))
          .orderBy(ENROL_RANGE.SEQ)
          .limit(1)
          .forUpdate()
          .skipLocked()
          .fetchOptional(this::handed);
    }
    // H2 locks all that it sorts, so one after the other is asked for by its key
    return open(upTo).stream()
        .map(seq -> ranges(only(seq)).forUpdate().skipLocked().fetchOptional(this::handed))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** One that is left of these when those who are doing them have ended: someone has died. */
  Optional<Handed> left(long upTo) {
    return open(upTo).stream()
        .map(seq -> ranges(only(seq)).forUpdate().fetchOptional(this::handed))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private List<Long> open(long upTo) {
    return db.sql()
        .select(ENROL_RANGE.SEQ)
        .from(ENROL_RANGE)
        .where(of(upTo))
        .orderBy(ENROL_RANGE.SEQ)
        .fetch(ENROL_RANGE.SEQ);
  }

  /** Whether a range up to that number is not done yet. */
  boolean anyLeft(long upTo) {
    return db.sql().fetchExists(ENROL_RANGE, of(upTo));
  }

  void done(Handed handed) {
    db.sql().deleteFrom(ENROL_RANGE).where(only(handed.seq())).execute();
  }

  private SelectConditionStep<EnrolRangeRecord> ranges(Condition which) {
    return db.sql().selectFrom(ENROL_RANGE).where(which);
  }

  private Condition only(long seq) {
    return of(seq).and(ENROL_RANGE.SEQ.eq(seq));
  }

  private Condition of(long upTo) {
    return ENROL_RANGE
        .CAMPAIGN_ID
        .eq(campaign)
        .and(ENROL_RANGE.KIND.eq(walked.code()))
        .and(ENROL_RANGE.SEQ.le(upTo));
  }

  private Handed handed(EnrolRangeRecord row) {
    return new Handed(
        row.getSeq(),
        new KeyRange(
            key(row.getAfterNum(), row.getAfterText()), key(row.getUpToNum(), row.getUpToText())));
  }

  private @Nullable RecordKey key(@Nullable Long number, @Nullable String text) {
    if (numeric) {
      return number == null ? null : RecordKey.of(number);
    }
    return text == null ? null : RecordKey.of(text);
  }
}
