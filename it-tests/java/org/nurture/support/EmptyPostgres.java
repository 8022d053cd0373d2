package org.nurture.support;

import java.sql.Connection;
import java.sql.SQLException;
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

  @Override
  public void close() {
    PostgresServer.dropDatabase(name);
  }
}
