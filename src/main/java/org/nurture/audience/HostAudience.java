package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.Operating.Caller;
import org.nurture.audience.Target.Role;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Violation;

/** {@link Audience} over SQL: our own database in the caller's transaction, others outside it. */
@ApplicationScoped
public class HostAudience implements Audience {
  private final TargetDefinitions definitions;
  private final Catalogue catalogue;
  private final DataSources sources;
  private final Database database;

  @Inject
  public HostAudience(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.definitions = definitions;
    this.catalogue = catalogue;
    this.sources = sources;
    this.database = database;
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected HostAudience() {
    this(null, null, null, null);
  }

  private Operating operating(String target, Instant now) {
    return new Operating(target, definitions.all(), catalogue, sources, database, now);
  }

  @Override
  public void reread(String target) {
    definitions.find(target).ifPresent(known -> catalogue.forget(known.dataSource()));
  }

  @Override
  public Target target(String name) {
    Operating on = operating(name, Instant.EPOCH);
    TargetDefinition found = on.definition();
    boolean numeric = on.key().type() == FieldType.INTEGER;
    return new Target(
        found.name(),
        found.label(),
        numeric,
        found.writable(),
        found.roles(),
        DisplayName.of(on.root().table(), found.roles()));
  }

  @Override
  public boolean namesActive(String target, Filter filter) {
    return Terms.names(
        filter, operating(target, Instant.EPOCH).definition().roles().get(Role.ACTIVE));
  }

  @Override
  public List<Violation> check(String target, Filter filter) {
    return operating(target, Instant.EPOCH).check(filter);
  }

  @Override
  public List<FieldInfo> fields(String target) {
    Operating on = operating(target, Instant.EPOCH);
    return new Fields(on.root(), on.shapes()).all();
  }

  @Override
  public Optional<FieldInfo> field(String target, String path) {
    Operating on = operating(target, Instant.EPOCH);
    return on.find(path).map(found -> Fields.of(found, on.shapes()));
  }

  @Override
  public String describe(String target, Filter filter) {
    Operating on = operating(target, Instant.EPOCH);
    return new FilterWords(on.root(), on.shapes()).of(filter);
  }

  @Override
  public RuntimeException explain(String target, RuntimeException failure) {
    return new HostChanges(catalogue)
        .explain(operating(target, Instant.EPOCH).definition(), failure);
  }

  @Override
  public long count(String target, Filter filter, boolean includeInactive, Instant now) {
    Operating on = operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.PERSON);
    return run(
        on,
        sql -> sql.selectCount().from(on.at().table()).where(matches).fetchSingle(0, long.class));
  }

