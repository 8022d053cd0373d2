package org.nurture.message.sms.smpp;

import java.time.Duration;

/**
 * When the next part may be written: at most so many a second, and after a pause where the gateway
 * throttled, which grows from a quarter of a second to eight. Safe for several threads.
 */
final class Pace {
  private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(8).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final long gap;
  private long nextTurn = System.nanoTime();
  private long pausedUntil = nextTurn;
  private long pause = FIRST_PAUSE;
  private boolean everThrottled;

  /**
   * @param perSecond 0: no limit
   */
  Pace(int perSecond) {
    gap = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /** Takes the next turn: how many nanoseconds from now it is; 0 or less: now. */
  synchronized long turn() {
    long now = System.nanoTime();
    long turn = later(later(now, pausedUntil), nextTurn);
    nextTurn = turn + gap;
    return turn - now;
  }

  /** The gateway took one: its next refusal is a first one. */
  synchronized void went() {
    if (System.nanoTime() - pausedUntil > 0) {
      pause = FIRST_PAUSE;
    }
  }

  /** The gateway wants a pause; what it refuses while one lasts makes it no longer. */
  synchronized void throttled() {
    long now = System.nanoTime();
    if (now - pausedUntil < 0) {
      return;
    }
    everThrottled = true;
    pausedUntil = now + pause;
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  }

  /** Whether the gateway wanted a pause within the last minute. */
  synchronized boolean isThrottled() {
    return everThrottled && System.nanoTime() - pausedUntil < MINUTE;
  }

  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }
}
