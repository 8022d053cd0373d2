package org.nurture.web.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.platform.Time;

/** Finds records by what people call them, their address or their key. */
@ApplicationScoped
public class RecordSearch {
  private static final int SHOWN = 8;
  private static final int MOST_WORDS = 5;
  private static final int LONGEST_KEY = 18;

  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public RecordSearch(Audience audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected RecordSearch() {
    this(null, null);
  }

  /**
   * A record.
   *
   * @param number null where the key is a text
   * @param text null where the key is a number
   * @param name its key where it has none
   * @param about its email or phone; may be empty
   * @param matches whether it matches the filter that was given
   */
  public record Found(
      @Nullable Long number, @Nullable String text, String name, String about, boolean matches)
      implements Serializable {
    static Found gone(RecordKey key) {
      return new Found(key.number(), key.text(), key.toString(), "", false);
    }

    public RecordKey key() {
      return new RecordKey(number, text);
    }
  }

  /**
   * The first ones, those that match the filter before the others.
   *
   * @param words each is part of the name or the address, or the key; empty: only those that match
   */
  List<Found> find(String target, Filter filter, String words) {
    Target known = audience.target(target);
    Filter wanted = wanted(known, words);
    Map<RecordKey, Found> found = new LinkedHashMap<>();
    boolean inactive = audience.namesActive(target, filter);
    read(known, Filter.and(List.of(filter, wanted)), inactive, true, found);
    if (!words.isBlank() && found.size() < SHOWN) {
      read(known, wanted, true, false, found);
    }
    return found.values().stream().limit(SHOWN).toList();
  }

  private void read(
      Target target, Filter filter, boolean inactive, boolean matches, Map<RecordKey, Found> into) {
    String key = Objects.requireNonNull(target.roles().get(Role.KEY));
    Set<String> paths = paths(target);
    paths.add(key);
    audience
        .records(target.name(), filter, inactive, paths, SHOWN, Time.now(clock))
        .forEach(
            values -> {
              RecordKey found = key(target, values.get(key));
              into.putIfAbsent(found, found(target, found, values, matches));
            });
  }

  /** What people call these records; those that are gone are left out. */
  Map<RecordKey, Found> named(String target, Collection<RecordKey> keys) {
    Map<RecordKey, Found> named = new HashMap<>();
    if (keys.isEmpty()) {
      return named;
    }
    Target known = audience.target(target);
    audience
        .examine(target, keys, Filter.ALL, true, paths(known), Time.now(clock))
        .forEach((key, record) -> named.put(key, found(known, key, record.values(), true)));
    return named;
  }

  private static Set<String> paths(Target target) {
    Set<String> paths = new LinkedHashSet<>(target.display());
    for (Role role : List.of(Role.EMAIL, Role.PHONE)) {
      if (target.roles().containsKey(role)) {
        paths.add(target.roles().get(role));
      }
    }
    return paths;
  }

  private static RecordKey key(Target target, @Nullable Object value) {
    Object known = Objects.requireNonNull(value);
    return target.numericKey() && known instanceof Number number
        ? RecordKey.of(number.longValue())
        : RecordKey.of(known.toString());
  }

  private static Found found(
      Target target, RecordKey key, Map<String, @Nullable Object> values, boolean matches) {
    String name =
        target.display().stream()
            .map(values::get)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining(" "))
            .strip();
    String about = text(values, target.roles().get(Role.EMAIL));
    if (about.isEmpty()) {
      about = text(values, target.roles().get(Role.PHONE));
    }
    return new Found(
        key.number(), key.text(), name.isEmpty() ? key.toString() : name, about, matches);
  }

  private static String text(Map<String, @Nullable Object> values, @Nullable String path) {
    Object value = path == null ? null : values.get(path);
    return value == null ? "" : value.toString();
  }

  private static Filter wanted(Target target, String words) {
    List<Filter> all = new ArrayList<>();
    for (String word : words.strip().split("\\s+")) {
      if (!word.isEmpty() && all.size() < MOST_WORDS) {
        all.add(wordOf(target, word));
      }
    }
    return all.isEmpty() ? Filter.ALL : Filter.and(all);
  }

  /** Any of the fields has it; or it is the key. */
  private static Filter wordOf(Target target, String word) {
    List<JsonArrayBuilder> terms = new ArrayList<>();
    for (String path : searched(target)) {
      terms.add(Json.createArrayBuilder().add(path).add("ilike").add(word));
    }
    String key = Objects.requireNonNull(target.roles().get(Role.KEY));
    boolean digits =
        word.length() <= LONGEST_KEY && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && target.numericKey()) {
      terms.add(Json.createArrayBuilder().add(key).add("=").add(Long.parseLong(word)));
    } else if (terms.isEmpty()) {
      terms.add(Json.createArrayBuilder().add(key).add("in").add(Json.createArrayBuilder()));
    }
    JsonArrayBuilder any = Json.createArrayBuilder();
    for (int i = 1; i < terms.size(); i++) {
      any.add("|");
    }
    terms.forEach(any::add);
    return Filter.parse(any.build());
  }

  private static Set<String> searched(Target target) {
    Set<String> paths = new LinkedHashSet<>(target.display());
    if (target.roles().containsKey(Role.EMAIL)) {
      paths.add(target.roles().get(Role.EMAIL));
    }
    return paths;
  }
}