  @Override
  public List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now) {
    return records(target, filter, includeInactive, paths, limit, now, 0);
  }

  @Override
  public List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now,
      int seconds) {
    Operating on = operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.PERSON);
    RecordQuery query = on.query();
    Map<String, Value> values = values(on, query, paths, Caller.PERSON);
    List<Field<?>> fields = new ArrayList<>();
    fields.add(query.recordKey());
    values.values().forEach(v -> fields.add(v.field()));
    return run(
        on,
        sql ->
            query
                .select(sql, fields, matches)
                .orderBy(query.keyOrder())
                .limit(limit)
                .queryTimeout(seconds)
                .fetch(row -> row(row, values, 1)));
  }

  @Override
  public boolean local(String target) {
    return operating(target, Instant.EPOCH).local();
  }

  @Override
  public Optional<RecordKey> keyAfter(String target, @Nullable RecordKey after, int n) {
    Operating on = operating(target, Instant.EPOCH);
    RecordQuery query = on.query();
    Condition condition = after == null ? DSL.noCondition() : query.after(after);
    return run(
        on,
        sql ->
            query
                .select(sql, List.of(query.recordKey()), condition)
                .orderBy(query.keyOrder())
                .limit(1)
                .offset(n - 1)
                .fetchOptional(query::keyOf));
  }

  @Override
  public Select<? extends Record1<?>> keys(
      String target, Filter filter, boolean includeInactive, KeyRange range, Instant now) {
    Operating on = operating(target, now);
    RecordQuery query = on.query();
    Condition condition = within(on.matches(filter, includeInactive, Caller.ENGINE), query, range);
    return DSL.select(query.recordKey()).from(on.at().table()).where(condition);
  }

  @Override
  public Condition exists(String target, Field<?> ourKey) {
    Operating on = operating(target, Instant.EPOCH);
    RecordQuery query = on.query();
    return DSL.exists(DSL.selectOne().from(on.at().table()).where(query.equals(ourKey)));
  }

  @Override
  public long rows(String target) {
    Operating on = operating(target, Instant.EPOCH);
    return catalogue.rows(on.definition().dataSource(), on.root().table().name());
  }

  @Override
  public Optional<Instant> modifiedUpTo(String target) {
    Operating on = operating(target, Instant.EPOCH);
    Optional<Column> modified = on.modified();
    if (modified.isEmpty()) {
      return Optional.empty();
    }
    SqlKind kind = modified.get().kind();
    Field<Object> present = Comparison.present(kind);
    if (kind == SqlKind.ZONED_DATETIME) {
      return Values.momentOf(kind, run(on, sql -> sql.select(text(present)).fetchSingle().get(0)));
    }
    // whose clock and zone it is written by nobody knows: so by what is written
    Field<Object> at = on.at().plain(modified.get());
    RecordQuery query = on.query();
    return Values.momentOf(
        kind,
        run(
            on,
            sql ->
                query
                    .select(sql, List.of(text(DSL.max(at))), at.le(present))
                    .fetchSingle()
                    .get(0)));
  }

  private static Field<String> text(Field<?> value) {
    return value.cast(SQLDataType.VARCHAR);
  }

  @Override
  public List<Candidate> modifiedSince(
      String target,
      Filter filter,
      boolean includeInactive,
      Instant since,
      int limit,
      @Nullable String path,
      Instant now) {
    Operating on = operating(target, now);
    Column modified =
        on.modified().orElseThrow(() -> new IllegalStateException(target + " has no times"));
    Field<Object> at = on.at().plain(modified);
    Condition condition =
        on.matches(filter, includeInactive, Caller.ENGINE)
            .and(at.ge(Comparison.bind(modified.kind(), Values.moment(modified.kind(), since))));
    return candidates(on, condition, List.of(at), limit, path);
  }

  @Override
  public List<Candidate> page(
      String target,
      Filter filter,
      boolean includeInactive,
      KeyRange range,
      int limit,
      @Nullable String path,
      Instant now) {
    Operating on = operating(target, now);
    RecordQuery query = on.query();
    Condition condition = within(on.matches(filter, includeInactive, Caller.ENGINE), query, range);
    return candidates(on, condition, List.of(query.keyOrder()), limit, path);
  }

  private List<Candidate> candidates(
      Operating on, Condition condition, List<Field<?>> order, int limit, @Nullable String path) {
    RecordQuery query = on.query();
    List<String> paths = path == null ? List.of() : List.of(path);
    List<Field<?>> fields = new ArrayList<>();
    fields.add(query.recordKey());
    Map<String, Value> values = values(on, query, paths, Caller.ENGINE);
    values.values().forEach(v -> fields.add(v.field()));
    return run(
        on,
        sql ->
            query
                .select(sql, fields, condition)
                .orderBy(order)
                .limit(limit)
                .fetch(
                    row ->
                        new Candidate(
                            query.keyOf(row),
                            path == null ? null : row(row, values, 1).get(path))));
  }

  private static Condition within(Condition matches, RecordQuery query, KeyRange range) {
    Condition within = range.after() == null ? matches : matches.and(query.after(range.after()));
    return range.upTo() == null ? within : within.and(query.upTo(range.upTo()));
  }

  @Override
  public Set<RecordKey> existing(String target, Collection<RecordKey> keys) {
    if (keys.isEmpty()) {
      return Set.of();
    }
    Operating on = operating(target, Instant.EPOCH);
    RecordQuery query = on.query();
    return run(
        on,
        sql ->
            new HashSet<>(
                query
                    .select(sql, List.of(query.recordKey()), query.oneOf(keys))
                    .fetch(query::keyOf)));
  }

  @Override
  public Map<RecordKey, Examined> examine(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      Instant now) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Operating on = operating(target, now);
    Condition matches = on.matches(filter, includeInactive, Caller.ENGINE);
    RecordQuery query = on.query();
    Map<String, Value> values = values(on, query, paths, Caller.ENGINE);
    List<Field<?>> fields = new ArrayList<>();
    fields.add(query.recordKey());
    fields.add(DSL.when(matches, DSL.inline(1)).otherwise(DSL.inline(0)).as("matches"));
    values.values().forEach(v -> fields.add(v.field()));
    return run(
        on,
        sql -> {
          Map<RecordKey, Examined> found = new HashMap<>();
          query
              .select(sql, fields, query.oneOf(keys))
              .fetch()
              .forEach(
                  row ->
                      found.put(
                          query.keyOf(row),
                          new Examined(row.get(1, Integer.class) == 1, row(row, values, 2))));
          return found;
        });
  }

  @Override
  public Map<RecordKey, String> whyNot(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Instant now) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    Operating on = operating(target, now);
    on.matches(filter, includeInactive, Caller.ENGINE);
    RecordQuery query = on.query();
    WhyNot why = new WhyNot(on, query, filter, on.active(includeInactive));
    List<Field<?>> fields = new ArrayList<>();
    fields.add(query.recordKey());
    fields.addAll(why.fields());
    return run(
        on,
        sql -> {
          Map<RecordKey, String> found = new HashMap<>();
          query
              .select(sql, fields, query.oneOf(keys))
              .fetch()
              .forEach(row -> why.of(row).ifPresent(words -> found.put(query.keyOf(row), words)));
          return found;
        });
  }

  private static Map<String, Value> values(
      Operating on, RecordQuery query, Collection<String> paths, Caller caller) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : new LinkedHashSet<>(paths)) {
      Path path = on.path(name, caller);
      values.put(name, new Value(query.value(path).as("v" + values.size()), path));
    }
    return values;
  }

  private static Map<String, @Nullable Object> row(
      Record row, Map<String, Value> paths, int first) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    int i = first;
    for (Map.Entry<String, Value> path : paths.entrySet()) {
      values.put(path.getKey(), RecordQuery.seen(path.getValue().path(), row.get(i++)));
    }
    return values;
  }

  /** What is selected for a path. */
  private record Value(Field<?> field, Path path) {}

  private <T> T run(Operating on, Function<DSLContext, T> work) {
    try {
      return on.local()
          ? work.apply(database.sql())
          : sources.reading(on.definition().dataSource(), work);
    } catch (DataAccessException e) {
      throw new HostChanges(catalogue).explain(on.definition(), e);
    }
  }
}
