package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Whether one transaction can write Nurture's database and another one, and both commit or neither
 * does (D4): tried out by a transaction that commits in both and writes in none.
 *
 * <p>That commit alone proves less: servers take one pool that is not XA along and commit it
 * between the others' two phases, where a crash leaves half. So each connection is asked as well
 * whether it is a branch of a distributed transaction: JDBC 4.3 §12.4 has it refuse a savepoint of
 * its own then. H2's driver does not refuse, but its data source is XA whatever the pool says.
 * MariaDB allows savepoints in a branch, and refuses to begin another transaction there.
 */
@ApplicationScoped
class TwoPhases {
  private static final Logger LOG = Logger.getLogger(TwoPhases.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Pools pools;
  private final Transactions transactions;

  /** Those that do; the others may be set up meanwhile. */
  private final Set<String> working = ConcurrentHashMap.newKeySet();

  @Inject
  TwoPhases(Pools pools, Transactions transactions) {
    this.pools = pools;
    this.transactions = transactions;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  TwoPhases() {
    this(null, null);
  }

  boolean work(String name) {
    if (working.contains(name)) {
      return true;
    }
    try {
      boolean xa =
          transactions.inNew(TIMEOUT, () -> branch(pools.nurture()) && branch(pools.named(name)));
      if (xa) {
        working.add(name);
      }
      return xa;
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "NRT-0104 No transaction can write Nurture's database and " + name, e);
      return false;
    }
  }

  private static boolean branch(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      return switch (connection.getMetaData().getDatabaseProductName()) {
        case "H2" -> true;
        case "PostgreSQL" -> refuses(connection::setSavepoint);
        case "MariaDB" -> refuses(() -> statement.execute("start transaction"));
        // not tried, so not promised
        default -> false;
      };
    } catch (SQLException e) {
      throw new IllegalStateException("The database can't be asked", e);
    }
  }

  @FunctionalInterface
  private interface Attempt {
    Object make() throws SQLException;
  }

  private static boolean refuses(Attempt attempt) {
    try {
      attempt.make();
      return false;
    } catch (SQLException | UndeclaredThrowableException e) {
      // PostgreSQL's driver says it through a proxy that may not
      return true;
    }
  }
}
