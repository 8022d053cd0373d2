package org.nurture.model;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** An interval, with the arithmetic of SPEC section 4 written once more. */
public record Span(int count, ChronoUnit unit) {
  public static final Span NONE = new Span(0, ChronoUnit.HOURS);

  Instant after(Instant base, ZoneId zone) {
    return unit == ChronoUnit.HOURS
        ? base.plus(count, ChronoUnit.HOURS)
        : base.atZone(zone).plus(count, unit).toInstant();
  }

  @Override
  public String toString() {
    return count + " " + unit;
  }
}
