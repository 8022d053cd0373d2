package org.nurture.job;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Transactions;

/**
 * Reads slices: there is one more until the work is exhausted. Without checkpoint, for the truth is
 * in our tables: a restart is a start (D14).
 */
@Named
@Dependent
public class SliceReader extends AbstractItemReader {
  private final JobContext job;
  private final StepContext step;
  private final Works works;
  private final JobRuns runs;
  private final Transactions transactions;

  @Inject
  SliceReader(
      JobContext job, StepContext step, Works works, JobRuns runs, Transactions transactions) {
    this.job = job;
    this.step = step;
    this.works = works;
    this.runs = runs;
    this.transactions = transactions;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    JobOperator operator = BatchRuntime.getJobOperator();
    Properties given = operator.getParameters(job.getExecutionId());
    long run = Long.parseLong(given.getProperty(Parameters.RUN));
    step.setTransientUserData(
        new SliceRun(
            run,
            works.of(Job.named(job.getJobName()).orElseThrow(), Parameters.fromProperties(given)),
            runs,
            transactions));
  }

  @Override
  public @Nullable Object readItem() {
    SliceRun slices = (SliceRun) step.getTransientUserData();
    return slices.exhausted() ? null : slices;
  }
}
