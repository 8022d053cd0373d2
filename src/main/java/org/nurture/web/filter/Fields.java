package org.nurture.web.filter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.Filter;
import org.nurture.audience.SavedFilters;
import org.nurture.audience.Target;
import org.nurture.audience.TargetDefinitions;
import org.nurture.platform.Time;
import org.nurture.web.page.Say;

/** What forms ask about a target: its fields, and which records match. */
@ApplicationScoped
public class Fields {
  private static final int MOST_COLUMNS = 5;

  private final Audience audience;
  private final TargetDefinitions targets;
  private final InstantSource clock;
  private final SavedFilters saved;
  private final FieldValues values;
  private final Say say;

  @Inject
  public Fields(
      Audience audience,
      TargetDefinitions targets,
      InstantSource clock,
      SavedFilters saved,
      FieldValues values,
      Say say) {
    this.audience = audience;
    this.targets = targets;
    this.clock = clock;
    this.saved = saved;
    this.values = values;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected Fields() {
    this(null, null, null, null, null, null);
  }

  /** All targets, by label. */
  public List<Choice> targets() {
    return targets.all().stream()
        .map(t -> new Choice(t.name(), t.label()))
        .sorted(Comparator.comparing(Choice::label))
        .toList();
  }

  /** What people call the target; its name where it is gone, empty where none is named. */
  public String targetLabel(@Nullable String name) {
    return name == null
        ? ""
        : targets().stream()
            .filter(t -> t.name().equals(name))
            .map(Choice::label)
            .findFirst()
            .orElse(name);
  }

  /** What people call the targets, by name. */
  public Map<String, String> targetLabels() {
    return targets().stream().collect(Collectors.toMap(Choice::name, Choice::label));
  }

  /** A target to pick. */
  public record Choice(String name, String label) {}

  /** Named filters. */
  SavedFilters saved() {
    return saved;
  }

  String say(String key) {
    return say.of(key);
  }

  /** Own fields of the target that hold one value. */
  public List<FieldInfo> plain(String target) {
    return audience.fields(target).stream().filter(f -> !f.many()).toList();
  }

  /** Type of the field at the end of the path; null: there is none. */
  public @Nullable String type(String target, String path) {
    return audience.field(target, path).map(f -> f.type().name()).orElse(null);
  }

  /** How the field at the end of the path is edited: {@code text}, {@code relation} … */
  public String kind(String target, String path) {
    return audience
        .field(target, path)
        .map(
            f ->
                f.relation() != null && values.far(target, path).isPresent()
                    ? "relation"
                    : FilterValues.kind(f.type().name()))
        .orElse("any");
  }

  /** Values to pick from. */
  public List<String> values(String target, String path, String typed) {
    return values.offers(target, path, typed);
  }

  /** A value as people read it. */
  public String valueLabel(String target, String path, String value) {
    return values.label(target, path, value);
  }

  /** The path as people read it; the path itself where it leads nowhere. */
  public String label(String target, String path) {
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

  /** The filter in words; empty: all records. */
  public String describe(String target, JsonArray filter) {
    return filter.isEmpty()
        ? ""
        : audience.describe(target, Filter.parse(values.readable(target, filter)));
  }

  List<org.nurture.platform.Violation> check(String target, JsonArray filter) {
    return audience.check(target, Filter.parse(filter.toString()));
  }

  /** How many records match all of them. */
  public long count(String target, List<JsonArray> filters) {
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
