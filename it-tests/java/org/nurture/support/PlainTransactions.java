package org.nurture.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;

/**
 * {@link Transactions} and {@link Database} over plain JDBC: the connection is bound to the thread,
 * a new transaction suspends the one around it. Outside of transactions each statement commits by
 * itself, as in the server.
 */
final class PlainTransactions implements Transactions, Database {
  private static final Settings SETTINGS =
      new Settings().withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED);

  private final DataSource source;
  private final SQLDialect dialect;
  private final ThreadLocal<Deque<Connection>> open = ThreadLocal.withInitial(ArrayDeque::new);

  PlainTransactions(DataSource source, SQLDialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  @Override
  public DSLContext sql() {
    Connection current = open.get().peek();
    return current != null
        ? DSL.using(current, dialect, SETTINGS)
        : DSL.using(source, dialect, SETTINGS);
  }

  @Override
  public SQLDialect dialect() {
    return dialect;
  }

  @Override
  public <T> T inNew(Duration timeout, Supplier<T> work) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not more than zero");
    }
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      open.get().push(connection);
      boolean done = false;
      try {
        T result = work.get();
        done = true;
        return result;
      } finally {
        open.get().pop();
        end(connection, done);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the transaction did not begin or end", e);
    }
  }

  /** A work that joins the thread's transaction, or runs in one of its own. */
  <T> T joined(Supplier<T> work) {
    return open.get().isEmpty() ? inNew(Duration.ofMinutes(1), work) : work.get();
  }

  /** The connection of the thread's transaction never closes before its end. */
  boolean active() {
    return !open.get().isEmpty();
  }

  private static void end(Connection connection, boolean commit) throws SQLException {
    try {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
