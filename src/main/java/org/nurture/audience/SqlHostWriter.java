package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * {@link HostWriter} in SQL: on our own connection where the target lies in our database, else on
 * one that joins the transaction (D4).
 */
@ApplicationScoped
public class SqlHostWriter implements HostWriter {
  private static final Set<String> VERSIONS =
      Set.of("version", "lock_version", "row_version", "opt_lock", "optlock");

  /** Of what the database says, in characters. */
  private static final int LONGEST_WORDS = 300;

  private final TargetDefinitions definitions;
  private final Catalogue catalogue;
  private final DataSources sources;
  private final Database database;

  @Inject
  public SqlHostWriter(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.definitions = definitions;
    this.catalogue = catalogue;
    this.sources = sources;
    this.database = database;
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected SqlHostWriter() {
    this(null, null, null, null);
  }

  private Operating operating(String target, Instant now) {
    return new Operating(target, definitions.all(), catalogue, sources, database, now);
  }

  @Override
  public boolean joins(String target) {
    return sources.joins(operating(target, Instant.EPOCH).definition().dataSource());
  }

  private DSLContext sql(Operating on) {
    return on.local() ? database.sql() : sources.joining(on.definition().dataSource());
  }

  @Override
  public Map<RecordKey, Boolean> hold(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Instant now) {
    return write(
        target,
        keys,
        now,
        Map.of(),
        on -> {
          Set<RecordKey> locked = lock(on, on.query(), keys, sql(on));
          return locked.isEmpty() ? Map.of() : matching(on, locked, filter, includeInactive);
        });
  }

  private Map<RecordKey, Boolean> matching(
      Operating on, Set<RecordKey> keys, Filter filter, boolean includeInactive) {
    Condition matches = on.matches(filter, includeInactive, Operating.Caller.ENGINE);
    RecordQuery query = on.query();
    Field<Integer> flag = DSL.when(matches, DSL.inline(1)).otherwise(DSL.inline(0));
    Map<RecordKey, Boolean> found = new HashMap<>();
    query
        .select(sql(on), List.of(query.recordKey(), flag), query.oneOf(keys))
        .fetch()
        .forEach(row -> found.put(query.keyOf(row), row.get(1, Integer.class) == 1));
    return found;
  }

  @Override
  public void mark(String target, String name) {
    elsewhere(target).ifPresent(sql -> sql.execute("savepoint " + name));
  }

  @Override
  public void undo(String target, String name) {
    elsewhere(target)
        .ifPresent(
            sql -> {
              sql.execute("rollback to savepoint " + name);
              sql.execute("release savepoint " + name);
            });
  }

  @Override
  public void release(String target, String name) {
    elsewhere(target)
        .ifPresent(
            sql -> {
              if (sql.dialect().family() == SQLDialect.POSTGRES) {
                sql.execute("set constraints all immediate");
              }
              sql.execute("release savepoint " + name);
            });
  }

  private Optional<DSLContext> elsewhere(String target) {
    Operating on = operating(target, Instant.EPOCH);
    return on.local() ? Optional.empty() : Optional.of(sql(on));
  }

  @Override
  public List<Violation> check(String target, List<Assignment> assignments) {
    return twice(target, on -> check(on, assignments));
  }

  /** A catalogue that is kept is read again before anything is called wrong. */
  private List<Violation> twice(String target, Function<Operating, List<Violation>> check) {
    Operating on = operating(target, Instant.EPOCH);
    List<Violation> wrong = check.apply(on);
    if (!wrong.isEmpty()) {
      on.refresh();
      wrong = check.apply(on);
    }
    return wrong;
  }

  private static List<Violation> check(Operating on, List<Assignment> assignments) {
    List<Violation> wrong = new ArrayList<>();
    if (!on.definition().writable()) {
      wrong.add(
          new Violation(
              "",
              Text.of(
                  "Target {0} is not writable; an admin can mark it so", on.definition().name())));
    }
    wrong.addAll(Assignments.updating(on).check(assignments));
    return wrong;
  }

  @Override
  public Set<RecordKey> update(
      String target, Collection<RecordKey> keys, List<Assignment> assignments, Instant now) {
    refuse(target, check(target, assignments));
    return write(target, keys, now, Set.of(), on -> update(on, keys, assignments, now));
  }

  private static void refuse(String target, List<Violation> wrong) {
    if (!wrong.isEmpty()) {
      throw new HostChangedException(
          "Target " + target + " changed: " + wrong.get(0).message(), null);
    }
  }

  /** For no records, nothing is done. */
  private <T> T write(
      String target,
      Collection<RecordKey> keys,
      Instant now,
      T nothing,
      Function<Operating, T> work) {
    return keys.isEmpty() ? nothing : write(target, now, work);
  }

  private <T> T write(String target, Instant now, Function<Operating, T> work) {
    Operating on = operating(target, now);
    try {
      return work.apply(on);
    } catch (DataAccessException e) {
      throw new HostChanges(catalogue).explain(on.definition(), e);
    }
  }

  /** Locks first, so that it knows what is there. */
  private Set<RecordKey> update(
      Operating on, Collection<RecordKey> keys, List<Assignment> assignments, Instant now) {
    DSLContext sql = sql(on);
    RecordQuery query = on.query();
    Set<RecordKey> found = lock(on, query, keys, sql);
    if (!found.isEmpty() && !assignments.isEmpty()) {
      Map<Field<?>, Object> values = new LinkedHashMap<>();
      Assignments.updating(on)
          .values(assignments, query, now, sql.dialect())
          .forEach((column, value) -> values.put(on.at().plain(column), value));
      countOn(on, values);
      sql.update(on.at().table()).set(values).where(query.oneOf(found)).execute();
    }
    return found;
  }

  /** In key order where the database keeps to it (D2). */
  private static Set<RecordKey> lock(
      Operating on, RecordQuery query, Collection<RecordKey> keys, DSLContext sql) {
    SelectConditionStep<? extends Record> rows =
        sql.select(query.recordKey()).from(on.at().table()).where(query.oneOf(keys));
    boolean ordered = sql.dialect().family() == SQLDialect.POSTGRES;
    Set<RecordKey> found = new LinkedHashSet<>();
    (ordered ? rows.orderBy(query.keyOrder()).forUpdate() : rows.forUpdate())
        .fetch()
        .forEach(row -> found.add(query.keyOf(row)));
    return found;
  }

  private static void countOn(Operating on, Map<Field<?>, Object> values) {
    version(on)
        .map(on.at()::plain)
        .ifPresent(
            version ->
                values.putIfAbsent(
                    version, DSL.coalesce(version.coerce(Long.class), DSL.inline(0L)).plus(1)));
  }

  @Override
  public Map<RecordKey, String> updateEach(
      String target, List<Assignment> shared, List<Computed> rows, Instant now) {
    refuse(target, check(target, shared));
    List<RecordKey> keys = rows.stream().map(Computed::key).toList();
    return write(target, keys, now, Map.of(), on -> updateEach(on, shared, rows, keys, now));
  }

  private Map<RecordKey, String> updateEach(
      Operating on,
      List<Assignment> shared,
      List<Computed> rows,
      List<RecordKey> keys,
      Instant now) {
    DSLContext sql = sql(on);
    RecordQuery query = on.query();
    Set<RecordKey> found = lock(on, query, keys, sql);
    Map<RecordKey, String> refused = new LinkedHashMap<>();
    List<Computed> fitting = new ArrayList<>();
    for (Computed row : rows) {
      List<Violation> wrong = check(on, row.values());
      if (!found.contains(row.key())) {
        refused.put(row.key(), gone());
      } else if (!wrong.isEmpty()) {
        refused.put(row.key(), wrong.get(0).message());
      } else {
        fitting.add(row);
      }
    }
    ComputedRows.byFields(fitting)
        .forEach(
            same -> {
              ComputedRows values =
                  new ComputedRows(Assignments.updating(on), query, same, now, sql.dialect());
              Map<Field<?>, Object> set = new LinkedHashMap<>();
              Assignments.updating(on)
                  .values(shared, query, now, sql.dialect())
                  .forEach((column, value) -> set.put(on.at().plain(column), value));
              values.fields().forEach((column, value) -> set.put(on.at().plain(column), value));
              if (!set.isEmpty()) {
                countOn(on, set);
                values.update(sql, on.at().table(), set);
              }
            });
    return refused;
  }

  private static String gone() {
    return Text.of("The record was deleted in between");
  }

  /** The column by which the host's own programs notice that somebody else wrote the row. */
  private static Optional<Column> version(Operating on) {
    return on.root().table().columns().stream()
        .filter(column -> VERSIONS.contains(column.word().toLowerCase(Locale.ROOT)))
        .filter(column -> column.kind() == SqlKind.LONG && !column.identity())
        .findFirst();
  }

  @Override
  public List<String> linkable(String target) {
    return new Links(operating(target, Instant.EPOCH)).writable();
  }

  @Override
  public List<String> linkFields(String target, String in) {
    Set<String> known =
        definitions.all().stream().map(TargetDefinition::name).collect(Collectors.toSet());
    return known.contains(target) && known.contains(in)
        ? new NewRecords(operating(target, Instant.EPOCH), operating(in, Instant.EPOCH)).ties()
        : List.of();
  }

  @Override
  public List<Violation> checkLinks(String target, List<Link> links) {
    if (links.isEmpty()) {
      return List.of();
    }
    return twice(
        target,
        on ->
            on.local()
                ? new Links(on).check(links, database.sql())
                : sources.reading(
                    on.definition().dataSource(), sql -> new Links(on).check(links, sql)));
  }

  @Override
  public void link(String target, Collection<RecordKey> keys, Link link) {
    write(
        target,
        keys,
        Instant.EPOCH,
        false,
        on -> {
          new Links(on).write(keys, link, sql(on));
          return true;
        });
  }

  @Override
  public List<Violation> checkInsert(String target, Insertion insertion) {
    if (definitions.all().stream().noneMatch(d -> d.name().equals(insertion.in()))) {
      return List.of(new Violation("/in", Text.of("There is no target “{0}”", insertion.in())));
    }
    return twice(
        target,
        on -> new NewRecords(on, operating(insertion.in(), Instant.EPOCH)).check(insertion));
  }

  @Override
  public void insert(String target, Collection<RecordKey> keys, Insertion insertion, Instant now) {
    refuse(insertion.in(), checkInsert(target, insertion));
    write(
        target,
        keys,
        now,
        false,
        on -> {
          NewRecords making = new NewRecords(on, operating(insertion.in(), now));
          Map<RecordKey, Object> made = making.write(keys, insertion, now, sql(on));
          refer(on, making, insertion, made, now);
          return true;
        });
  }

  @Override
  public Map<RecordKey, String> insertEach(
      String target, List<Computed> rows, Insertion insertion, Instant now) {
    refuse(insertion.in(), checkInsert(target, insertion));
    List<RecordKey> keys = rows.stream().map(Computed::key).toList();
    return write(
        target,
        keys,
        now,
        Map.of(),
        on -> {
          NewRecords making = new NewRecords(on, operating(insertion.in(), now));
          Map<RecordKey, Object> made = new LinkedHashMap<>();
          Map<RecordKey, String> refused = making.writeEach(rows, insertion, now, sql(on), made);
          refer(on, making, insertion, made, now);
          return refused;
        });
  }

  /** The other records refer to those that were made for them. */
  private void refer(
      Operating on,
      NewRecords making,
      Insertion insertion,
      Map<RecordKey, Object> made,
      Instant now) {
    making
        .back(insertion)
        .filter(back -> !made.isEmpty())
        .ifPresent(
            back -> {
              List<Computed> rows = new ArrayList<>();
              made.forEach(
                  (key, value) ->
                      rows.add(
                          new Computed(key, List.of(new Assignment(back.field(), value, null)))));
              Map<RecordKey, String> refused =
                  updateEach(on, List.of(), rows, List.copyOf(made.keySet()), now);
              if (!refused.isEmpty()) {
                throw new HostChangedException(refused.values().iterator().next(), null);
              }
            });
  }

  @Override
  public RecordKey create(String target, List<Assignment> assignments, Instant now) {
    List<Violation> wrong = check(target, assignments);
    if (!wrong.isEmpty()) {
      throw NurtureException.invalid(wrong);
    }
    try {
      return write(target, now, on -> create(on, assignments, now));
    } catch (DataAccessException e) {
      if (SqlFailures.passing(e)) {
        throw e;
      }
      throw NurtureException.conflict(
          Text.of("The database refuses this record: {0}", SqlFailures.words(e, LONGEST_WORDS)));
    }
  }

  private RecordKey create(Operating on, List<Assignment> assignments, Instant now) {
    DSLContext sql = sql(on);
    RecordQuery query = on.query();
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    Assignments.making(on, on)
        .values(assignments, query, now, sql.dialect())
        .forEach((column, value) -> values.put(DSL.field(DSL.quotedName(column.name())), value));
    return query.keyOf(
        sql.insertInto(DSL.table(on.root().table().name().sql()))
            .set(values)
            .returningResult(DSL.field(DSL.quotedName(on.key().name()), Object.class))
            .fetchSingle());
  }
}
