package org.nurture.job;

import java.time.Duration;
import java.util.Optional;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Transactions;

/** One execution's way through its slices, with its counts. Belongs to one thread. */
final class SliceRun {
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final long NOTE_EVERY_NANOS = 1_000_000_000L;

  private final long run;
  private final SlicedWork work;
  private final JobRuns runs;
  private final Transactions transactions;
  private long read;
  private long written;
  private long skipped;
  private long notedAt = System.nanoTime();
  private boolean exhausted;

  SliceRun(long run, SlicedWork work, JobRuns runs, Transactions transactions) {
    this.run = run;
    this.work = work;
    this.runs = runs;
    this.transactions = transactions;
    IdleCheck.Start start = transactions.inNew(BRIEF, () -> runs.counts(run));
    this.read = start.read();
    this.written = start.written();
    this.skipped = start.skipped();
  }

  boolean exhausted() {
    return exhausted;
  }

  /**
   * Does the next slice; its transaction is its own.
   *
   * @return whether somebody wants the execution to stop
   */
  boolean next() {
    Optional<SlicedWork.Slice> slice = work.next();
    slice.ifPresent(
        s -> {
          read += s.read();
          written += s.written();
          skipped += s.skipped();
        });
    exhausted = slice.isEmpty();
    if (exhausted || System.nanoTime() - notedAt >= NOTE_EVERY_NANOS) {
      return note();
    }
    return false;
  }

  private boolean note() {
    notedAt = System.nanoTime();
    String remark = exhausted ? work.remark().orElse(null) : null;
    Integer progress = work.progress().orElse(null);
    return transactions.inNew(
        BRIEF,
        () -> {
          boolean stop = runs.counted(run, read, written, skipped, progress);
          if (remark != null) {
            runs.remark(run, remark);
          }
          return stop;
        });
  }
}
