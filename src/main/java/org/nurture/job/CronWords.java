package org.nurture.job;

import static java.util.stream.Collectors.joining;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.Cron;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nurture.platform.Language;
import org.nurture.platform.Text;

/**
 * A cron expression of five fields in the reader's words: {@code At 03:00 on Sunday}. What people
 * write most is said as people say it; the rest by cron-utils, which puts words beside each other.
 */
final class CronWords {
  private static final String NUMBER = "\\d{1,2}";
  private static final String NUMBERS = NUMBER + "(," + NUMBER + ")*";

  private CronWords() {}

  static String of(Cron cron) {
    String[] fields = cron.asString().trim().split("\\s+");
    return time(fields[0], fields[1])
        .flatMap(time -> days(fields[2], fields[3], fields[4]).map(time::concat))
        .orElseGet(() -> literally(cron));
  }

  private static String literally(Cron cron) {
    Locale locale = Language.current();
    String said = CronDescriptor.instance(locale).describe(cron);
    return said.substring(0, 1).toUpperCase(locale) + said.substring(1);
  }

  private static Optional<String> time(String minute, String hour) {
    if (minute.matches(NUMBER) && hour.matches(NUMBERS)) {
      List<String> times =
          Arrays.stream(hour.split(","))
              .map(h -> "%02d:%02d".formatted(Integer.parseInt(h), Integer.parseInt(minute)))
              .toList();
      return Optional.of(Text.of("At {0}", listed(times)));
    }
    if (minute.matches("\\*/" + NUMBER) && hour.equals("*")) {
      int every = Integer.parseInt(minute.substring(2));
      return Optional.of(Text.of("{0,choice,1#Every minute|1<Every {0} minutes}", every));
    }
    if (minute.matches(NUMBER) && hour.equals("*")) {
      return Optional.of(Text.of("Every hour at minute {0}", minute));
    }
    return Optional.empty();
  }

  private static Optional<String> days(String ofMonth, String month, String ofWeek) {
    if (!month.equals("*")) {
      return Optional.empty();
    }
    if (ofMonth.equals("*") && ofWeek.equals("*")) {
      return Optional.of("");
    }
    if (ofMonth.equals("*") && ofWeek.matches(NUMBER + "-" + NUMBER)) {
      String[] ends = ofWeek.split("-");
      return Optional.of(Text.of(" from {0} to {1}", day(ends[0]), day(ends[1])));
    }
    if (ofMonth.equals("*") && ofWeek.matches(NUMBERS)) {
      List<String> days = Arrays.stream(ofWeek.split(",")).map(CronWords::day).toList();
      return Optional.of(Text.of(" on {0}", listed(days)));
    }
    if (ofMonth.matches(NUMBERS) && ofWeek.equals("*")) {
      return Optional.of(Text.of(" on day {0} of the month", listed(List.of(ofMonth.split(",")))));
    }
    return Optional.empty();
  }

  /** Cron's Sunday is 0 and 7. */
  private static String day(String number) {
    int day = Integer.parseInt(number) % 7;
    return DayOfWeek.of(day == 0 ? 7 : day).getDisplayName(TextStyle.FULL, Language.current());
  }

  private static String listed(List<String> parts) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.get(0)
        : Text.of(
            "{0} and {1}", parts.subList(0, last).stream().collect(joining(", ")), parts.get(last));
  }
}
