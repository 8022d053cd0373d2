package org.nurture.job;

import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;

/** Keeps {@code job_run} in step with Jakarta Batch, and tells who waits. */
@Named
@Dependent
public class RunListener extends AbstractJobListener {
  private static final Logger LOG = Logger.getLogger(RunListener.class.getName());
  private static final Duration BRIEF = Duration.ofSeconds(10);

  private final JobContext job;
  private final JobRuns runs;
  private final LocalRuns local;
  private final Transactions transactions;

  @Inject
  RunListener(JobContext job, JobRuns runs, LocalRuns local, Transactions transactions) {
    this.job = job;
    this.runs = runs;
    this.local = local;
    this.transactions = transactions;
  }

  @Override
  public void beforeJob() {
    long run = run();
    local.started(run, job.getExecutionId());
    transactions.inNew(
        BRIEF,
        () -> {
          runs.started(run, job.getExecutionId());
          return true;
        });
  }

  @Override
  public void afterJob() {
    long run = run();
    Throwable failure = local.failure(run);
    BatchStatus end = end(job.getBatchStatus(), failure);
    if (failure != null) {
      LOG.log(Level.SEVERE, "Job " + job.getJobName() + " failed", failure);
    }
    try {
      transactions.inNew(
          BRIEF,
          () -> {
            runs.ended(run, end, message(end, failure));
            return true;
          });
    } finally {
      local.close(run);
    }
  }

  /** The status that Jakarta Batch is about to note: it does so only after its listeners. */
  private static BatchStatus end(BatchStatus now, @Nullable Throwable failure) {
    if (failure != null) {
      return BatchStatus.FAILED;
    }
    return switch (now) {
      case STOPPING, STOPPED -> BatchStatus.STOPPED;
      case FAILED -> BatchStatus.FAILED;
      default -> BatchStatus.COMPLETED;
    };
  }

  private static @Nullable String message(BatchStatus end, @Nullable Throwable failure) {
    if (failure != null) {
      return words(failure);
    }
    return end == BatchStatus.FAILED
        ? Text.kept(() -> Text.of("The server's batch runtime failed; the server's log tells more"))
        : null;
  }

  private long run() {
    return Long.parseLong(
        BatchRuntime.getJobOperator()
            .getParameters(job.getExecutionId())
            .getProperty(Parameters.RUN));
  }

  /** A refusal's own words; of anything else, its kind and what it says. */
  static String words(Throwable failure) {
    if (failure instanceof org.nurture.platform.NurtureException) {
      return String.valueOf(failure.getMessage());
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
