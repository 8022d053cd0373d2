package org.nurture.journey.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.campaign.Interval;
import org.nurture.campaign.IntervalUnit;

class ReachTest {
  private static final int TRIES = 2000;

  /** Where clocks change, a later base may be due an hour sooner: so much is not promised. */
  private static final Duration CHANGE = Duration.ofHours(1);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe"})
  void what_counts_from_the_latest_base_is_due_and_from_later_is_not(String id) {
    ZoneId zone = ZoneId.of(id);
    Random random = new Random(7);
    for (int i = 0; i < TRIES; i++) {
      IntervalUnit unit = IntervalUnit.values()[random.nextInt(IntervalUnit.values().length)];
      Interval interval = new Interval(random.nextInt(60), unit);
      Instant now = Instant.ofEpochMilli(1_790_000_000_000L + random.nextInt() * 20_000L);

      Instant latest = Reach.latestBase(interval, now, zone);

      assertThat(interval.after(latest, zone)).as("%s to %s", interval, now).isBeforeOrEqualTo(now);
      Duration margin = id.equals("UTC") ? Duration.ZERO : CHANGE;
      assertThat(interval.after(latest.plus(margin).plusMillis(1), zone))
          .as("%s to %s", interval, now)
          .isAfter(now);
    }
  }
}
