package org.nurture.web.filter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Filter;
import org.nurture.audience.Target;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.web.page.Say;

/** Values that a filter's rule can compare with: what the CRM holds, records by their names. */
@ApplicationScoped
public class FieldValues {
  private static final int MOST_READ = 300;
  private static final int MOST_OFFERED = 20;
  private static final Pattern RELATIVE =
      Pattern.compile("(?:today|now) ([+-])(\\d{1,6})([hdwmy])");

  private final Audience audience;
  private final InstantSource clock;
  private final Say say;

  @Inject
  public FieldValues(Audience audience, InstantSource clock, Say say) {
    this.audience = audience;
    this.clock = clock;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected FieldValues() {
    this(null, null, null);
  }

  /** The target that a relation leads to; empty: no relation, or no target has its table. */
  Optional<Target> far(String target, String path) {
    try {
      return audience
          .field(target, path)
          .map(FieldInfo::relation)
          .map(relation -> audience.target(relation.target()));
    } catch (NurtureException e) {
      return Optional.empty();
    }
  }

  /** Keys of records whose name has the text in it; of plain fields, values and what was typed. */
  List<String> offers(String target, String path, String typed) {
    Optional<Target> far = far(target, path);
    String text = typed.strip();
    if (far.isPresent()) {
      return names(far.get(), like(nameOf(far.get()), text), MOST_OFFERED).keySet().stream()
          .toList();
    }
    Set<String> offers = new LinkedHashSet<>();
    boolean isText =
        audience.field(target, path).map(f -> f.type().name().equals("TEXT")).orElse(false);
    if (isText) {
      for (Map<String, @Nullable Object> row :
          records(target, like(path, text), List.of(path), MOST_READ)) {
        Object value = row.get(path);
        List<?> values =
            value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
        values.stream()
            .filter(v -> v != null && !v.toString().isBlank())
            .forEach(v -> offers.add(v.toString()));
        if (offers.size() > MOST_OFFERED) {
          break;
        }
      }
    }
    if (!text.isEmpty()) {
      offers.add(text);
    }
    return List.copyOf(offers);
  }

  /** A record's name for its key; other values as they are. */
  String label(String target, String path, String value) {
    return far(target, path).map(far -> label(far, value)).orElse(value);
  }

  private String label(Target far, String key) {
    String field = far.roles().get(Target.Role.KEY);
    if (field == null) {
      return key;
    }
    try {
      JsonValue exact =
          far.numericKey() ? Json.createValue(Long.parseLong(key)) : Json.createValue(key);
      JsonArray filter =
          Json.createArrayBuilder()
              .add(Json.createArrayBuilder().add(field).add("=").add(exact))
              .build();
      return names(far, filter, 1).getOrDefault(key, key);
    } catch (NumberFormatException e) {
      return key;
    }
  }

  private static String nameOf(Target target) {
    String name = target.roles().get(Target.Role.NAME);
    return name != null ? name : target.roles().getOrDefault(Target.Role.KEY, "id");
  }

  private Map<String, String> names(Target far, JsonArray filter, int limit) {
    String key = far.roles().getOrDefault(Target.Role.KEY, "id");
    String name = nameOf(far);
    Map<String, String> names = new java.util.LinkedHashMap<>();
    for (Map<String, @Nullable Object> row :
        records(far.name(), filter, List.of(key, name), limit)) {
      names.put(String.valueOf(row.get(key)), String.valueOf(row.get(name)));
    }
    return names;
  }

  private static JsonArray like(String path, String text) {
    JsonArrayBuilder filter = Json.createArrayBuilder();
    if (!text.isEmpty()) {
      String plain = text.replaceAll("([\\\\%_])", "\\\\$1");
      filter.add(Json.createArrayBuilder().add(path).add("ilike").add(plain));
    }
    return filter.build();
  }

  private List<Map<String, @Nullable Object>> records(
      String target, JsonArray filter, List<String> paths, int limit) {
    Instant now = Time.now(clock);
    try {
      return audience.records(
          target, Filter.parse(filter), true, new LinkedHashSet<>(paths), limit, now);
    } catch (NurtureException e) {
      // a field that cannot be searched has nothing to offer
      return List.of();
    }
  }

  /** The filter for describing: records by their names, dates in words. */
  JsonArray readable(String target, JsonArray filter) {
    Map<String, String> known = new HashMap<>();
    JsonArrayBuilder out = Json.createArrayBuilder();
    for (JsonValue item : filter) {
      out.add(
          item instanceof JsonArray term
                  && term.size() == 3
                  && term.get(0) instanceof JsonString path
              ? readable(target, path.getString(), term, known)
              : item);
    }
    return out.build();
  }

  private JsonArray readable(
      String target, String path, JsonArray term, Map<String, String> known) {
    Optional<Target> far = far(target, path);
    JsonValue value = term.get(2);
    JsonValue shown = value;
    if (value instanceof JsonString text && text.getString().matches("(today|now).*")) {
      shown = Json.createValue(date(text.getString()));
    } else if (far.isPresent()) {
      List<JsonValue> values = value instanceof JsonArray many ? many : List.of(value);
      List<JsonValue> named = new ArrayList<>();
      values.forEach(
          v ->
              named.add(
                  v instanceof JsonNumber || v instanceof JsonString
                      ? Json.createValue(
                          known.computeIfAbsent(
                              far.get().name() + "/" + v, k -> label(far.get(), plain(v))))
                      : v));
      shown = value instanceof JsonArray ? Json.createArrayBuilder(named).build() : named.get(0);
    }
    return Json.createArrayBuilder().add(term.get(0)).add(term.get(1)).add(shown).build();
  }

  private static String plain(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }

  /** “30 days ago”. */
  private String date(String words) {
    if (words.equals("today") || words.equals("now")) {
      return say.of("filter.date." + words);
    }
    Matcher relative = RELATIVE.matcher(words);
    if (!relative.matches()) {
      return words;
    }
    String which = relative.group(1).equals("-") ? "filter.date.ago." : "filter.date.ahead.";
    return say.of(which + relative.group(3), Integer.valueOf(relative.group(2)));
  }
}
