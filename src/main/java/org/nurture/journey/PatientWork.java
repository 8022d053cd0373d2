package org.nurture.journey;

import java.util.List;
import java.util.Optional;
import org.nurture.platform.Finding;
import org.nurture.platform.Patience;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;

/**
 * Meets passing failures (deadlock, lock time-out, lost connection) by doing the slice again: it
 * was rolled back, nothing is lost. What keeps failing ends the job clearly; the next one goes on.
 */
final class PatientWork implements SlicedWork {
  /** ISO 9075: a unique constraint is violated. */
  private static final String TAKEN = "23505";

  private final SlicedWork work;
  private final Patience patience = new Patience();

  private PatientWork(SlicedWork work) {
    this.work = work;
  }

  static PatientWork of(SlicedWork work) {
    return new PatientWork(work);
  }

  @Override
  public Optional<Slice> next() {
    try {
      Optional<Slice> done = work.next();
      patience.restored();
      return done;
    } catch (RuntimeException e) {
      if (!passing(e) || !patience.again()) {
        throw e;
      }
      return Optional.of(new Slice(0, 0, 0));
    }
  }

  @Override
  public Optional<String> remark() {
    return work.remark();
  }

  @Override
  public Optional<Integer> progress() {
    return work.progress();
  }

  @Override
  public List<Finding> findings() {
    return work.findings();
  }

  /**
   * Two that enrol the same records, or meet the same new link, at once: where the database can't
   * leave out what the other one was faster with (H2), it is met by looking again.
   */
  private static boolean passing(RuntimeException e) {
    return SqlFailures.passing(e) || TAKEN.equals(SqlFailures.state(e));
  }
}
