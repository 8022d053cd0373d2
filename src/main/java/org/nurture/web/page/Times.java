package org.nurture.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Config;
import org.nurture.platform.Language;
import org.nurture.platform.Text;
import org.nurture.platform.Time;

/** Instants and lengths of time as screens write them, in the server's zone. */
@Named("times")
@ApplicationScoped
public class Times {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu");
  private static final DateTimeFormatter LONG_DAY = DateTimeFormatter.ofPattern("EEEE d MMMM uuuu");
  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_SECONDS = 3600;
  private static final int DAY_SECONDS = 86_400;

  private final InstantSource clock;
  private final Config config;

  @Inject
  public Times(InstantSource clock, Config config) {
    this.clock = clock;
    this.config = config;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Times() {
    this(null, new Config());
  }

  /** The installation's time, which tests may set. */
  public Instant now() {
    return Time.now(clock);
  }

  private ZoneId zone() {
    return config.timeZone();
  }

  public String getZone() {
    return zone().getId();
  }

  public String getClock() {
    return CLOCK.format(now().atZone(zone()));
  }

  /** “14:31” today, “22 Nov 2026, 14:31” else. */
  public String at(@Nullable Instant instant) {
    if (instant == null) {
      return "–";
    }
    LocalDate today = now().atZone(zone()).toLocalDate();
    var local = instant.atZone(zone());
    String time = MINUTE.format(local);
    return local.toLocalDate().equals(today) ? time : local(DAY).format(local) + ", " + time;
  }

  /** “14:31”. */
  public String time(Instant instant) {
    return MINUTE.format(instant.atZone(zone()));
  }

  /** “Sunday 22 November 2026”, in the reader's language. */
  public String day(Instant instant) {
    return local(LONG_DAY).format(instant.atZone(zone()));
  }

  private static DateTimeFormatter local(DateTimeFormatter format) {
    return format.withLocale(Language.current());
  }

  /** With zone, for titles. */
  public String full(@Nullable Instant instant) {
    return instant == null
        ? ""
        : local(DAY).format(instant.atZone(zone()))
            + ", "
            + CLOCK.format(instant.atZone(zone()))
            + " "
            + getZone();
  }

  /** “38 s”, “6 min”, “2 h”, “3 days”. */
  public String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 2 * MINUTE_SECONDS) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR_SECONDS) {
      return seconds / MINUTE_SECONDS + " min";
    }
    return seconds < 2 * DAY_SECONDS
        ? seconds / HOUR_SECONDS + " h"
        : Text.of("{0,number,integer} days", seconds / DAY_SECONDS);
  }
}
