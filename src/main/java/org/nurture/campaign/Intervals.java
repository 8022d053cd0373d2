package org.nurture.campaign;

import jakarta.json.JsonObject;
import java.util.Locale;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** Intervals as documents write them: {@code {"interval": 2, "unit": "days"}}. */
final class Intervals {
  static final Interval NONE = new Interval(0, IntervalUnit.HOURS);

  private Intervals() {}

  static Interval read(DocumentReader in) {
    IntervalUnit unit = in.word("unit", IntervalUnit.class);
    IntervalUnit known = unit == null ? IntervalUnit.HOURS : unit;
    return new Interval(in.wholeNumber("interval", 0, known.most()), known);
  }

  static JsonObject toJson(Interval interval) {
    return put(new DocumentWriter(), interval).build();
  }

  static DocumentWriter put(DocumentWriter out, Interval interval) {
    return out.put("interval", interval.count()).put("unit", word(interval.unit()));
  }

  static String word(IntervalUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }
}
