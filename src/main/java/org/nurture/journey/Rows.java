package org.nurture.journey;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;

/**
 * Many values in one statement: as one array bind, on PostgreSQL and H2 alike. A statement's text
 * does not depend on how many there are, so that plans and statements are found again.
 */
final class Rows {
  private Rows() {}

  /** {@code field = any(?)}. */
  static Condition among(Field<Long> field, Collection<Long> ids) {
    return field.eq(any(ids.toArray(Long[]::new)));
  }

  /**
   * Rows of an id and instants, as a table {@code v}.
   *
   * @param names of the columns after {@code id}
   */
  static <T> Table<?> instants(
      Collection<T> rows,
      Function<T, Long> id,
      List<Function<T, @Nullable Instant>> columns,
      String... names) {
    StringBuilder text = new StringBuilder("unnest(cast({0} as bigint array)");
    Field<?>[] binds = new Field<?>[columns.size() + 1];
    binds[0] = val(rows.stream().map(id).toArray(Long[]::new));
    for (int i = 0; i < columns.size(); i++) {
      Function<T, @Nullable Instant> column = columns.get(i);
      text.append(", cast({").append(i + 1).append("} as timestamp(3) with time zone array)");
      binds[i + 1] =
          val(rows.stream().map(r -> utc(column.apply(r))).toArray(OffsetDateTime[]::new));
    }
    String[] aliases = new String[names.length + 1];
    aliases[0] = "id";
    System.arraycopy(names, 0, aliases, 1, names.length);
    return DSL.table(text.append(')').toString(), (Object[]) binds).as("v", aliases);
  }

  /**
   * Sets columns of the rows whose id stands in {@code rows}, one statement.
   *
   * @return how many there were
   */
  static int update(
      Database db, Table<?> table, Field<Long> id, Map<Field<?>, Field<?>> set, Table<?> rows) {
    if (db.dialect() == SQLDialect.H2) {
      // H2 has no UPDATE … FROM, PostgreSQL 14 no MERGE
      return db.sql()
          .mergeInto(table)
          .using(rows)
          .on(id.eq(id()))
          .whenMatchedThenUpdate()
          .set(set)
          .execute();
    }
    return db.sql().update(table).set(set).from(rows).where(id.eq(id())).execute();
  }

  /** Rows of an id and a text, as a table {@code v(id, text_value)}. */
  static <T> Table<?> texts(
      Collection<T> rows, Function<T, Long> id, Function<T, @Nullable String> text) {
    return DSL.table(
            "unnest(cast({0} as bigint array), cast({1} as varchar array))",
            val(rows.stream().map(id).toArray(Long[]::new)),
            val(rows.stream().map(text).toArray(String[]::new)))
        .as("v", "id", "text_value");
  }

  static Field<Long> id() {
    return DSL.field(DSL.name("v", "id"), SQLDataType.BIGINT);
  }

  static Field<Instant> instant(String name) {
    return DSL.field(DSL.name("v", name), SQLDataType.INSTANT);
  }

  static Field<String> text() {
    return DSL.field(DSL.name("v", "text_value"), SQLDataType.VARCHAR);
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
