package org.nurture.audience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Operating.Caller;

/** What lies at the ends of paths: selected by a statement, and read from its rows. */
final class PathValues {
  private final Map<String, Value> byPath = new LinkedHashMap<>();

  /** What is selected for a path. */
  private record Value(Field<?> field, Path path) {}

  /** Joins what lies on the paths to the statement. */
  PathValues(Operating on, RecordQuery query, Collection<String> paths, Caller caller) {
    for (String name : new LinkedHashSet<>(paths)) {
      Path path = on.path(name, caller);
      byPath.put(name, new Value(query.value(path).as("v" + byPath.size()), path));
    }
  }

  /** What to select: these, and the values. */
  List<Field<?>> after(Field<?>... first) {
    List<Field<?>> fields = new ArrayList<>(List.of(first));
    byPath.values().forEach(value -> fields.add(value.field()));
    return fields;
  }

  /** The values of one row, by path. */
  Map<String, @Nullable Object> of(Record row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Value> each : byPath.entrySet()) {
      Value value = each.getValue();
      values.put(each.getKey(), RecordQuery.seen(value.path(), row.get(value.field())));
    }
    return values;
  }
}
