package org.nurture.platform;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Instants as Nurture keeps them: UTC, cut to milliseconds (SPEC section 4). */
public final class Time {
  private Time() {}

  /** The source's instant, cut to milliseconds. Read once per chunk. */
  public static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
