package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Filter;
import org.nurture.audience.Target;
import org.nurture.audience.TargetDefinitions;
import org.nurture.platform.Time;

/** What forms ask about a target: its fields, and which records match. */
@ApplicationScoped
public class Fields {
  private static final int MOST_SUGGESTED = 40;
  private static final int DEEPEST = 3;
  private static final int MOST_COLUMNS = 5;

  private final Audience audience;
  private final TargetDefinitions targets;
  private final InstantSource clock;

  @Inject
  public Fields(Audience audience, TargetDefinitions targets, InstantSource clock) {
    this.audience = audience;
    this.targets = targets;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Fields() {
    this(null, null, null);
  }

  /** All targets, by label. */
  List<Choice> targets() {
    return targets.all().stream()
        .map(t -> new Choice(t.name(), t.label()))
        .sorted(Comparator.comparing(Choice::label))
        .toList();
  }

  /** A target to pick. */
  public record Choice(String name, String label) {}

  /** Paths that begin with or hold the text, nearest first. */
  List<String> suggest(String target, String text) {
    String sought = text.strip().toLowerCase(Locale.ROOT);
    Set<String> found = new LinkedHashSet<>();
    List<Step> level = List.of(new Step("", "", target));
    for (int depth = 0; depth < DEEPEST && found.size() < MOST_SUGGESTED; depth++) {
      List<Step> next = new ArrayList<>();
      for (Step step : level) {
        List<FieldInfo> fields = fieldsOf(step.target());
        for (FieldInfo field : fields) {
          if (isKeyOfRelation(field, fields)) {
            continue;
          }
          String path = step.path() + field.name();
          String label = step.label() + field.label();
          if (fits(path, label, sought) && found.size() < MOST_SUGGESTED) {
            found.add(path);
          }
          if (field.relation() != null) {
            next.add(new Step(path + ".", label + " › ", field.relation().target()));
          }
        }
      }
      level = next;
    }
    return List.copyOf(found);
  }

  /** {@code country_id} where {@code country} is offered: one of them is enough. */
  private static boolean isKeyOfRelation(FieldInfo field, List<FieldInfo> among) {
    return field.relation() == null
        && field.name().endsWith("_id")
        && among.stream()
            .anyMatch(f -> f.relation() != null && (f.name() + "_id").equals(field.name()));
  }

  private static boolean fits(String path, String label, String sought) {
    return path.toLowerCase(Locale.ROOT).contains(sought)
        || label.toLowerCase(Locale.ROOT).contains(sought);
  }

  private List<FieldInfo> fieldsOf(String target) {
    try {
      return audience.fields(target);
    } catch (RuntimeException e) {
      // a far table that is no target has no fields to offer
      return List.of();
    }
  }

  /** Own fields of the target that hold one value. */
  List<FieldInfo> plain(String target) {
    return audience.fields(target).stream().filter(f -> !f.many()).toList();
  }

  /** Type of the field at the end of the path; null: there is none. */
  @Nullable String type(String target, String path) {
    return audience.field(target, path).map(f -> f.type().name()).orElse(null);
  }

  /** The path as people read it; the path itself where it leads nowhere. */
  String label(String target, String path) {
    StringBuilder label = new StringBuilder();
    int dot = -1;
    do {
      dot = path.indexOf('.', dot + 1);
      String part = dot < 0 ? path : path.substring(0, dot);
      var field = audience.field(target, part);
      if (field.isEmpty()) {
        return path;
      }
      label.append(label.isEmpty() ? "" : " › ").append(field.get().label());
    } while (dot >= 0);
    return label.toString();
  }

  String describe(String target, JsonArray filter) {
    return filter.isEmpty() ? "" : audience.describe(target, Filter.parse(filter.toString()));
  }

  List<org.nurture.platform.Violation> check(String target, JsonArray filter) {
    return audience.check(target, Filter.parse(filter.toString()));
  }

  /** How many records match all of them. */
  long count(String target, List<JsonArray> filters) {
    Filter all = Filter.and(filters.stream().map(f -> Filter.parse(f.toString())).toList());
    return audience.count(target, all, audience.namesActive(target, all), Time.now(clock));
  }

  /** The first matching records. */
  Preview records(String target, JsonArray filter, int limit) {
    Filter condition = Filter.parse(filter.toString());
    List<String> paths = columns(target, condition);
    List<Map<String, @Nullable Object>> rows =
        audience.records(
            target,
            condition,
            audience.namesActive(target, condition),
            paths,
            limit,
            Time.now(clock));
    List<List<String>> cells =
        rows.stream().map(row -> paths.stream().map(p -> text(row.get(p))).toList()).toList();
    return new Preview(paths.stream().map(p -> label(target, p)).toList(), cells);
  }

  /** Key, name and address first, then what the filter speaks of. */
  private List<String> columns(String name, Filter filter) {
    Target target = audience.target(name);
    Set<String> paths = new LinkedHashSet<>();
    for (Target.Role role : List.of(Target.Role.KEY, Target.Role.NAME, Target.Role.EMAIL)) {
      String field = target.roles().get(role);
      if (field != null) {
        paths.add(field);
      }
    }
    filter.terms().stream()
        .map(Filter.Term::path)
        .filter(p -> paths.size() < MOST_COLUMNS)
        .forEach(paths::add);
    return List.copyOf(paths);
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "–";
    }
    if (value instanceof List<?> list) {
      return String.join(", ", list.stream().map(String::valueOf).toList());
    }
    return value.toString();
  }

  private record Step(String path, String label, String target) {}

  /** A small table of records. */
  public record Preview(List<String> columns, List<List<String>> rows)
      implements java.io.Serializable {
    public List<String> getColumns() {
      return columns;
    }

    public List<List<String>> getRows() {
      return rows;
    }
  }
}
