package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;

/** One column compared with a value, in SQL. */
final class Comparison {
  /** Escapes in the patterns that we send; in those of filters it is the backslash. */
  private static final char ESCAPE = '!';

  private static final String UNICODE = "und-x-icu";
  private static final String CODE_POINTS = "C";

  private final SQLDialect dialect;
  private final Column column;
  private final Field<Object> field;
  private final Instant now;

  Comparison(SQLDialect dialect, Column column, At at, Instant now) {
    this.dialect = dialect;
    this.column = column;
    this.field = at.field(column);
    this.now = now;
  }

  Condition of(Operator operator, @Nullable Object value) {
    return switch (operator) {
      case EQUAL, EQUAL_IF_GIVEN -> value == null ? field.isNull() : field.eq(bound(value));
      case NOT_EQUAL -> value == null ? field.isNotNull() : field.ne(bound(value));
      case GREATER -> ordered().gt(bound(given(value)));
      case AT_LEAST -> ordered().ge(bound(given(value)));
      case LESS -> ordered().lt(bound(given(value)));
      case AT_MOST -> ordered().le(bound(given(value)));
      case IN -> in((List<?>) given(value));
      case NOT_IN -> notIn((List<?>) given(value));
      case LIKE -> like("%" + pattern(value) + "%");
      case NOT_LIKE -> like("%" + pattern(value) + "%").not();
      case ILIKE -> ilike("%" + pattern(value) + "%");
      case NOT_ILIKE -> ilike("%" + pattern(value) + "%").not();
      case WHOLE_LIKE -> like(pattern(value));
      case WHOLE_ILIKE -> ilike(pattern(value));
      case CHILD_OF, PARENT_OF, ANY, NOT_ANY ->
          throw new IllegalArgumentException(operator + " compares no column");
    };
  }

  private static Object given(@Nullable Object value) {
    return requireNonNull(value, "value");
  }

  private Field<Object> bound(Object value) {
    return bind(column.kind(), converted(value));
  }

  /** Dates go as texts: drivers bend them by the zones of session and JVM. */
  static Field<Object> bind(SqlKind kind, Object value) {
    DataType<Object> type = type(kind);
    return asText(kind)
        ? DSL.val(value.toString(), SQLDataType.VARCHAR).cast(type)
        : DSL.val(value, type);
  }

  /** The present of the database that the statement runs on. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Field<Object> present(SqlKind kind) {
    return switch (kind) {
      case DATE -> (Field) DSL.currentLocalDate();
      case LOCAL_DATETIME -> (Field) DSL.currentLocalDateTime();
      case ZONED_DATETIME -> (Field) DSL.currentOffsetDateTime();
      default -> throw new IllegalArgumentException(kind + " has no present");
    };
  }

  private static boolean asText(SqlKind kind) {
    return kind == SqlKind.DATE
        || kind == SqlKind.LOCAL_DATETIME
        || kind == SqlKind.ZONED_DATETIME
        || kind == SqlKind.TIME;
  }

  @SuppressWarnings("unchecked")
  private static DataType<Object> type(SqlKind kind) {
    return (DataType<Object>) Values.dataType(kind);
  }

  private Object converted(Object value) {
    try {
      return Values.bind(column, value, now);
    } catch (Values.Unfit e) {
      throw new IllegalStateException("the filter was not checked: " + e.getMessage(), e);
    }
  }

  private Condition in(List<?> values) {
    List<Object> real = real(values);
    Condition some =
        real.isEmpty()
            ? DSL.falseCondition()
            : real.size() == 1 ? field.eq(bound(real.get(0))) : any(real);
    return real.size() == values.size() ? some : some.or(field.isNull());
  }

  private Condition notIn(List<?> values) {
    List<Object> real = real(values);
    Condition none =
        real.isEmpty()
            ? DSL.trueCondition()
            : real.size() == 1 ? field.ne(bound(real.get(0))) : any(real).not();
    return real.size() == values.size() ? none : none.and(field.isNotNull());
  }

  private static List<Object> real(List<?> values) {
    return values.stream().filter(Objects::nonNull).map(Object.class::cast).toList();
  }

  private Condition any(List<Object> values) {
    return anyOf(dialect, field, column.kind(), values.stream().map(this::converted).toList());
  }

  /** One bind for all values; jOOQ itself would write out an {@code or} for each on H2. */
  static Condition anyOf(SQLDialect dialect, Field<?> field, SqlKind kind, List<?> values) {
    SQLDialect family = dialect.family();
    return family == SQLDialect.POSTGRES || family == SQLDialect.H2
        ? DSL.condition("{0} = any({1})", field, array(dialect, kind, values))
        // no other database has arrays
        : field.in(values.stream().map(value -> bind(kind, value)).toArray(Field<?>[]::new));
  }

  private static Field<?> array(SQLDialect dialect, SqlKind kind, List<?> values) {
    DataType<Object> type = type(kind);
    if (asText(kind) || kind == SqlKind.DECIMAL) {
      Field<?> texts =
          DSL.val(
              values.stream().map(Object::toString).toArray(String[]::new),
              SQLDataType.VARCHAR.getArrayDataType());
      // H2's numeric has no digits behind the point unless told how many.
      return kind == SqlKind.DECIMAL && dialect.family() == SQLDialect.H2
          ? DSL.field("cast({0} as decfloat array)", texts)
          : texts.cast(type.getArrayDataType());
    }
    Object[] array = values.toArray(n -> (Object[]) Array.newInstance(type.getType(), n));
    return DSL.val(array, type.getArrayDataType());
  }

  /** Text goes by code point, in all databases alike. */
  private Field<Object> ordered() {
    return codePoints(dialect, column, field);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Field<Object> codePoints(SQLDialect dialect, Column column, Field<Object> field) {
    return column.type() == FieldType.TEXT && dialect.family() == SQLDialect.POSTGRES
        ? (Field) ((Field) field).collate(DSL.collation(DSL.quotedName(CODE_POINTS)))
        : field;
  }

  private Condition like(String pattern) {
    return field.like(DSL.val(pattern, SQLDataType.VARCHAR), ESCAPE);
  }

  private Condition ilike(String pattern) {
    return lower(field.coerce(SQLDataType.VARCHAR))
        .like(lower(DSL.val(pattern, SQLDataType.VARCHAR)), ESCAPE);
  }

  /** PostgreSQL's own collation may know of no letters but ASCII's. */
  private Field<String> lower(Field<String> text) {
    return DSL.lower(
        dialect.family() == SQLDialect.POSTGRES
            ? text.collate(DSL.collation(DSL.quotedName(UNICODE)))
            : text);
  }

  /**
   * {@code %} and {@code _} are wildcards; a backslash before one of them, or itself, makes it
   * plain.
   */
  private static String pattern(@Nullable Object value) {
    String text = (String) given(value);
    StringBuilder pattern = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes =
          c == '\\' && i + 1 < text.length() && "%_\\".indexOf(text.charAt(i + 1)) >= 0;
      if (escapes) {
        i++;
        c = text.charAt(i);
      }
      if (c == ESCAPE || (escapes && c != '\\')) {
        pattern.append(ESCAPE);
      }
      pattern.append(c);
    }
    return pattern.toString();
  }
}
