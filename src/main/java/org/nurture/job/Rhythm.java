package org.nurture.job;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/**
 * When a schedule fires: every so many seconds, or by a cron expression of five fields, in UTC.
 *
 * @param everySeconds null: by cron
 * @param cron null: by seconds
 */
public record Rhythm(@Nullable Integer everySeconds, @Nullable String cron) {
  public static final int MOST_SECONDS = 86_400;

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  public Rhythm {
    if ((everySeconds == null) == (cron == null)) {
      throw NurtureException.invalid(
          "",
          Text.of(
              "A schedule fires every so many seconds, or by a cron expression: give one of them"));
    }
    if (everySeconds != null && (everySeconds < 1 || everySeconds > MOST_SECONDS)) {
      throw NurtureException.invalid(
          "/everySeconds",
          Text.of("{0} is not allowed: a whole number from 1 to {1}", everySeconds, MOST_SECONDS));
    }
    if (cron != null) {
      cron = cron.strip();
      parse(cron);
    }
  }

  /**
   * At this distance.
   *
   * @param seconds from 1 to {@link #MOST_SECONDS}
   * @throws NurtureException INVALID
   */
  public static Rhythm every(int seconds) {
    return new Rhythm(seconds, null);
  }

  /**
   * By a Unix cron expression of five fields, in UTC.
   *
   * @throws NurtureException INVALID
   */
  public static Rhythm cron(String expression) {
    return new Rhythm(null, expression);
  }

  /** The next firing after one at this instant; empty: never again. */
  public Optional<Instant> after(Instant now) {
    if (everySeconds != null) {
      return Optional.of(now.plusSeconds(everySeconds));
    }
    return ExecutionTime.forCron(parse(cron()))
        .nextExecution(now.atZone(ZoneOffset.UTC))
        .map(java.time.ZonedDateTime::toInstant);
  }

  /** For people, in the reader's language: {@code Every 5 minutes}. */
  public String words() {
    if (everySeconds == null) {
      return CronWords.of(parse(cron())) + ", UTC";
    }
    int seconds = everySeconds;
    if (seconds % 3600 == 0) {
      return Text.of("{0,choice,1#Every hour|1<Every {0} hours}", seconds / 3600);
    }
    return seconds % 60 == 0
        ? Text.of("{0,choice,1#Every minute|1<Every {0} minutes}", seconds / 60)
        : Text.of("{0,choice,1#Every second|1<Every {0} seconds}", seconds);
  }

  private static Cron parse(@Nullable String expression) {
    try {
      return PARSER.parse(expression).validate();
    } catch (IllegalArgumentException e) {
      throw NurtureException.invalid(
          "/cron",
          Text.of(
              "“{0}” is not a cron expression of five fields (minute, hour, day of month, month,"
                  + " day of week), such as 0 3 * * 0 for Sundays at 03:00",
              expression));
    }
  }
}
