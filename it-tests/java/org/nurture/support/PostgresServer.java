package org.nurture.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** One real PostgreSQL per JVM, ended with it; databases are copies of a migrated template. */
final class PostgresServer {
  private static final String TEMPLATE = "nurture_template";
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static final class Holder {
    private static final EmbeddedPostgres SERVER = start();
  }

  private PostgresServer() {}

  /** Creates a migrated database and answers its name. */
  static String createDatabase() {
    String name = "nurture_" + NEXT.incrementAndGet();
    copy(TEMPLATE, name);
    return name;
  }

  /** Creates a copy of a database that nobody is connected to, and answers its name. */
  static String copyDatabase(String of) {
    String name = "nurture_" + NEXT.incrementAndGet();
    copy(of, name);
    return name;
  }

  /** File by file: half the work of logging each page, where nothing need survive the machine. */
  private static void copy(String of, String name) {
    administer("create database " + name + " template " + of + " strategy file_copy");
  }

  /** Creates an empty database and answers its name. */
  static String createEmptyDatabase() {
    String name = "empty_" + NEXT.incrementAndGet();
    administer("create database " + name + " template template0");
    return name;
  }

  /** Ends all sessions of a database. */
  static void terminate(String name) {
    administer(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }

  static void dropDatabase(String name) {
    administer("drop database if exists " + name + " with (force)");
  }

  static PGConnectionPoolDataSource source(String database) {
    return source(Holder.SERVER, database);
  }

  private static void administer(String statement) {
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("max_connections", "200")
              .setServerConfig("max_prepared_transactions", "50")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("shared_preload_libraries", "pg_stat_statements")
              // transaction control is none of the queries
              .setServerConfig("pg_stat_statements.track_utility", "off")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement sql = connection.createStatement()) {
        sql.execute("create database " + TEMPLATE);
      }
      Flyway.configure()
          .dataSource(server.getDatabase("postgres", TEMPLATE))
          .locations(Make.POSTGRESQL.migrations())
          .load()
          .migrate();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("the template database", e);
    }
  }

  /** A server of its own that keeps what it promised: for measuring. */
  static EmbeddedPostgres startDurable() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("shared_buffers", "512MB")
          .setServerConfig("max_wal_size", "4GB")
          .setServerConfig("listen_addresses", "127.0.0.1")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PGConnectionPoolDataSource source(EmbeddedPostgres server, String database) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName(database);
    source.setUser("postgres");
    source.setPassword("postgres");
    source.setReWriteBatchedInserts(true);
    return source;
  }

  static void close(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
