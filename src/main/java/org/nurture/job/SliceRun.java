package org.nurture.job;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nurture.platform.Finding;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Patience;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;
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
    List<Finding> found = exhausted ? work.findings() : List.of();
    boolean stop =
        patiently(
            () -> {
              if (remark != null) {
                runs.remark(run, remark);
              }
              if (!found.isEmpty()) {
                runs.found(run, found);
              }
              return runs.counted(run, read, written, skipped, progress);
            });
    if (!found.isEmpty()) {
      throw wrong(found);
    }
    return stop;
  }

  /** A count that can't be noted at once is no reason for work that is done to fail. */
  private boolean patiently(Supplier<Boolean> note) {
    Patience patience = new Patience();
    while (true) {
      try {
        return transactions.inNew(BRIEF, note);
      } catch (RuntimeException e) {
        if (!SqlFailures.passing(e) || !patience.again()) {
          throw e;
        }
      }
    }
  }

  /** What was found makes the execution fail, so that whoever watches jobs sees it (D17). */
  private static NurtureException wrong(List<Finding> found) {
    return NurtureException.conflict(
        Text.of(
            "Found {0,number,integer} contradictions. {1}",
            found.stream().mapToLong(Finding::count).sum(),
            found.stream().map(Finding::told).collect(joining("; "))));
  }
}
