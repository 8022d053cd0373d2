package org.nurture.job;

import static org.nurture.platform.schema.Tables.SCHEDULE_FIRING;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.CaseConditionStep;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Kind;
import org.nurture.platform.Database;
import org.nurture.platform.Sql;

/**
 * When each schedule fires next, by the database's time; who fires it is decided by a row lock.
 * Joins the caller's transaction.
 */
@Dependent
class Firings {
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
        .values(DSL.val(schedule), Sql.now())
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

  /**
   * What there is, by the database's clock.
   *
   * @param next when each schedule fires next; those that are switched off are not in it
   * @param queued of what messages are due
   */
  record Look(Instant now, Map<String, Instant> next, Set<Kind> queued) {
    /** Schedules that are due, the longest due first. */
    List<String> due() {
      return next.entrySet().stream()
          .filter(e -> !e.getValue().isAfter(now))
          .sorted(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .toList();
    }

    /** How long nothing new falls due; at most that long. */
    Duration rest(Duration most) {
      return next.values().stream()
          .filter(at -> at.isAfter(now))
          .map(at -> Duration.between(now, at))
          .filter(rest -> rest.compareTo(most) < 0)
          .min(Comparator.naturalOrder())
          .orElse(most);
    }
  }

  /**
   * Looks, in one statement.
   *
   * @param queued whether messages of each kind are due
   */
  Look look(Map<Kind, Field<Boolean>> queued) {
    Field<Instant> now = Sql.now();
    Result<Record> rows =
        database
            .sql()
            .select(SCHEDULE_FIRING.SCHEDULE_NAME, SCHEDULE_FIRING.NEXT_AT, now)
            .select(queued.values())
            .from(SCHEDULE_FIRING)
            .where(SCHEDULE_FIRING.NEXT_AT.isNotNull())
            .fetch();
    if (rows.isEmpty()) {
      return new Look(Instant.EPOCH, Map.of(), Set.of());
    }
    Record first = rows.get(0);
    return new Look(
        first.get(now),
        rows.intoMap(SCHEDULE_FIRING.SCHEDULE_NAME, SCHEDULE_FIRING.NEXT_AT),
        queued.keySet().stream()
            .filter(kind -> first.get(queued.get(kind)))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Schedules that were due and had nothing to do; what somebody else has claimed stays. */
  void idle(Map<String, Optional<Instant>> next) {
    if (next.isEmpty()) {
      return;
    }
    CaseConditionStep<Instant> at = null;
    for (Map.Entry<String, Optional<Instant>> each : next.entrySet()) {
      Condition named = SCHEDULE_FIRING.SCHEDULE_NAME.eq(each.getKey());
      Field<Instant> then =
          DSL.val(each.getValue().orElse(null), SCHEDULE_FIRING.NEXT_AT.getDataType());
      at = at == null ? DSL.when(named, then) : at.when(named, then);
    }
    database
        .sql()
        .update(SCHEDULE_FIRING)
        .set(SCHEDULE_FIRING.FIRED_AT, Sql.now())
        .set(SCHEDULE_FIRING.NEXT_AT, at)
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.in(next.keySet()))
        .and(isDue())
        .execute();
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
        .set(SCHEDULE_FIRING.FIRED_AT, Sql.now())
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
        .set(SCHEDULE_FIRING.NEXT_AT, Sql.now())
        .where(SCHEDULE_FIRING.SCHEDULE_NAME.in(schedules))
        .and(SCHEDULE_FIRING.NEXT_AT.gt(Sql.now()))
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

  private static Condition isDue() {
    return SCHEDULE_FIRING.NEXT_AT.le(Sql.now());
  }
}
