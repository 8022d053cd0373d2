package org.nurture.action;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;
import org.nurture.template.Escape;
import org.nurture.template.Liquid;
import org.nurture.template.LiquidException;

/** A text of an action with placeholders, compiled once for all records of a chunk. */
final class RecordText {
  private final Liquid liquid;
  private final Liquid.Renderer renderer;

  /**
   * @throws LiquidException it is no Liquid
   */
  RecordText(String source) {
    liquid = Liquid.compile(source, Escape.TEXT);
    renderer = liquid.renderer();
  }

  /** Notes what is wrong with a text, and with the fields that it names. */
  static void check(
      String source, String place, String target, Audience audience, Problems problems) {
    try {
      for (String path : Liquid.compile(source, Escape.TEXT).paths()) {
        if (audience.field(target, path).isEmpty()) {
          problems.invalid(
              place, Text.of("object.{0}: there is no such field of {1}", path, target));
        }
      }
    } catch (LiquidException e) {
      problems.invalid(place, String.valueOf(e.getMessage()));
    }
  }

  Set<String> paths() {
    return liquid.paths();
  }

  String render(Map<String, @Nullable Object> values, Instant now, int longest) {
    return cut(renderer.render(values, Map.of(), now), longest);
  }

  /** As one line. */
  String line(Map<String, @Nullable Object> values, Instant now, int longest) {
    return cut(renderer.render(values, Map.of(), now).replaceAll("\\s+", " ").strip(), longest);
  }

  static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
  }

  /** The values of all records, in one statement; none, where no path is named. */
  static Map<RecordKey, Examined> read(
      Audience audience,
      String target,
      List<Subject> subjects,
      Collection<String> paths,
      Instant now) {
    return paths.isEmpty()
        ? Map.of()
        : audience.examine(
            target,
            subjects.stream().map(Subject::key).distinct().toList(),
            Filter.ALL,
            true,
            paths,
            now);
  }

  static Map<String, @Nullable Object> values(Map<RecordKey, Examined> records, RecordKey key) {
    Examined record = records.get(key);
    return record == null ? Map.of() : record.values();
  }
}
