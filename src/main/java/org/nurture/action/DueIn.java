package org.nurture.action;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** How long from now: hours exactly, the others as steps on the campaign's calendar. */
public record DueIn(int interval, Unit unit) {
  private static final int MOST = 10_000;

  /** Steps. */
  public enum Unit {
    HOURS,
    DAYS,
    WEEKS,
    MONTHS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static DueIn read(DocumentReader in) {
    Unit unit = in.word("unit", Unit.class);
    return new DueIn(in.wholeNumber("interval", 0, MOST), unit == null ? Unit.DAYS : unit);
  }

  JsonObject toJson() {
    return new DocumentWriter().put("interval", interval).put("unit", unit.word()).build();
  }

  Instant after(Instant now, ZoneId zone) {
    return now.atZone(zone).plus(interval, ChronoUnit.valueOf(unit.name())).toInstant();
  }
}
