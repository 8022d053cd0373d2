package org.nurture.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nurture.platform.schema.Tables.JOB_RUN;
import static org.nurture.platform.schema.Tables.SCHEDULE_FIRING;

import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.job.Execution;
import org.nurture.job.Job;
import org.nurture.job.Operations;
import org.nurture.job.Parameters;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;

/** Jakarta Batch and the container's timers, where they really run. */
@ExtendWith(ArquillianExtension.class)
class BatchInsideIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject private Operations operations;
  @Inject private Database database;

  @Deployment
  static WebArchive nurture() {
    return NurtureWar.with(BatchInsideIT.class, NurtureWar.class);
  }

  @Test
  void a_job_is_jakarta_batchs_own_execution_and_ours_D14() throws Exception {
    Execution begun = operations.start(Job.PROCESS, Parameters.NONE);

    operations.ended(begun.id()).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertEquals(BatchStatus.COMPLETED, operations.get(begun.id()).status());
    assertEquals(BatchStatus.COMPLETED, endedForJakartaBatch(begun.id()));
    assertEquals(1, database.sql().fetchCount(JOB_RUN, JOB_RUN.EXECUTION_ID.eq(begun.id())));
  }

  @Test
  void what_has_completed_is_not_restarted() throws Exception {
    Execution begun = operations.start(Job.ENROLL, Parameters.NONE);
    operations.ended(begun.id()).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    NurtureException refused =
        assertThrows(NurtureException.class, () -> operations.restart(begun.id()));

    assertEquals(NurtureException.Kind.CONFLICT, refused.kind());
  }

  @Test
  void the_timer_fires_schedules_again_and_again() {
    Instant first = fired(null);

    Instant second = fired(first);

    assertNotEquals(first, second);
    assertTrue(second.isAfter(first));
  }

  /** Its status once it is not STARTED any more: Jakarta Batch notes its end after telling us. */
  private static BatchStatus endedForJakartaBatch(long id) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    BatchStatus status;
    do {
      status = BatchRuntime.getJobOperator().getJobExecution(id).getBatchStatus();
    } while (status == BatchStatus.STARTED && System.nanoTime() < end);
    return status;
  }

  /** Asks again until a schedule has fired after the given time; the timer ticks each second. */
  private Instant fired(Instant after) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Instant fired =
          database
              .sql()
              .select(DSL.max(SCHEDULE_FIRING.FIRED_AT))
              .from(SCHEDULE_FIRING)
              .fetchSingle()
              .value1();
      if (fired != null && (after == null || fired.isAfter(after))) {
        return fired;
      }
    }
    throw new AssertionError("No schedule fired within " + PATIENCE);
  }
}
