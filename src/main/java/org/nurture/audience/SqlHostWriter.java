package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.platform.DataSources;
import org.nurture.platform.Database;
import org.nurture.platform.Violation;

/** {@link HostWriter} on targets in our own database. */
@ApplicationScoped
public class SqlHostWriter implements HostWriter {
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
  public List<Violation> check(String target, List<Assignment> assignments) {
    Operating on = operating(target, Instant.EPOCH);
    List<Violation> wrong = check(on, assignments);
    if (!wrong.isEmpty()) {
      on.refresh();
      wrong = check(on, assignments);
    }
    return wrong;
  }

  private static List<Violation> check(Operating on, List<Assignment> assignments) {
    List<Violation> wrong = new ArrayList<>();
    if (!on.definition().writable()) {
      wrong.add(
          new Violation(
              "",
              "Target %s is not writable; an admin can mark it so"
                  .formatted(on.definition().name())));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < assignments.size(); i++) {
      check(on, assignments.get(i), "/" + i, wrong);
      if (!seen.add(assignments.get(i).field())) {
        wrong.add(
            new Violation("/" + i + "/field", "“" + assignments.get(i).field() + "” is set twice"));
      }
    }
    return wrong;
  }

  private static void check(Operating on, Assignment assignment, String at, List<Violation> wrong) {
    Path path;
    try {
      path = Path.to(assignment.field(), on.root(), on.shapes());
    } catch (Path.Unknown e) {
      wrong.add(new Violation(at + "/field", String.valueOf(e.getMessage())));
      return;
    }
    Column column = path.column();
    String no = column == null ? "has no column of its own" : unwritable(on, path, column);
    if (no != null || column == null) {
      wrong.add(
          new Violation(at + "/field", "“" + assignment.field() + "” can't be set: it " + no));
    } else if (assignment.from() != null) {
      String message = unfit(on, column, assignment.from());
      if (message != null) {
        wrong.add(new Violation(at + "/from", message));
      }
    } else {
      String message = unfit(column, assignment.value());
      if (message != null) {
        wrong.add(new Violation(at + "/value", message));
      }
    }
  }

  private static @Nullable String unwritable(Operating on, Path path, Column column) {
    if (!path.hops().isEmpty()) {
      return "belongs to another record";
    }
    if (column.identity()) {
      return "is made by the database";
    }
    if (column.name().equals(on.key().name())
        || on.root().table().primaryKey().contains(column.name())) {
      return "is the key";
    }
    return column.type() == FieldType.OTHER ? "holds neither text, number nor date" : null;
  }

  private static @Nullable String unfit(Column column, @Nullable Object value) {
    if (value == null) {
      return column.nullable() ? null : "“" + column.word() + "” can't be empty";
    }
    try {
      Values.bind(column, value, Instant.EPOCH);
      return null;
    } catch (Values.Unfit e) {
      return e.getMessage();
    }
  }

  private static @Nullable String unfit(Operating on, Column column, String from) {
    try {
      Path path = Path.to(from, on.root(), on.shapes());
      if (path.many()) {
        return "“" + from + "” leads to several values";
      }
      boolean fits =
          path.type() == column.type()
              || (column.type() == FieldType.TEXT && path.type() != FieldType.OTHER)
              || (column.type() == FieldType.DECIMAL && path.type() == FieldType.INTEGER);
      return fits
          ? null
          : "“%s” is %s, “%s” takes %s"
              .formatted(from, path.type().word(), column.word(), column.type().allowed());
    } catch (Path.Unknown e) {
      return e.getMessage();
    }
  }

  @Override
  public Set<RecordKey> update(
      String target, Collection<RecordKey> keys, List<Assignment> assignments, Instant now) {
    Operating on = operating(target, now);
    if (!on.local()) {
      throw new IllegalStateException("target " + target + " is not in our own database");
    }
    List<Violation> wrong = check(target, assignments);
    if (!wrong.isEmpty()) {
      throw new HostChangedException(
          "Target " + target + " changed: " + wrong.get(0).message(), null);
    }
    if (keys.isEmpty()) {
      return Set.of();
    }
    try {
      return update(on, keys, assignments, now, database.sql());
    } catch (DataAccessException e) {
      throw new HostChanges(catalogue).explain(on.definition(), e);
    }
  }

  /**
   * Locks first, in key order where the database keeps to it (D2), so that it knows what is there.
   */
  private static Set<RecordKey> update(
      Operating on,
      Collection<RecordKey> keys,
      List<Assignment> assignments,
      Instant now,
      DSLContext sql) {
    RecordQuery query = on.query();
    Condition chosen = query.oneOf(keys);
    SelectConditionStep<?> rows = sql.select(query.recordKey()).from(on.at().table()).where(chosen);
    Set<RecordKey> found =
        new LinkedHashSet<>(
            sql.dialect().family() == SQLDialect.POSTGRES
                ? rows.orderBy(query.keyOrder()).forUpdate().fetch(query::keyOf)
                : rows.forUpdate().fetch(query::keyOf));
    if (!found.isEmpty()) {
      sql.update(on.at().table())
          .set(values(on, query, assignments, now, sql.dialect()))
          .where(query.oneOf(found))
          .execute();
    }
    return found;
  }

  private static Map<Field<?>, Object> values(
      Operating on,
      RecordQuery query,
      List<Assignment> assignments,
      Instant now,
      SQLDialect dialect) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      Column column = requireNonNull(on.path(assignment.field(), Operating.Caller.ENGINE).column());
      Field<?> value =
          assignment.from() != null
              ? copied(on, query, column, assignment.from())
              : constant(column, assignment.value(), now);
      values.put(on.at().plain(column), typed(column, value, dialect));
    }
    return values;
  }

  private static Field<?> constant(Column column, @Nullable Object value, Instant now) {
    if (value == null) {
      return DSL.castNull(Values.dataType(column.kind()));
    }
    try {
      return Comparison.bind(column.kind(), Values.bind(column, value, now));
    } catch (Values.Unfit e) {
      throw new IllegalStateException("the assignment was not checked: " + e.getMessage(), e);
    }
  }

  private static Field<?> copied(Operating on, RecordQuery query, Column column, String from) {
    Path path = on.path(from, Operating.Caller.ENGINE);
    Field<?> value = query.scalar(path);
    return path.type() == column.type() ? value : value.cast(Values.dataType(column.kind()));
  }

  /** PostgreSQL makes no enumeration of a text by itself. */
  private static Field<?> typed(Column column, Field<?> value, SQLDialect dialect) {
    return column.kind() == SqlKind.CAST_TEXT && dialect.family() == SQLDialect.POSTGRES
        ? DSL.field("cast({0} as {1})", value.cast(SQLDataType.VARCHAR), DSL.raw(column.sqlType()))
        : value;
  }
}
