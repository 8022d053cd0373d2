package org.nurture.campaign;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A distance in time as people say it: 2 days, 1 month.
 *
 * @param count whole, from 0 to {@link IntervalUnit#most}
 */
public record Interval(int count, IntervalUnit unit) {

  public Interval {
    if (count < 0 || count > unit.most()) {
      throw new IllegalArgumentException(
          "interval " + count + " is not between 0 and " + unit.most());
    }
  }

  /**
   * The instant this far after the base: hours exactly, all else in one go on the zone's calendar,
   * as {@link java.time.ZonedDateTime#plus} does (SPEC section 4).
   */
  public Instant after(Instant base, ZoneId zone) {
    return base.atZone(zone).plus(count, unit.unit()).toInstant();
  }
}
