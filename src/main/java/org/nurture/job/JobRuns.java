package org.nurture.job;

import static org.jooq.impl.DSL.currentInstant;
import static org.nurture.platform.schema.Tables.JOB_RUN;

import jakarta.batch.runtime.BatchStatus;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Finding;
import org.nurture.platform.Text;

/**
 * Our own record of every execution (D14): owner, heartbeat and counts, which Jakarta Batch's
 * tables do not have. All times are the database's: servers may disagree, and the settable clock
 * does not concern it. Joins the caller's transaction.
 */
@Dependent
class JobRuns {
  static final Set<String> UNDER_WAY =
      Set.of(BatchStatus.STARTING.name(), BatchStatus.STARTED.name(), BatchStatus.STOPPING.name());
  private static final int MESSAGE_LENGTH = 2000;

  private final Database database;
  private final ThisServer server;

  @Inject
  JobRuns(Database database, ThisServer server) {
    this.database = database;
    this.server = server;
  }

  /** What is known of work before it starts. */
  record Backlog(@Nullable Long total, boolean late) {
    static final Backlog UNKNOWN = new Backlog(null, false);
  }

  /** Notes that an execution is about to start here. */
  long insert(
      Job job,
      Parameters parameters,
      @Nullable String schedule,
      Backlog backlog,
      IdleCheck.Start start) {
    return database
        .sql()
        .insertInto(JOB_RUN)
        .set(JOB_RUN.JOB, job.word())
        .set(JOB_RUN.SCHEDULE_NAME, schedule)
        .set(JOB_RUN.SERVER, server.name())
        .set(JOB_RUN.STATUS, BatchStatus.STARTING.name())
        .set(JOB_RUN.PARAMETERS, parameters.toText())
        .set(JOB_RUN.STARTED_AT, currentInstant())
        .set(JOB_RUN.HEARTBEAT_AT, currentInstant())
        .set(JOB_RUN.READ_COUNT, start.read())
        .set(JOB_RUN.WRITTEN_COUNT, start.written())
        .set(JOB_RUN.SKIPPED_COUNT, start.skipped())
        .set(JOB_RUN.TOTAL_COUNT, backlog.total())
        .set(JOB_RUN.LATE, backlog.late())
        .returningResult(JOB_RUN.ID)
        .fetchSingle()
        .value1();
  }

  /** What stands there when it begins. */
  IdleCheck.Start counts(long run) {
    return database
        .sql()
        .select(JOB_RUN.READ_COUNT, JOB_RUN.WRITTEN_COUNT, JOB_RUN.SKIPPED_COUNT)
        .from(JOB_RUN)
        .where(JOB_RUN.ID.eq(run))
        .fetchSingle(r -> new IdleCheck.Start(r.value1(), r.value2(), r.value3()));
  }

