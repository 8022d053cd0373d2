package org.nurture.journey.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.nurture.campaign.Interval;

/** Intervals read backwards. */
public final class Reach {
  /** Months differ by three days, zones' changes by hours. */
  private static final Duration MARGIN = Duration.ofDays(5);

  private Reach() {}

  /** The latest base whose due time has come: what counts from it, or from before, is due. */
  public static Instant latestBase(Interval interval, Instant now, ZoneId zone) {
    Instant about = now.atZone(zone).minus(interval.count(), interval.unit().unit()).toInstant();
    long due = about.minus(MARGIN).toEpochMilli();
    long notYet = about.plus(MARGIN).toEpochMilli();
    while (notYet - due > 1) {
      long middle = due + (notYet - due) / 2;
      if (interval.after(Instant.ofEpochMilli(middle), zone).isAfter(now)) {
        notYet = middle;
      } else {
        due = middle;
      }
    }
    return Instant.ofEpochMilli(due);
  }
}
