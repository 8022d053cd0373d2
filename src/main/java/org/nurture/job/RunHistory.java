package org.nurture.job;

import static org.nurture.platform.schema.Tables.JOB_RUN;

import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Text;
import org.nurture.platform.schema.tables.records.JobRunRecord;

/** What {@link JobRuns} noted, for those who look. Joins the caller's transaction. */
@Dependent
class RunHistory {
  private static final Duration RATE = Duration.ofMinutes(5);

  /** No execution is looked at for its rate that began longer ago. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Database database;

  @Inject
  RunHistory(Database database) {
    this.database = database;
  }

  Optional<Execution> find(long executionId) {
    return database
        .sql()
        .selectFrom(JOB_RUN)
        .where(JOB_RUN.EXECUTION_ID.eq(executionId))
        .orderBy(JOB_RUN.ID.desc())
        .limit(1)
        .fetchOptional()
        .map(RunHistory::toExecution);
  }

  /** The newest execution of each job. */
  List<Execution> newest() {
    Condition newest =
        Arrays.stream(Job.values())
            .map(job -> JOB_RUN.ID.eq(newestOf(job)))
            .reduce(Condition::or)
            .orElseThrow();
    return database.sql().selectFrom(JOB_RUN).where(newest).fetch(RunHistory::toExecution);
  }

  private static Field<Long> newestOf(Job job) {
    return DSL.field(
        DSL.select(DSL.max(JOB_RUN.ID))
            .from(JOB_RUN)
            .where(JOB_RUN.JOB.eq(job.word()))
            .and(JOB_RUN.EXECUTION_ID.isNotNull()));
  }

  /** The newest first, older than the given execution. */
  List<Execution> page(
      @Nullable Job job, Collection<BatchStatus> states, @Nullable Long before, int limit) {
    Condition wanted = JOB_RUN.EXECUTION_ID.isNotNull();
    if (job != null) {
      wanted = wanted.and(JOB_RUN.JOB.eq(job.word()));
    }
    if (!states.isEmpty()) {
      wanted = wanted.and(JOB_RUN.STATUS.in(states.stream().map(Enum::name).toList()));
    }
    if (before != null) {
      wanted =
          wanted.and(
              JOB_RUN.ID.lt(
                  DSL.select(DSL.min(JOB_RUN.ID))
                      .from(JOB_RUN)
                      .where(JOB_RUN.EXECUTION_ID.eq(before))));
    }
    return database
        .sql()
        .selectFrom(JOB_RUN)
        .where(wanted)
        .orderBy(JOB_RUN.ID.desc())
        .limit(limit)
        .fetch(RunHistory::toExecution);
  }

  /** What the executions of so many last minutes wrote, by job and the minute of their start. */
  List<JobOverview.Minute> written(int minutes) {
    // grouped by a column, as H2 takes an expression with parameters for another one in GROUP BY
    Field<Integer> minute =
        DSL.floor(DSL.epoch(JOB_RUN.STARTED_AT).div(60)).cast(SQLDataType.INTEGER).as("at_minute");
    Table<?> runs =
        DSL.select(minute, JOB_RUN.JOB, JOB_RUN.WRITTEN_COUNT)
            .from(JOB_RUN)
            .where(JOB_RUN.STARTED_AT.gt(database.now().minus(Duration.ofMinutes(minutes))))
            .and(JOB_RUN.WRITTEN_COUNT.gt(0L))
            .asTable("runs");
    return database
        .sql()
        .select(
            runs.field(minute), runs.field(JOB_RUN.JOB), DSL.sum(runs.field(JOB_RUN.WRITTEN_COUNT)))
        .from(runs)
        .groupBy(runs.field(minute), runs.field(JOB_RUN.JOB))
        .fetch(
            r ->
                new JobOverview.Minute(
                    Instant.ofEpochSecond(60L * r.value1()),
                    Job.named(r.value2()).orElseThrow(),
                    r.value3().longValue()));
  }

  /**
   * What executions of a job wrote per minute in the last five minutes; of one that reaches further
   * back, as much as of its time falls into it.
   */
  double perMinute(Job job) {
    Instant now = database.now();
    Instant from = now.minus(RATE);
    return database
            .sql()
            .select(JOB_RUN.STARTED_AT, JOB_RUN.ENDED_AT, JOB_RUN.WRITTEN_COUNT)
            .from(JOB_RUN)
            .where(JOB_RUN.JOB.eq(job.word()))
            .and(JOB_RUN.WRITTEN_COUNT.gt(0L))
            .and(JOB_RUN.STATUS.in(JobRuns.UNDER_WAY).or(JOB_RUN.ENDED_AT.gt(from)))
            .and(JOB_RUN.STARTED_AT.gt(now.minus(LONGEST)))
            .fetch(
                r -> {
                  Instant end = r.value2() == null ? now : r.value2();
                  double all = Math.max(1, Duration.between(r.value1(), end).toMillis());
                  Instant begin = r.value1().isBefore(from) ? from : r.value1();
                  double within = Math.max(1, Duration.between(begin, end).toMillis());
                  return r.value3() * Math.min(1, within / all);
                })
            .stream()
            .mapToDouble(Double::doubleValue)
            .sum()
        / RATE.toMinutes();
  }

  private static Execution toExecution(JobRunRecord r) {
    return new Execution(
        r.getExecutionId(),
        Job.named(r.getJob()).orElseThrow(),
        r.getScheduleName(),
        r.getServer(),
        BatchStatus.valueOf(r.getStatus()),
        Parameters.parse(r.getParameters()),
        r.getStartedAt(),
        r.getEndedAt(),
        r.getReadCount(),
        r.getWrittenCount(),
        r.getSkippedCount(),
        r.getTotalCount(),
        r.getProgress() == null ? null : r.getProgress().intValue(),
        r.getLate(),
        r.getMessage() == null ? null : Text.read(r.getMessage()),
        FindingsText.read(r.getFindings()));
  }
}
