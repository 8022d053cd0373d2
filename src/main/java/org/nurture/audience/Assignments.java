package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * Values for columns: whether they fit, and how SQL says them.
 *
 * <p>The record that is written and the one that values are copied from are the same in an update,
 * two in an insert.
 */
final class Assignments {
  private final Operating into;
  private final Operating source;
  private final boolean fresh;

  private Assignments(Operating into, Operating source, boolean fresh) {
    this.into = into;
    this.source = source;
    this.fresh = fresh;
  }

  static Assignments updating(Operating on) {
    return new Assignments(on, on, false);
  }

  static Assignments making(Operating into, Operating source) {
    return new Assignments(into, source, true);
  }

  /** What does not fit; places are {@code /0/field}, {@code /0/value}, {@code /0/from}. */
  List<Violation> check(List<Assignment> assignments) {
    List<Violation> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < assignments.size(); i++) {
      check(assignments.get(i), "/" + i, wrong);
      if (!seen.add(assignments.get(i).field())) {
        wrong.add(
            new Violation(
                "/" + i + "/field", Text.of("“{0}” is set twice", assignments.get(i).field())));
      }
    }
    return wrong;
  }

  private void check(Assignment assignment, String at, List<Violation> wrong) {
    Path path;
    try {
      path = Path.to(assignment.field(), into.root(), into.shapes());
    } catch (Path.Unknown e) {
      wrong.add(new Violation(at + "/field", String.valueOf(e.getMessage())));
      return;
    }
    Column column = path.column();
    String no = column == null ? Text.of("has no column of its own") : unwritable(path, column);
    if (no != null || column == null) {
      wrong.add(
          new Violation(
              at + "/field", Text.of("“{0}” can't be set: it {1}", assignment.field(), no)));
    } else if (assignment.isComputed()) {
      // its values are checked as they come
      return;
    } else if (assignment.from() != null) {
      String message = unfit(column, assignment.from());
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

  private @Nullable String unwritable(Path path, Column column) {
    if (!path.hops().isEmpty()) {
      return Text.of("belongs to another record");
    }
    if (column.identity()) {
      return Text.of("is made by the database");
    }
    if (!fresh
        && (column.name().equals(into.key().name())
            || into.root().table().primaryKey().contains(column.name()))) {
      return Text.of("is the key");
    }
    return column.type() == FieldType.OTHER ? Text.of("holds neither text, number nor date") : null;
  }

  private static @Nullable String unfit(Column column, @Nullable Object value) {
    if (value == null) {
      return column.nullable() ? null : Text.of("“{0}” can't be empty", column.word());
    }
    try {
      Values.bind(column, value, Instant.EPOCH);
      return value instanceof String text ? tooLong(column, text) : outOfRange(column, value);
    } catch (Values.Unfit e) {
      return e.getMessage();
    }
  }

  /** The database would say so only when it runs, and not of which field. */
  private static @Nullable String tooLong(Column column, String text) {
    if (column.kind() != SqlKind.TEXT || column.longest() <= 0) {
      return null;
    }
    int length = text.codePointCount(0, text.length());
    return length <= column.longest()
        ? null
        : Text.of(
            "{2} is too long for “{0}”: it has {3,number,integer} characters, {1,number,integer}"
                + " are allowed",
            column.word(), column.longest(), Values.show(text), length);
  }

  private static @Nullable String outOfRange(Column column, Object value) {
    if (column.range() == null || !(value instanceof Number)) {
      return null;
    }
    BigDecimal number =
        value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    return column.range().unfit(column.word(), number);
  }

  private @Nullable String unfit(Column column, String from) {
    try {
      Path path = Path.to(from, source.root(), source.shapes());
      if (path.many()) {
        return Text.of("“{0}” leads to several values", from);
      }
      boolean fits =
          path.type() == column.type()
              || (column.type() == FieldType.TEXT && path.type() != FieldType.OTHER)
              || (column.type() == FieldType.DECIMAL && path.type() == FieldType.INTEGER);
      return fits
          ? null
          : Text.of(
              "“{0}” is {1}, “{2}” takes {3}",
              from, path.type().word(), column.word(), column.type().allowed());
    } catch (Path.Unknown e) {
      return e.getMessage();
    }
  }

  /**
   * Each column's new value.
   *
   * @param query over the record that values are copied from
   */
  Map<Column, Field<?>> values(
      List<Assignment> assignments, RecordQuery query, Instant now, SQLDialect dialect) {
    Map<Column, Field<?>> values = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      Column column = column(assignment.field());
      if (assignment.isComputed()) {
        continue;
      }
      Field<?> value =
          assignment.from() != null
              ? copied(query, column, assignment.from())
              : constant(column, assignment.value(), now);
      values.put(column, typed(column, value, dialect));
    }
    return values;
  }

  /** The column that a field stands for. */
  Column column(String field) {
    return requireNonNull(into.path(field, Operating.Caller.ENGINE).column());
  }

  private static Field<?> constant(Column column, @Nullable Object value, Instant now) {
    if (value == null) {
      return DSL.castNull(Values.dataType(column.kind()));
    }
    try {
      Object bound = Values.bind(column, value, now);
      // a bare bind has no type in a SELECT list; H2's numeric would have no digits
      return bound instanceof BigDecimal decimal
          ? DSL.inline(decimal)
          : Comparison.bind(column.kind(), bound).cast(Values.dataType(column.kind()));
    } catch (Values.Unfit e) {
      throw new IllegalStateException("the assignment was not checked: " + e.getMessage(), e);
    }
  }

  private Field<?> copied(RecordQuery query, Column column, String from) {
    Path path = source.path(from, Operating.Caller.ENGINE);
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
