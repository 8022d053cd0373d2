package org.nurture.web.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldType;
import org.nurture.audience.Filter;
import org.nurture.audience.Operator;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.platform.Time;

/** Host records as lists and headings show them: by name and address. */
@ApplicationScoped
public class Records {
  /** Records that a search looks at. */
  static final int MOST_FOUND = 500;

  private static final int LONG_DIGITS = 18;

  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public Records(Audience audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Records() {
    this(null, null);
  }

  /**
   * A record as people know it.
   *
   * @param name empty: it has none
   * @param there whether the record is in the host still
   */
  public record Seen(
      String key, String name, String address, String phone, String country, boolean there)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    static Seen gone(String key) {
      return new Seen(key, "", "", "", "", false);
    }
  }

  /** One statement for all; a record that is gone is not in it, and none where the host is away. */
  Map<RecordKey, Seen> seen(String target, Collection<RecordKey> keys) {
    Map<RecordKey, Seen> seen = new HashMap<>();
    try {
      Target known = audience.target(target);
      Map<Target.Role, String> roles = known.roles();
      Set<String> paths = new LinkedHashSet<>(known.display());
      Stream.of(Target.Role.EMAIL, Target.Role.PHONE, Target.Role.COUNTRY)
          .map(roles::get)
          .filter(Objects::nonNull)
          .forEach(paths::add);
      audience
          .examine(target, keys, Filter.ALL, true, paths, Time.now(clock))
          .forEach((key, found) -> seen.put(key, seen(key, known, found)));
    } catch (RuntimeException e) {
      // the host's table is gone: the keys remain
      return Map.of();
    }
    return seen;
  }

  private static Seen seen(RecordKey key, Target target, Audience.Examined found) {
    String name =
        target.display().stream()
            .map(path -> text(found, path))
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(" "));
    return new Seen(
        key.toString(),
        name,
        text(found, target.roles().get(Target.Role.EMAIL)),
        text(found, target.roles().get(Target.Role.PHONE)),
        text(found, target.roles().get(Target.Role.COUNTRY)),
        true);
  }

  private static String text(Audience.Examined record, @Nullable String path) {
    Object value = path == null ? null : record.values().get(path);
    return value == null ? "" : value.toString();
  }

  /** Keys of the first records whose name or address holds every word; or whose key it is. */
  List<RecordKey> search(String target, String text) {
    return search(target, text, MOST_FOUND, 0);
  }

  /** The same, so many at most, and given up after so many seconds; 0: never. */
  List<RecordKey> search(String target, String text, int most, int seconds) {
    Target known = audience.target(target);
    List<RecordKey> keys = new ArrayList<>();
    if (!known.numericKey() || isNumber(text)) {
      keys.add(key(target, text));
    }
    List<Filter.Node> words = new ArrayList<>();
    List<String> paths = texts(known, target);
    for (String word : text.strip().split("\\s+")) {
      String sought = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
      words.add(
          Filter.Any.of(
              paths.stream()
                  .map(p -> (Filter.Node) new Filter.Term(p, Operator.ILIKE, sought))
                  .toList()));
    }
    if (!paths.isEmpty()) {
      Filter filter = Filter.of(Filter.All.of(words));
      String key = Objects.requireNonNull(known.roles().get(Target.Role.KEY));
      audience
          .records(target, filter, true, List.of(key), most, Time.now(clock), seconds)
          .forEach(row -> keys.add(key(known, String.valueOf(row.get(key)))));
    }
    return keys;
  }

  private List<String> texts(Target target, String name) {
    return Stream.concat(
            target.display().stream(), Stream.ofNullable(target.roles().get(Target.Role.EMAIL)))
        .filter(
            path -> audience.field(name, path).filter(f -> f.type() == FieldType.TEXT).isPresent())
        .distinct()
        .toList();
  }

  /** The key that a text stands for. */
  RecordKey key(String target, String text) {
    return key(audience.target(target), text);
  }

  private static RecordKey key(Target target, String text) {
    return target.numericKey() && isNumber(text)
        ? RecordKey.of(Long.parseLong(text.strip()))
        : RecordKey.of(text.strip());
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("-?\\d{1," + LONG_DIGITS + "}");
  }
}
