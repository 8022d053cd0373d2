package org.nurture.job;

import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.SQLDataType.INSTANT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.SCHEDULE_FIRING;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;

/**
 * When each schedule fires next, by the database's time; who fires it is decided by a row lock.
 * Joins the caller's transaction.
 */
@Dependent
class Firings {
  /** Digits of a second in the table's times. */
  private static final int MILLISECONDS = 3;

  private final Database database;

  @Inject
  Firings(Database database) {
    this.database = database;
  }

  /** A row of it. */
  record Firing(@Nullable Instant firedAt, @Nullable Instant nextAt, @Nullable Long executionId) {}

  /** Adds the row of a new schedule, due at once. */
  void add(String schedule) {
    database
        .sql()
        .insertInto(SCHEDULE_FIRING, SCHEDULE_FIRING.SCHEDULE_NAME, SCHEDULE_FIRING.NEXT_AT)
        .values(DSL.val(schedule), currentInstant())
        .onConflictDoNothing()
        .execute();
  }

  /** Waits for the row, and keeps it to the end of the transaction. */
  void lock(String schedule) {
    database
        .sql()
        .select(SCHEDULE_FIRING.SCHEDULE_NAME)
        .from(SCHEDULE_FIRING)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.eq(schedule))
        .forUpdate()
        .fetch();
  }

  /** Schedules that are due. One statement, every second. */
  List<String> due() {
    return database
        .sql()
        .select(SCHEDULE_FIRING.SCHEDULE_NAME)
        .from(SCHEDULE_FIRING)
        .where(isDue())
        .orderBy(SCHEDULE_FIRING.NEXT_AT)
        .fetch(SCHEDULE_FIRING.SCHEDULE_NAME);
  }

  /**
   * Claims a firing: the first server that comes gets it, the others find it taken or no longer
   * due.
   */
  boolean claim(String schedule) {
    return database
        .sql()
        .select(SCHEDULE_FIRING.SCHEDULE_NAME)
        .from(SCHEDULE_FIRING)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.eq(schedule))
        .and(isDue())
        .forUpdate()
        .skipLocked()
        .fetchOptional()
        .isPresent();
  }

  void fired(String schedule, @Nullable Instant next) {
    database
        .sql()
        .update(SCHEDULE_FIRING)
        .set(SCHEDULE_FIRING.FIRED_AT, currentInstant())
        .set(SCHEDULE_FIRING.NEXT_AT, next)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.eq(schedule))
        .execute();
  }

  void plan(String schedule, @Nullable Instant next) {
    database
        .sql()
        .update(SCHEDULE_FIRING)
        .set(SCHEDULE_FIRING.NEXT_AT, next)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.eq(schedule))
        .execute();
  }

  void executed(String schedule, long executionId) {
    database
        .sql()
        .update(SCHEDULE_FIRING)
        .set(SCHEDULE_FIRING.EXECUTION_ID, executionId)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.eq(schedule))
        .execute();
  }

  /** Lets schedules that are enabled fire now. */
  void hasten(Collection<String> schedules) {
    database
        .sql()
        .update(SCHEDULE_FIRING)
        .set(SCHEDULE_FIRING.NEXT_AT, currentInstant())
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.in(schedules))
        .and(SCHEDULE_FIRING.NEXT_AT.gt(currentInstant()))
        .execute();
  }

  Map<String, Firing> all() {
    return database
        .sql()
        .selectFrom(SCHEDULE_FIRING)
        .fetchMap(
            SCHEDULE_FIRING.SCHEDULE_NAME,
            r -> new Firing(r.getFiredAt(), r.getNextAt(), r.getExecutionId()));
  }

  /**
   * Its time has come; or hits wait, which are applied within a second in idle times, where {@code
   * process} has a schedule at all.
   */
  private static Condition isDue() {
    Condition hits =
        SCHEDULE_FIRING
            .SCHEDULE_NAME
            .eq(Job.PROCESS.word())
            .and(SCHEDULE_FIRING.NEXT_AT.isNotNull())
            .andExists(selectOne().from(EVENT_INBOX));
    // the column keeps milliseconds and rounds: rounded alike, what was due at once is due at once
    return SCHEDULE_FIRING.NEXT_AT.le(currentInstant().cast(INSTANT(MILLISECONDS))).or(hits);
  }
}
