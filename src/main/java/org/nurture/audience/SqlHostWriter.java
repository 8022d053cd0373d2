package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
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
          Set<RecordKey> locked = new RecordUpdates(on, sql(on)).lock(keys);
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
    return twice(target, on -> RecordUpdates.check(on, assignments));
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

  @Override
  public Set<RecordKey> update(
      String target, Collection<RecordKey> keys, List<Assignment> assignments, Instant now) {
    refuse(target, check(target, assignments));
    return write(
        target,
        keys,
        now,
        Set.of(),
        on -> new RecordUpdates(on, sql(on)).all(keys, assignments, now));
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

  @Override
  public Map<RecordKey, String> updateEach(
      String target, List<Assignment> shared, List<Computed> rows, Instant now) {
    refuse(target, check(target, shared));
    List<RecordKey> keys = rows.stream().map(Computed::key).toList();
    return write(
        target, keys, now, Map.of(), on -> new RecordUpdates(on, sql(on)).each(shared, rows, now));
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
                  new RecordUpdates(on, sql(on)).each(List.of(), rows, now);
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
