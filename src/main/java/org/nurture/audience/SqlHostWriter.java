package org.nurture.audience;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  private final Hosts hosts;

  @Inject
  public SqlHostWriter(
      TargetDefinitions definitions, Catalogue catalogue, DataSources sources, Database database) {
    this.hosts = new Hosts(definitions, catalogue, sources, database);
  }

  /** For CDI's proxy alone. */
  @SuppressWarnings("NullAway")
  protected SqlHostWriter() {
    this(null, null, null, null);
  }

  @Override
  public boolean joins(String target) {
    return hosts.sources().joins(hosts.operating(target).definition().dataSource());
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
          Set<RecordKey> locked = new RecordUpdates(on, on.joining()).lock(keys);
          return locked.isEmpty()
              ? Map.of()
              : new KnownRecords(on, locked).matching(on.joining(), filter, includeInactive);
        });
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
    Operating on = hosts.operating(target);
    return on.local() ? Optional.empty() : Optional.of(on.joining());
  }

  @Override
  public List<Violation> check(String target, List<Assignment> assignments) {
    Operating on = hosts.operating(target);
    return on.twice(() -> RecordUpdates.check(on, assignments));
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
        on -> new RecordUpdates(on, on.joining()).all(keys, assignments, now));
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
    Operating on = hosts.operating(target, now);
    return on.explained(() -> work.apply(on));
  }

  @Override
  public Map<RecordKey, String> updateEach(
      String target, List<Assignment> shared, List<Computed> rows, Instant now) {
    refuse(target, check(target, shared));
    List<RecordKey> keys = rows.stream().map(Computed::key).toList();
    return write(
        target,
        keys,
        now,
        Map.of(),
        on -> new RecordUpdates(on, on.joining()).each(shared, rows, now));
  }

  @Override
  public List<String> linkable(String target) {
    return new Links(hosts.operating(target)).writable();
  }

  @Override
  public List<String> linkFields(String target, String in) {
    Set<String> known =
        hosts.definitions().all().stream().map(TargetDefinition::name).collect(Collectors.toSet());
    return known.contains(target) && known.contains(in)
        ? new LinkFields(hosts.operating(target), hosts.operating(in)).names()
        : List.of();
  }

  @Override
  public List<Violation> checkLinks(String target, List<Link> links) {
    if (links.isEmpty()) {
      return List.of();
    }
    Operating on = hosts.operating(target);
    return on.twice(() -> on.reading(sql -> new Links(on).check(links, sql)));
  }

  @Override
  public void link(String target, Collection<RecordKey> keys, Link link) {
    write(
        target,
        keys,
        Instant.EPOCH,
        false,
        on -> {
          new Links(on).write(keys, link, on.joining());
          return true;
        });
  }

  @Override
  public List<Violation> checkInsert(String target, Insertion insertion) {
    if (hosts.definitions().all().stream().noneMatch(d -> d.name().equals(insertion.in()))) {
      return List.of(new Violation("/in", Text.of("There is no target “{0}”", insertion.in())));
    }
    Operating on = hosts.operating(target);
    return on.twice(() -> new InsertionCheck(on, hosts.operating(insertion.in())).check(insertion));
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
          Operating into = hosts.operating(insertion.in(), now);
          Map<RecordKey, Object> made =
              new NewRecords(on, into).write(keys, insertion, now, on.joining());
          refer(on, into, insertion, made, now);
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
          Operating into = hosts.operating(insertion.in(), now);
          Map<RecordKey, Object> made = new LinkedHashMap<>();
          Map<RecordKey, String> refused =
              new NewRecords(on, into).writeEach(rows, insertion, now, on.joining(), made);
          refer(on, into, insertion, made, now);
          return refused;
        });
  }

  /** The other records refer to those that were made for them. */
  private static void refer(
      Operating on, Operating into, Insertion insertion, Map<RecordKey, Object> made, Instant now) {
    new LinkFields(on, into)
        .back(insertion.linkField())
        .filter(back -> !made.isEmpty())
        .ifPresent(
            back -> {
              List<Computed> rows = new ArrayList<>();
              made.forEach(
                  (key, value) ->
                      rows.add(
                          new Computed(key, List.of(new Assignment(back.field(), value, null)))));
              Map<RecordKey, String> refused =
                  new RecordUpdates(on, on.joining()).each(List.of(), rows, now);
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
    DSLContext sql = on.joining();
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
