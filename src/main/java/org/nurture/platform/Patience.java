package org.nurture.platform;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How often, and after which pauses, something is done again that failed in passing. The pauses
 * grow, and are random, so that two who were in each other's way are not at once again; all of them
 * together are about five seconds. Belongs to one thread.
 */
public final class Patience {
  private static final int TRIES = 10;
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private int failures;

  /**
   * Notes a failure that may pass, and waits before it is tried again.
   *
   * @return false: it has failed too often in a row; nothing was waited for
   */
  public boolean again() {
    failures++;
    if (failures >= TRIES) {
      return false;
    }
    long longest = Math.min(FIRST.toNanos() << failures - 1, LONGEST.toNanos());
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    return true;
  }

  /** It went well: what fails next is the first failure. */
  public void restored() {
    failures = 0;
  }
}
