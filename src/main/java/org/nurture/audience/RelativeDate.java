package org.nurture.audience;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates in words (SPEC section 5): {@code now}, {@code today}, {@code today -30d}, {@code now +2h},
 * {@code today =monday}, {@code today -1m =1d}. Days are those of UTC.
 *
 * <p>{@code +} and {@code -} move by y(ears), m(onths), w(eeks), d(ays), h(ours); {@code =} sets
 * year, month, day of the month (the last one where the month is shorter) or hour; {@code =monday}
 * goes to that day of the same week, which begins on Monday.
 */
final class RelativeDate {
  private static final Pattern STEP = Pattern.compile("([+-])(\\d{1,6})([ymwdh])");
  private static final Pattern SET = Pattern.compile("=(\\d{1,4})([ymdh])");

  private RelativeDate() {}

  static boolean looksLike(String text) {
    return text.equals("now")
        || text.equals("today")
        || text.startsWith("now ")
        || text.startsWith("today ");
  }

  /** The instant in UTC; null: the words make no sense. */
  static @Nullable LocalDateTime at(String text, Instant now) {
    String[] words = text.strip().split("\\s+");
    LocalDateTime at = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    if (words[0].equals("today")) {
      at = at.truncatedTo(ChronoUnit.DAYS);
    }
    try {
      for (int i = 1; i < words.length && at != null; i++) {
        at = moved(at, words[i]);
      }
    } catch (DateTimeException e) {
      return null;
    }
    return at;
  }

  private static @Nullable LocalDateTime moved(LocalDateTime at, String word) {
    Matcher step = STEP.matcher(word);
    if (step.matches()) {
      long n = Long.parseLong(step.group(2)) * (step.group(1).equals("-") ? -1 : 1);
      return at.plus(n, unit(step.group(3)));
    }
    Matcher set = SET.matcher(word);
    if (set.matches()) {
      return set(at, Integer.parseInt(set.group(1)), set.group(2));
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      if (word.equals("=" + day.name().toLowerCase(Locale.ROOT))) {
        return at.with(ChronoField.DAY_OF_WEEK, day.getValue());
      }
    }
    return null;
  }

  private static LocalDateTime set(LocalDateTime at, int n, String unit) {
    return switch (unit) {
      case "y" -> at.withYear(n);
      case "m" -> at.withMonth(n);
      case "d" -> at.withDayOfMonth(n > 28 ? Math.min(n, lengthOfMonth(at, n)) : n);
      default -> at.withHour(n);
    };
  }

  private static int lengthOfMonth(LocalDateTime at, int n) {
    return n > 31 ? n : at.toLocalDate().lengthOfMonth();
  }

  private static ChronoUnit unit(String letter) {
    return switch (letter) {
      case "y" -> ChronoUnit.YEARS;
      case "m" -> ChronoUnit.MONTHS;
      case "w" -> ChronoUnit.WEEKS;
      case "d" -> ChronoUnit.DAYS;
      default -> ChronoUnit.HOURS;
    };
  }
}
