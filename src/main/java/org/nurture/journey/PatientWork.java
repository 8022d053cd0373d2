package org.nurture.journey;

import java.util.Optional;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;

/**
 * Meets passing failures (deadlock, lock time-out, lost connection) by doing the slice again: it
 * was rolled back, nothing is lost. What keeps failing ends the job clearly; the next one goes on.
 */
final class PatientWork implements SlicedWork {
  private static final int PATIENCE = 10;

  private final SlicedWork work;
  private int failures;

  PatientWork(SlicedWork work) {
    this.work = work;
  }

  @Override
  public Optional<Slice> next() {
    try {
      Optional<Slice> done = work.next();
      failures = 0;
      return done;
    } catch (RuntimeException e) {
      failures++;
      if (!SqlFailures.passing(e) || failures >= PATIENCE) {
        throw e;
      }
      return Optional.of(new Slice(0, 0, 0));
    }
  }
}
