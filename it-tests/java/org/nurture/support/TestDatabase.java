package org.nurture.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.DSLContext;
import org.nurture.platform.CurrentTransaction;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Transactions;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A fresh database with Nurture's tables, its connections pooled for several threads, their session
 * time zone unlike the JVM's. Usually given by {@link OnDatabase}.
 */
public final class TestDatabase implements AutoCloseable {
  /** Half an hour off every whole zone, with daylight saving. */
  private static final String SESSION_ZONE = "America/St_Johns";

  /** Statements are parsed once in a session, not each time (the default keeps eight). */
  private static final String H2_OPTIONS =
      ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=500";

  private static final Duration LONG = Duration.ofMinutes(5);

  private final Make make;
  private final JdbcConnectionPool pool;
  private final PlainTransactions transactions;
  private final SettableClock clock = new SettableClock();
  private final Runnable drop;
  private final String url;
  private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

  private TestDatabase(Make make, JdbcConnectionPool pool, String url, Runnable drop) {
    this.make = make;
    this.pool = pool;
    this.url = url;
    this.drop = drop;
    pool.setMaxConnections(64);
    pool.setLoginTimeout(30);
    transactions = new PlainTransactions(pool, make.dialect());
  }

  public static TestDatabase open(Make make) {
    return make == Make.H2 ? openH2() : openPostgres();
  }

  /** PostgreSQL on a server of its own with fsync on, for measuring; it ends with the database. */
  public static TestDatabase openDurable() {
    EmbeddedPostgres server = PostgresServer.startDurable();
    PGConnectionPoolDataSource source = PostgresServer.source(server, "postgres");
    Flyway.configure()
        .dataSource(server.getPostgresDatabase())
        .locations(Make.POSTGRESQL.migrations())
        .load()
        .migrate();
    return new TestDatabase(
        Make.POSTGRESQL,
        JdbcConnectionPool.create(new ZonedSource(source, SESSION_ZONE)),
        source.getURL(),
        () -> PostgresServer.close(server));
  }

  private static TestDatabase openH2() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + H2_OPTIONS;
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl(url);
    source.setUser("sa");
    source.setPassword("");
    JdbcConnectionPool pool = JdbcConnectionPool.create(new ZonedSource(source, SESSION_ZONE));
    Flyway.configure().dataSource(source).locations(Make.H2.migrations()).load().migrate();
    return new TestDatabase(Make.H2, pool, url, () -> shutDown(source));
  }

  private static TestDatabase openPostgres() {
    return openPostgres(PostgresServer.createDatabase());
  }

  private static TestDatabase openPostgres(String name) {
    PGConnectionPoolDataSource source = PostgresServer.source(name);
    return new TestDatabase(
        Make.POSTGRESQL,
        JdbcConnectionPool.create(new ZonedSource(source, SESSION_ZONE)),
        source.getURL(),
        () -> PostgresServer.dropDatabase(name));
  }

  /**
   * PostgreSQL's database of another process, by its {@link #url}; stays when this is closed.
   *
   * @param clock where the clock stands
   */
  public static TestDatabase attach(String url, Instant clock) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(url);
    source.setUser("postgres");
    source.setPassword("postgres");
    TestDatabase db =
        new TestDatabase(
            Make.POSTGRESQL,
            JdbcConnectionPool.create(new ZonedSource(source, SESSION_ZONE)),
            url,
            () -> {});
    db.clock.set(clock);
    return db;
  }

  /** PostgreSQL: closes this and keeps its content, of which copies can be made. */
  public Frozen freeze() {
    pool.dispose();
    return new Frozen(url.replaceAll(".*/([^/?]+).*", "$1"));
  }

  /** A database that nobody is connected to. */
  public record Frozen(String name) {
    /** A database of its own that holds the same. */
    public TestDatabase copy(Instant clock) {
      TestDatabase copy = openPostgres(PostgresServer.copyDatabase(name));
      copy.clock.set(clock);
      return copy;
    }

    public void drop() {
      PostgresServer.dropDatabase(name);
    }
  }

  /** PostgreSQL: ends all sessions of this database, whatever they do. */
  public void cutConnections() {
    PostgresServer.terminate(url.replaceAll(".*/([^/?]+).*", "$1"));
  }

  /** Leaves the pool without a connection for anybody but the one who closes this one. */
  public Connection takeAllConnections() throws SQLException {
    pool.setMaxConnections(1);
    pool.setLoginTimeout(1);
    return pool.getConnection();
  }

  public void giveConnectionsBack() {
    pool.setMaxConnections(64);
    pool.setLoginTimeout(30);
  }

  /** Who is told when work comes to a point where tests may want it to die. */
  public void onReached(Consumer<FailPoint> listener) {
    transactions.listen(listener);
  }

  public Make make() {
    return make;
  }

  /** Pooled, each statement its own transaction unless told otherwise; up to 64 connections. */
  public DataSource dataSource() {
    return pool;
  }

  public String url() {
    return url;
  }

  /** Joins the thread's transaction of {@link #transactions}. */
  public Database database() {
    return transactions;
  }

  public Transactions transactions() {
    return transactions;
  }

  public CurrentTransaction currentTransaction() {
    return transactions;
  }

  public SettableClock clock() {
    return clock;
  }

  /** What is made once for this database, at the first call. */
  public <T> T once(Class<T> what, Supplier<T> maker) {
    return what.cast(made.computeIfAbsent(what, w -> maker.get()));
  }

  /** Does something in a transaction of its own. */
  public void run(Consumer<DSLContext> work) {
    ask(
        sql -> {
          work.accept(sql);
          return 0;
        });
  }

  /** Asks something in a transaction of its own. */
  public <T> T ask(Function<DSLContext, T> question) {
    return transactions.inNew(LONG, () -> question.apply(transactions.sql()));
  }

  /** Runs statements, in order, in one transaction. */
  public void execute(String... statements) {
    run(sql -> List.of(statements).forEach(sql::execute));
  }

  /** The statements that some work takes, in their order; JPA's own are not told. */
  public List<String> statements(Runnable work) {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    transactions.tell(told::add);
    try {
      work.run();
    } finally {
      transactions.tell(null);
    }
    return List.copyOf(told);
  }

  /** Empties Nurture's tables and sets the clock back; the tables of tests are theirs to empty. */
  public void wipe() {
    run(
        sql -> {
          for (String table : tables(sql)) {
            sql.execute("delete from " + table);
          }
        });
    clock.set(SettableClock.START);
  }

  private static List<String> tables(DSLContext sql) {
    return sql
        .fetch(
            "select table_name from information_schema.tables where lower(table_schema) = 'public'"
                + " and table_type = 'BASE TABLE'")
        .map(row -> String.valueOf(row.get(0)))
        .stream()
        .filter(name -> !name.toLowerCase(Locale.ROOT).startsWith("flyway"))
        .toList();
  }

  @Override
  public void close() {
    pool.dispose();
    drop.run();
  }

  private static void shutDown(JdbcDataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
