package org.nurture.job;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;

/** Does the slices, each in a transaction of its own; that of the chunk holds nothing of ours. */
@Named
@Dependent
public class SliceWriter extends AbstractItemWriter {
  private final JobContext job;
  private final LocalRuns local;

  @Inject
  SliceWriter(JobContext job, LocalRuns local) {
    this.job = job;
    this.local = local;
  }

  @Override
  public void writeItems(List<Object> slices) {
    for (Object slice : slices) {
      try {
        if (((SliceRun) slice).next()) {
          stop();
        }
      } catch (RuntimeException e) {
        Properties given = BatchRuntime.getJobOperator().getParameters(job.getExecutionId());
        local.failed(Long.parseLong(given.getProperty(Parameters.RUN)), e);
        throw e;
      }
    }
  }

  /** Somebody asked another server to stop us: only the own server can. */
  private void stop() {
    try {
      BatchRuntime.getJobOperator().stop(job.getExecutionId());
    } catch (JobExecutionNotRunningException e) {
      // it has just been stopped here
    }
  }
}
