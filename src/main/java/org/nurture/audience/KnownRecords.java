package org.nurture.audience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Operating.Caller;

/** Records whose keys are known: whether they are there, whether they match, and why not. */
final class KnownRecords {
  private final Operating on;
  private final Collection<RecordKey> keys;

  KnownRecords(Operating on, Collection<RecordKey> keys) {
    this.on = on;
    this.keys = keys;
  }

  /** Those that are there. */
  Set<RecordKey> existing() {
    RecordQuery query = on.query();
    return on.read(
        sql ->
            new HashSet<>(
                query
                    .select(sql, List.of(query.recordKey()), query.oneOf(keys))
                    .fetch(query::keyOf)));
  }

  /** Whether each that is there matches, and its values at the ends of paths. */
  Map<RecordKey, Examined> examine(
      Filter filter, boolean includeInactive, Collection<String> paths) {
    Field<Integer> matches = matches(filter, includeInactive);
    RecordQuery query = on.query();
    PathValues values = new PathValues(on, query, paths, Caller.ENGINE);
    List<Field<?>> fields = values.after(query.recordKey(), matches);
    return on.read(
        sql -> {
          Map<RecordKey, Examined> found = new HashMap<>();
          query
              .select(sql, fields, query.oneOf(keys))
              .fetch()
              .forEach(
                  row ->
                      found.put(
                          query.keyOf(row), new Examined(row.get(matches) == 1, values.of(row))));
          return found;
        });
  }

  /** Whether each that is there matches, as these statements see it. */
  Map<RecordKey, Boolean> matching(DSLContext sql, Filter filter, boolean includeInactive) {
    Field<Integer> matches = matches(filter, includeInactive);
    RecordQuery query = on.query();
    Map<RecordKey, Boolean> found = new HashMap<>();
    query
        .select(sql, List.of(query.recordKey(), matches), query.oneOf(keys))
        .fetch()
        .forEach(row -> found.put(query.keyOf(row), row.get(matches) == 1));
    return found;
  }

  private Field<Integer> matches(Filter filter, boolean includeInactive) {
    Condition matches = on.matches(filter, includeInactive, Caller.ENGINE);
    return DSL.when(matches, DSL.inline(1)).otherwise(DSL.inline(0)).as("matches");
  }

  /** For each that is there and does not match, the part of the filter that does not hold. */
  Map<RecordKey, String> whyNot(Filter filter, boolean includeInactive) {
    // checks the filter
    on.matches(filter, includeInactive, Caller.ENGINE);
    RecordQuery query = on.query();
    WhyNot why = new WhyNot(on, query, filter, on.active(includeInactive));
    List<Field<?>> fields = new ArrayList<>();
    fields.add(query.recordKey());
    fields.addAll(why.fields());
    return on.read(
        sql -> {
          Map<RecordKey, String> found = new HashMap<>();
          query
              .select(sql, fields, query.oneOf(keys))
              .fetch()
              .forEach(row -> why.of(row).ifPresent(words -> found.put(query.keyOf(row), words)));
          return found;
        });
  }
}
