package org.nurture.job;

import jakarta.batch.runtime.BatchStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Finding;

/**
 * One execution of a job, as we know it.
 *
 * @param id Jakarta Batch's
 * @param schedule that fired it; null: a person, or another program
 * @param server that runs or ran it
 * @param endedAt null: it runs
 * @param total what was due when it started; null: not known
 * @param noted how far it says that it is, in per cent; null: it does not
 * @param late at its start, something had been due for longer than {@link #LATE_AFTER_SECONDS}
 * @param message what a person should know: why it failed, who stopped it
 * @param findings what {@code verify} found wrong
 */
public record Execution(
    long id,
    Job job,
    @Nullable String schedule,
    String server,
    BatchStatus status,
    Parameters parameters,
    Instant startedAt,
    @Nullable Instant endedAt,
    long read,
    long written,
    long skipped,
    @Nullable Long total,
    @Nullable Integer noted,
    boolean late,
    @Nullable String message,
    List<Finding> findings) {

  /** The limit that the operations page shows. */
  public static final int LATE_AFTER_SECONDS = 120;

  /** Per cent from 0 to 100; null: how much there is to do is not known. */
  public @Nullable Integer progress() {
    if (status == BatchStatus.COMPLETED) {
      return 100;
    }
    if (noted != null) {
      return Math.min(99, noted);
    }
    if (total == null || total == 0) {
      return null;
    }
    return (int) Math.min(99, 100 * read / total);
  }

  /** Whether it has not ended. */
  public boolean running() {
    return endedAt == null;
  }
}
