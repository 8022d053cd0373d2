package org.nurture.web.activity;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.IntervalUnit;

/**
 * Whether what was typed beside a unit is a whole number, and the way out where it is not: 1.5 days
 * are 36 hours. Nothing is rounded on its own.
 */
final class Whole {
  private static final Pattern TYPED =
      Pattern.compile("([+-]?)(\\d{1,12}(?:[.,]\\d{1,6})?)\\s*(\\p{L}*)\\.?");

  /** Beginnings of the units' names, English and Italian; the first that fits is meant. */
  private static final List<Map.Entry<String, IntervalUnit>> UNITS =
      List.of(
          Map.entry("month", IntervalUnit.MONTHS),
          Map.entry("mes", IntervalUnit.MONTHS),
          Map.entry("mo", IntervalUnit.MONTHS),
          Map.entry("h", IntervalUnit.HOURS),
          Map.entry("or", IntervalUnit.HOURS),
          Map.entry("d", IntervalUnit.DAYS),
          Map.entry("g", IntervalUnit.DAYS),
          Map.entry("w", IntervalUnit.WEEKS),
          Map.entry("s", IntervalUnit.WEEKS));

  private Whole() {}

  /** A number and unit that would do. */
  record Way(String count, IntervalUnit unit) implements Serializable {}

  /**
   * What is wrong.
   *
   * @param key of the text, with {@code typed} as its first parameter
   * @param way null: none that could be meant
   */
  record Problem(String key, String typed, int most, @Nullable Way way) implements Serializable {}

  /** Empty: it is a whole number that the unit allows. */
  static Optional<Problem> problem(String typed, IntervalUnit unit) {
    String text = typed.strip();
    int most = unit.most();
    if (text.isEmpty()) {
      return Optional.of(new Problem("length.wrong.blank", text, most, null));
    }
    Matcher parts = TYPED.matcher(text);
    if (!parts.matches()) {
      return Optional.of(new Problem("length.wrong.text", text, most, null));
    }
    String word = parts.group(3).toLowerCase(Locale.ROOT);
    IntervalUnit meant = word.isEmpty() ? unit : unit(word);
    if (meant == null) {
      return Optional.of(new Problem("length.wrong.text", text, most, null));
    }
    BigDecimal number = new BigDecimal(parts.group(2).replace(',', '.'));
    boolean negative = parts.group(1).equals("-");
    Way way = way(number, meant);
    if (!word.isEmpty()) {
      return Optional.of(new Problem("length.wrong.unit", text, most, way));
    }
    if (negative && number.signum() != 0) {
      return Optional.of(new Problem("length.wrong.negative", text, most, way));
    }
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(new Problem("length.wrong.decimal", text, most, way));
    }
    return number.compareTo(BigDecimal.valueOf(most)) > 0
        ? Optional.of(new Problem("length.wrong.many", text, most, null))
        : Optional.empty();
  }

  private static @Nullable IntervalUnit unit(String word) {
    return UNITS.stream()
        .filter(u -> word.startsWith(u.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> word.equals("m") ? Optional.of(IntervalUnit.MONTHS) : Optional.empty())
        .orElse(null);
  }

  /** The same length in the largest unit that makes it whole; months and hours: the next one up. */
  private static @Nullable Way way(BigDecimal number, IntervalUnit unit) {
    BigDecimal count = number;
    IntervalUnit at = unit;
    while (!whole(count) && (at == IntervalUnit.WEEKS || at == IntervalUnit.DAYS)) {
      boolean weeks = at == IntervalUnit.WEEKS;
      count = count.multiply(BigDecimal.valueOf(weeks ? 7 : 24));
      at = weeks ? IntervalUnit.DAYS : IntervalUnit.HOURS;
    }
    BigDecimal up = count.setScale(0, RoundingMode.CEILING);
    return up.compareTo(BigDecimal.valueOf(at.most())) > 0 ? null : new Way(up.toPlainString(), at);
  }

  private static boolean whole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
