package org.nurture.action;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.audience.Audience;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/** What scripts see of records: {@code record.company.name}. */
final class ScriptRecords {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Pattern NAMED =
      Pattern.compile("\\brecord((?:\\s*\\??\\.\\s*[A-Za-z_]\\w*)+)");

  /** JavaScript's numbers know whole ones up to here. */
  private static final long SAFE = (1L << 53) - 1;

  private ScriptRecords() {}

  /**
   * The paths that a script gets: those that it chose, or those that it names.
   *
   * @param problems gets what is no field
   */
  static Set<String> paths(Audience audience, String target, ExecuteCode code, Problems problems) {
    Set<String> paths = new LinkedHashSet<>();
    if (!code.fields().isEmpty()) {
      for (int i = 0; i < code.fields().size(); i++) {
        String path = code.fields().get(i);
        if (audience.field(target, path).isEmpty()) {
          problems.invalid("/fields/" + i, Text.of("“{0}” is not a field of {1}", path, target));
        } else {
          paths.add(path);
        }
      }
      return paths;
    }
    Matcher named = NAMED.matcher(code.script());
    while (named.find()) {
      String name = named.group(1).replaceAll("[\\s?]", "").substring(1);
      String path = longestField(audience, target, name);
      if (path == null) {
        problems.invalid(
            "/script", Text.of("record.{0}: there is no such field of {1}", name, target));
      } else {
        paths.add(path);
      }
    }
    return paths;
  }

  /** Of {@code name.length} the field is {@code name}. */
  private static @Nullable String longestField(Audience audience, String target, String name) {
    if (audience.field(target, name).isPresent()) {
      return name;
    }
    for (int end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
      String path = name.substring(0, end);
      if (audience.field(target, path).filter(f -> f.relation() == null).isPresent()) {
        return path;
      }
    }
    return null;
  }

  /** The text that a script gets for one record. */
  static String given(
      Collection<String> paths, Map<String, @Nullable Object> values, Occasion occasion) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String path : paths) {
      put(tree, path.split("\\."), values.get(path));
    }
    return JSON.createObjectBuilder()
        .add("record", object(tree))
        .add(
            "campaign",
            JSON.createObjectBuilder()
                .add("id", String.valueOf(occasion.campaignId()))
                .add("timeZone", occasion.zone().getId()))
        .add("now", occasion.now().toEpochMilli())
        .build()
        .toString();
  }

  @SuppressWarnings("unchecked") // all maps in it are of this sort
  private static void put(Map<String, Object> tree, String[] steps, @Nullable Object value) {
    Map<String, Object> at = tree;
    for (int i = 0; i < steps.length - 1; i++) {
      Object next = at.get(steps[i]);
      if (!(next instanceof Map)) {
        next = new LinkedHashMap<String, Object>();
        at.put(steps[i], next);
      }
      at = (Map<String, Object>) next;
    }
    // a relation that is walked as well is what is found on the way
    at.putIfAbsent(steps[steps.length - 1], value(value));
  }

  private static JsonObject object(Map<?, ?> tree) {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    tree.forEach(
        (name, value) ->
            out.add(
                String.valueOf(name),
                value instanceof Map<?, ?> map ? object(map) : (JsonValue) value));
    return out.build();
  }

  private static JsonValue value(@Nullable Object value) {
    if (value instanceof Long number) {
      return Math.abs(number) <= SAFE
          ? Json.createValue(number)
          : Json.createValue(number.toString());
    }
    if (value instanceof BigDecimal decimal) {
      return Json.createValue(decimal);
    }
    if (value instanceof Boolean flag) {
      return flag ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof List<?> many) {
      var out = JSON.createArrayBuilder();
      many.forEach(one -> out.add(value(one)));
      return out.build();
    }
    return value == null ? JsonValue.NULL : Json.createValue(value.toString());
  }
}
