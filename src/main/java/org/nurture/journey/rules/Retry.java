package org.nurture.journey.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passing failures of an effect are tried again after 1, 5, 25 … minutes, five times (X5). */
public final class Retry {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(25),
          Duration.ofMinutes(125),
          Duration.ofMinutes(625));

  private Retry() {}

  /**
   * When to try again.
   *
   * @param failures how often it has failed by now, from 1
   * @return empty: given up
   */
  public static Optional<Instant> after(int failures, Instant now) {
    return failures > PAUSES.size()
        ? Optional.empty()
        : Optional.of(now.plus(PAUSES.get(failures - 1)));
  }
}
