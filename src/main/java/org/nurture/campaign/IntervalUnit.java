package org.nurture.campaign;

import java.time.temporal.ChronoUnit;

/** Hours are exact; the others are steps on the calendar of the campaign's time zone. */
public enum IntervalUnit {
  HOURS(ChronoUnit.HOURS, 100_000),
  DAYS(ChronoUnit.DAYS, 10_000),
  WEEKS(ChronoUnit.WEEKS, 10_000),
  MONTHS(ChronoUnit.MONTHS, 10_000);

  private final ChronoUnit unit;
  private final int most;

  IntervalUnit(ChronoUnit unit, int most) {
    this.unit = unit;
    this.most = most;
  }

  public ChronoUnit unit() {
    return unit;
  }

  /** The largest count that SPEC section 4 allows. */
  public int most() {
    return most;
  }
}
