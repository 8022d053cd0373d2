package org.nurture.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.ds.common.BaseDataSource;

/** An empty database on the tests' PostgreSQL, for a server process and a look from outside. */
public final class EmptyPostgres implements AutoCloseable {
  private final String name;
  private final BaseDataSource source;

  private EmptyPostgres(String name) {
    this.name = name;
    this.source = PostgresServer.source(name);
  }

  public static EmptyPostgres create() {
    return new EmptyPostgres(PostgresServer.createEmptyDatabase());
  }

  /** A copy of it; nobody may be connected. */
  public EmptyPostgres copy() {
    return new EmptyPostgres(PostgresServer.copyDatabase(name));
  }

  /** For {@code NURTURE_DB_URL}, {@code NURTURE_CRM_URL}. */
  public String url() {
    return source.getURL().replaceAll("\\?.*", "");
  }

  public String user() {
    return "postgres";
  }

  public String password() {
    return "postgres";
  }

  /** A connection past the server, each statement its own transaction. */
  public Connection connect() throws SQLException {
    return source.getConnection();
  }

  /** The number in the first row of an answer. */
  public long number(String question) {
    return Long.parseLong(ask(question));
  }

  /** The text in the first row of an answer. */
  public String ask(String question) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(question, e);
    }
  }

  public void execute(String change) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(change);
    } catch (SQLException e) {
      throw new IllegalStateException(change, e);
    }
  }

  /**
   * How often each statement was executed in this database meanwhile.
   *
   * @param idle for how long to look
   */
  public Map<String, Long> statements(Duration idle) throws SQLException, InterruptedException {
    try (Connection connection = PostgresServer.source("postgres").getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute("create extension if not exists pg_stat_statements");
      sql.execute("select pg_stat_statements_reset()");
      Thread.sleep(idle.toMillis());
      Map<String, Long> calls = new TreeMap<>();
      try (ResultSet rows =
          sql.executeQuery(
              """
              select s.query, sum(s.calls) from pg_stat_statements s
                join pg_database d on d.oid = s.dbid
               where d.datname = '%s' group by s.query
              """
                  .formatted(name))) {
        while (rows.next()) {
          calls.put(rows.getString(1), rows.getLong(2));
        }
      }
      return calls;
    }
  }

  @Override
  public void close() {
    PostgresServer.dropDatabase(name);
  }
}