  /** Jakarta Batch has given it an id; a stop that came earlier stays. */
  void started(long run, long executionId) {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.EXECUTION_ID, executionId)
        .set(
            JOB_RUN.STATUS,
            DSL.when(JOB_RUN.STATUS.eq(BatchStatus.STARTING.name()), BatchStatus.STARTED.name())
                .otherwise(JOB_RUN.STATUS))
        .where(JOB_RUN.ID.eq(run))
        .execute();
  }

  /**
   * Notes how far it is.
   *
   * @param progress per cent; null: not known
   * @return whether somebody wants it to stop
   */
  boolean counted(long run, long read, long written, long skipped, @Nullable Integer progress) {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.READ_COUNT, read)
        .set(JOB_RUN.WRITTEN_COUNT, written)
        .set(JOB_RUN.SKIPPED_COUNT, skipped)
        .set(JOB_RUN.PROGRESS, progress == null ? null : progress.shortValue())
        .set(JOB_RUN.HEARTBEAT_AT, currentInstant())
        .where(JOB_RUN.ID.eq(run))
        .execute();
    return database
        .sql()
        .fetchExists(
            JOB_RUN, JOB_RUN.ID.eq(run).and(JOB_RUN.STATUS.eq(BatchStatus.STOPPING.name())));
  }

  /** What an operator should know, although it did not fail. */
  void remark(long run, String message) {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.MESSAGE, cut(message))
        .where(JOB_RUN.ID.eq(run))
        .execute();
  }

  /** What a check found wrong. */
  void found(long run, List<Finding> findings) {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.FINDINGS, FindingsText.write(findings))
        .where(JOB_RUN.ID.eq(run))
        .execute();
  }

  /** It has ended. A null message leaves what stands there. */
  void ended(long run, BatchStatus status, @Nullable String message) {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.STATUS, status.name())
        .set(JOB_RUN.ENDED_AT, currentInstant())
        .set(JOB_RUN.HEARTBEAT_AT, currentInstant())
        .set(JOB_RUN.MESSAGE, DSL.coalesce(DSL.val(cut(message), JOB_RUN.MESSAGE), JOB_RUN.MESSAGE))
        .where(JOB_RUN.ID.eq(run))
        .execute();
  }

  /**
   * Changes the status of an execution if it is one of the expected.
   *
   * @return whether it was
   */
  boolean move(long executionId, Set<BatchStatus> from, BatchStatus to, @Nullable String message) {
    return database
            .sql()
            .update(JOB_RUN)
            .set(JOB_RUN.STATUS, to.name())
            .set(
                JOB_RUN.MESSAGE,
                DSL.coalesce(DSL.val(cut(message), JOB_RUN.MESSAGE), JOB_RUN.MESSAGE))
            .where(JOB_RUN.EXECUTION_ID.eq(executionId))
            .and(JOB_RUN.STATUS.in(from.stream().map(Enum::name).toList()))
            .execute()
        > 0;
  }

  /** Keeps this server's executions alive. */
  void heartbeat() {
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.HEARTBEAT_AT, currentInstant())
        .where(JOB_RUN.SERVER.eq(server.name()))
        .and(JOB_RUN.STATUS.in(UNDER_WAY))
        .execute();
  }

  /**
   * Declares dead what has had no heartbeat for so long, of other servers.
   *
   * @return Jakarta Batch's ids of those
   */
  List<Long> bury(Duration silence) {
    var dead =
        database
            .sql()
            .select(JOB_RUN.ID, JOB_RUN.EXECUTION_ID)
            .from(JOB_RUN)
            .where(JOB_RUN.STATUS.in(UNDER_WAY))
            .and(JOB_RUN.HEARTBEAT_AT.le(currentInstant().minus(DayToSecond.valueOf(silence))))
            .and(JOB_RUN.SERVER.ne(server.name()))
            .forUpdate()
            .skipLocked()
            .fetch();
    if (dead.isEmpty()) {
      return List.of();
    }
    database
        .sql()
        .update(JOB_RUN)
        .set(JOB_RUN.STATUS, BatchStatus.FAILED.name())
        .set(JOB_RUN.ENDED_AT, currentInstant())
        .set(
            JOB_RUN.MESSAGE,
            Text.kept(
                () ->
                    Text.of(
                        "Its server stopped while it ran. Nothing is lost: restart it, or let the"
                            + " schedule go on")))
        .where(JOB_RUN.ID.in(dead.getValues(JOB_RUN.ID)))
        .execute();
    return dead.getValues(JOB_RUN.EXECUTION_ID).stream().filter(id -> id != null).toList();
  }

  /** Whether an execution of this schedule is under way, on any server. */
  boolean underWay(String schedule) {
    return database
        .sql()
        .fetchExists(JOB_RUN, JOB_RUN.STATUS.in(UNDER_WAY).and(JOB_RUN.SCHEDULE_NAME.eq(schedule)));
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null || message.length() <= MESSAGE_LENGTH
        ? message
        : message.substring(0, MESSAGE_LENGTH);
  }

  static Set<BatchStatus> ended() {
    return EnumSet.of(
        BatchStatus.COMPLETED, BatchStatus.FAILED, BatchStatus.STOPPED, BatchStatus.ABANDONED);
  }
}
