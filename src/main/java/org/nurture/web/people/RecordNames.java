package org.nurture.web.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;

/** Host records by their names. */
@ApplicationScoped
public class RecordNames {
  private static final int MOST_OFFERED = 20;

  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public RecordNames(Audience audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected RecordNames() {
    this(null, null);
  }

  /** From key to name and mail address, of records that have the text in one of them. */
  @Transactional
  public Map<String, String> offers(String target, String typed) {
    Target of = audience.target(target);
    List<String> paths = shown(of);
    String text = typed.strip().replaceAll("([\\\\%_])", "\\\\$1");
    Map<String, String> offers = new LinkedHashMap<>();
    for (String path : text.isEmpty() ? paths.subList(0, Math.min(1, paths.size())) : paths) {
      JsonArray filter =
          text.isEmpty()
              ? Json.createArrayBuilder().build()
              : Json.createArrayBuilder()
                  .add(Json.createArrayBuilder().add(path).add("ilike").add(text))
                  .build();
      read(of, Filter.parse(filter.toString())).forEach(offers::putIfAbsent);
    }
    return offers;
  }

  private Map<String, String> read(Target of, Filter filter) {
    String key = of.roles().getOrDefault(Role.KEY, "id");
    List<String> paths = shown(of);
    List<String> all = new java.util.ArrayList<>(paths);
    all.add(key);
    Map<String, String> found = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row :
        audience.records(of.name(), filter, true, all, MOST_OFFERED, Time.now(clock))) {
      found.put(String.valueOf(row.get(key)), name(row, paths, String.valueOf(row.get(key))));
    }
    return found;
  }

  private static String name(Map<String, @Nullable Object> row, List<String> paths, String key) {
    String name =
        paths.stream()
            .map(row::get)
            .filter(v -> v != null && !v.toString().isBlank())
            .map(String::valueOf)
            .distinct()
            .reduce((a, b) -> a.contains("@") || !b.contains("@") ? a + " " + b : a + ", " + b)
            .orElse("");
    return name.isEmpty() ? key : name;
  }

  /** First name, name, mail address, as far as there are any. */
  private List<String> shown(Target of) {
    List<String> paths = new java.util.ArrayList<>();
    String name = of.roles().get(Role.NAME);
    if ("last_name".equals(name) && audience.field(of.name(), "first_name").isPresent()) {
      paths.add("first_name");
    }
    for (Role role : List.of(Role.NAME, Role.EMAIL)) {
      Optional.ofNullable(of.roles().get(role)).ifPresent(paths::add);
    }
    return paths;
  }

  /** The names of these, in one statement; those that are gone are left out. */
  @Transactional
  public Map<RecordKey, String> of(String target, Collection<RecordKey> keys) {
    Map<RecordKey, String> names = new HashMap<>();
    try {
      Target of = audience.target(target);
      List<String> paths = shown(of);
      audience
          .examine(target, keys, Filter.ALL, true, paths, Time.now(clock))
          .forEach((key, found) -> names.put(key, name(found.values(), paths, key.toString())));
    } catch (NurtureException e) {
      // a target that is gone has no names
    }
    return names;
  }

  /** The key as it was typed or picked. */
  @Transactional
  public RecordKey key(String target, String text) {
    if (!audience.target(target).numericKey()) {
      return RecordKey.of(text.strip());
    }
    try {
      return RecordKey.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      throw NurtureException.notFound(target, text);
    }
  }
}
