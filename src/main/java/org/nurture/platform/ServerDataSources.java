package org.nurture.platform;

import static java.util.Objects.requireNonNull;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Data sources that the server declares. */
@ApplicationScoped
class ServerDataSources implements DataSources {
  private static final String JOINED = "org.nurture.joined.";

  private final Pools pools;
  private final Outside outside;
  private final Map<String, Boolean> ours = new ConcurrentHashMap<>();
  private final Map<String, SQLDialect> dialects = new ConcurrentHashMap<>();
  private final TwoPhases twoPhases;

  @Resource private @Nullable TransactionSynchronizationRegistry registry;

  @Inject
  ServerDataSources(Pools pools, Outside outside, TwoPhases twoPhases) {
    this.pools = pools;
    this.outside = outside;
    this.twoPhases = twoPhases;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  ServerDataSources() {
    this(null, null, null);
  }

  @Override
  public boolean joins(String name) {
    return isOurs(name) || twoPhases.work(name);
  }

  @Override
  public boolean isOurs(String name) {
    Boolean known = ours.get(name);
    if (known == null) {
      known = outside.call(() -> prove(name));
      ours.put(name, known);
    }
    return known;
  }

  @Override
  public <T> T reading(String name, Function<DSLContext, T> work) {
    DataSource source = pools.named(name);
    SQLDialect dialect = dialect(name, source);
    if (joined(name)) {
      return work.apply(Sql.context(source, dialect));
    }
    return outside.call(
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            try {
              return work.apply(Sql.context(connection, dialect));
            } finally {
              connection.setReadOnly(false);
            }
          } catch (SQLException e) {
            throw new DatabaseAwayException(name, e);
          }
        });
  }

  @Override
  public <T> T alone(String name, Function<DSLContext, T> work) {
    DataSource source = pools.named(name);
    SQLDialect dialect = dialect(name, source);
    return outside.call(
        () -> {
          try (Connection connection = source.getConnection()) {
            return work.apply(Sql.context(connection, dialect));
          } catch (SQLException e) {
            throw new DatabaseAwayException(name, e);
          }
        });
  }

  @Override
  public DSLContext joining(String name) {
    DataSource source = pools.named(name);
    SQLDialect dialect = dialect(name, source);
    if (inTransaction()) {
      requireNonNull(registry).putResource(JOINED + name, true);
    }
    return Sql.context(source, dialect);
  }

  private boolean joined(String name) {
    return inTransaction() && requireNonNull(registry).getResource(JOINED + name) != null;
  }

  private boolean inTransaction() {
    return requireNonNull(registry).getTransactionStatus() == Status.STATUS_ACTIVE;
  }

  private SQLDialect dialect(String name, DataSource source) {
    // outside: a look must not enlist the pool in the caller's transaction
    return dialects.computeIfAbsent(name, n -> outside.call(() -> pools.dialect(source, n)));
  }

  private boolean prove(String name) {
    try (Connection mine = pools.nurture().getConnection();
        Connection theirs = pools.named(name).getConnection()) {
      return same(mine, theirs);
    } catch (SQLException e) {
      throw new DatabaseAwayException(name, e);
    }
  }

  /**
   * H2: the same URL. PostgreSQL: a lock taken through the one is seen through the other, whatever
   * names and proxies lie between.
   */
  static boolean same(Connection mine, Connection theirs) throws SQLException {
    String product = mine.getMetaData().getDatabaseProductName();
    if (!product.equals(theirs.getMetaData().getDatabaseProductName())) {
      return false;
    }
    if (!product.equals("PostgreSQL")) {
      return mine.getMetaData().getURL().equals(theirs.getMetaData().getURL());
    }
    int half = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    int other = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    DSLContext first = Sql.context(mine, SQLDialect.POSTGRES);
    first.fetch("select pg_advisory_lock(?, ?)", half, other);
    try {
      return Sql.context(theirs, SQLDialect.POSTGRES)
              .fetchSingle(
                  """
                  select count(*)
                  from pg_locks l
                  join pg_database d on d.oid = l.database
                  where l.locktype = 'advisory'
                    and d.datname = current_database()
                    and l.classid = cast(? as bigint)
                    and l.objid = cast(? as bigint)
                  """,
                  half,
                  other)
              .get(0, long.class)
          == 1;
    } finally {
      first.fetch("select pg_advisory_unlock(?, ?)", half, other);
    }
  }
}
