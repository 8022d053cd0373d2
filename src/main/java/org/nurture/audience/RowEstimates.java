package org.nurture.audience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** How many rows tables have, by the database's own statistics: nothing is counted. */
final class RowEstimates {
  private static final String POSTGRES =
      """
      select c.relname, c.reltuples
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ? and c.relkind in ('r', 'm', 'f') and c.reltuples >= 0
      """;
  private static final String H2 =
      """
      select table_name, row_count_estimate
      from information_schema.tables
      where table_schema = ?
      """;
  private static final String MYSQL =
      """
      select table_name, table_rows
      from information_schema.tables
      where table_schema = ? and table_rows is not null
      """;

  private RowEstimates() {}

  /** From table, in the catalogue's spelling, to rows; what is not known is not in it. */
  static Map<String, Long> of(Connection connection, SQLDialect dialect, @Nullable String schema) {
    String question =
        switch (dialect.family()) {
          case POSTGRES -> POSTGRES;
          case H2 -> H2;
          case MYSQL, MARIADB -> MYSQL;
          default -> null;
        };
    Map<String, Long> found = new HashMap<>();
    if (question == null || schema == null) {
      return found;
    }
    try (PreparedStatement sql = connection.prepareStatement(question)) {
      sql.setString(1, schema);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), (long) rows.getDouble(2));
        }
      }
    } catch (SQLException e) {
      // a nicety: a database that does not tell lists its tables all the same
      return Map.of();
    }
    return found;
  }
}
