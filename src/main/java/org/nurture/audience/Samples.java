package org.nurture.audience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;

/** A few values of a table's columns: one statement over its first rows. */
final class Samples {
  private static final int ROWS = 200;
  private static final int KEY_ROWS = 20_000;
  private static final int DIFFERENT = 3;
  private static final int LENGTH = 40;

  /** Names of columns that nobody should see by chance. */
  private static final Pattern SECRET =
      Pattern.compile(
          "pass(word|wd|phrase|code)|pwd|secret|token|iban|api_?key|private_?key|credential|"
              + "credit_?card|card_?(no|num)|fiscal|tax_?(code|id)|social_?sec|"
              + "(^|_)(pin|hash|salt|ssn|cvc|cvv|otp|bic|session|signature)(_|$)",
          Pattern.CASE_INSENSITIVE);

  private final HostTable table;
  private final DSLContext sql;

  Samples(HostTable table, DSLContext sql) {
    this.table = table;
    this.sql = sql;
  }

  /** Whether a column's name sounds like something that is not for looking at. */
  static boolean secret(String column) {
    return SECRET.matcher(column).find();
  }

  /** The first few different values of each column, in the table's order. */
  Map<String, List<String>> values(Set<String> secrets) {
    List<Column> shown =
        table.columns().stream()
            .filter(c -> c.type() != FieldType.OTHER)
            .filter(c -> !secret(c.word()) || secrets.contains(c.word()))
            .toList();
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (shown.isEmpty()) {
      return found;
    }
    List<Field<?>> fields = new ArrayList<>();
    for (Column column : shown) {
      fields.add(text(column).as("c" + fields.size()));
      found.put(column.word(), new ArrayList<>());
    }
    for (Record row : sql.select(fields).from(from()).limit(ROWS).fetch()) {
      for (int i = 0; i < shown.size(); i++) {
        Column column = shown.get(i);
        keep(
            Objects.requireNonNull(found.get(column.word())),
            Values.seen(column.kind(), row.get(i)));
      }
    }
    return found;
  }

  private static void keep(List<String> values, @Nullable Object value) {
    if (value == null || values.size() >= DIFFERENT) {
      return;
    }
    String text = value.toString().strip();
    String cut = text.length() > LENGTH ? text.substring(0, LENGTH - 1) + "…" : text;
    if (!cut.isEmpty() && !values.contains(cut)) {
      values.add(cut);
    }
  }

  /** A value that a column has twice among the first rows; null: none, or nothing is missing. */
  @Nullable String repeated(Column column) {
    Field<?> value = DSL.field(DSL.quotedName(column.name()));
    Table<?> first = sql.select(value.as("k")).from(from()).limit(KEY_ROWS).asTable("f");
    Field<Object> k = DSL.field(DSL.name("f", "k"));
    return sql.select(k.cast(SQLDataType.VARCHAR))
        .from(first)
        .groupBy(k)
        .having(DSL.count().gt(1).or(k.isNull()))
        .limit(1)
        .fetchOptional(row -> row.value1() == null ? "" : row.value1())
        .orElse(null);
  }

  private Table<?> from() {
    return DSL.table(table.name().sql());
  }

  /** Long texts are cut by the database. */
  private static Field<?> text(Column column) {
    Field<Object> plain = DSL.field(DSL.quotedName(column.name()));
    return switch (column.kind()) {
      case TEXT -> DSL.substring(plain.coerce(SQLDataType.VARCHAR), 1, LENGTH + 1);
      case CAST_TEXT, UUID, DATE, LOCAL_DATETIME, ZONED_DATETIME, TIME ->
          plain.cast(SQLDataType.VARCHAR);
      case LONG -> plain.cast(SQLDataType.BIGINT);
      default -> plain.coerce(Values.dataType(column.kind()));
    };
  }
}
