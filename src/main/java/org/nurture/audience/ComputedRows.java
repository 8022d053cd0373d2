package org.nurture.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.RowN;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Computed;

/**
 * Values of their own for each record, as rows {@code v} that one statement joins (D15). All rows
 * set the same fields; values were checked.
 */
final class ComputedRows {
  private static final String NAME = "v";
  private static final String KEY = "k";

  private final RecordQuery query;
  private final Map<Column, Field<?>> fields = new LinkedHashMap<>();
  private final Table<?> table;

  ComputedRows(
      Assignments assignments,
      RecordQuery query,
      List<Computed> rows,
      Instant now,
      SQLDialect dialect) {
    this.query = query;
    List<String> names = new ArrayList<>(List.of(KEY));
    for (String field : rows.get(0).fields()) {
      String name = "c" + fields.size();
      Column column = assignments.column(field);
      fields.put(column, DSL.field(DSL.name(NAME, name), Values.dataType(column.kind())));
      names.add(name);
    }
    RowN[] values = new RowN[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Computed row = rows.get(i);
      List<Assignment> inOrder =
          rows.get(0).fields().stream()
              .map(f -> row.values().stream().filter(v -> v.field().equals(f)).findFirst().get())
              .toList();
      List<Object> cells = new ArrayList<>();
      cells.add(query.constant(row.key()));
      cells.addAll(assignments.values(inOrder, query, now, dialect).values());
      values[i] = DSL.row(cells);
    }
    this.table = DSL.values(values).as(NAME, names.toArray(String[]::new));
  }

  /** Rows that set the same fields, together. */
  static List<List<Computed>> byFields(List<Computed> rows) {
    return List.copyOf(
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> java.util.Set.copyOf(row.fields()),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /** Each column's value, where the rows are joined. */
  Map<Column, Field<?>> fields() {
    return fields;
  }

  /** The records with their rows. */
  Table<?> join(Table<?> records) {
    return records.join(table).on(query.equalsPlain(key()));
  }

  /** Sets these columns of the records that have a row. */
  void update(DSLContext sql, Table<?> records, Map<Field<?>, Object> set) {
    switch (sql.dialect().family()) {
      // H2 and MariaDB have no UPDATE … FROM, PostgreSQL 14 has no MERGE
      case H2 ->
          sql.mergeInto(records)
              .using(table)
              .on(query.equalsPlain(key()))
              .whenMatchedThenUpdate()
              .set(set)
              .execute();
      case MARIADB -> sql.update(join(records)).set(set).execute();
      default -> sql.update(records).set(set).from(table).where(query.equalsPlain(key())).execute();
    }
  }

  private static Field<Object> key() {
    return DSL.field(DSL.name(NAME, KEY), Object.class);
  }
}
