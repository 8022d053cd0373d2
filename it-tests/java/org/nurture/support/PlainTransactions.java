package org.nurture.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.CurrentTransaction;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Sql;
import org.nurture.platform.Transactions;

/**
 * {@link Transactions} and {@link Database} over plain JDBC: the connection is bound to the thread,
 * a new transaction suspends the one around it. Outside of transactions each statement commits by
 * itself, as in the server.
 */
final class PlainTransactions implements Transactions, Database, CurrentTransaction {
  private final DataSource source;
  private final SQLDialect dialect;
  private final ThreadLocal<Deque<Open>> open = ThreadLocal.withInitial(ArrayDeque::new);
  private volatile Consumer<FailPoint> listener = point -> {};
  private volatile @Nullable Consumer<String> statements;

  PlainTransactions(DataSource source, SQLDialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  @Override
  public DSLContext sql() {
    Open current = open.get().peek();
    DSLContext context =
        current != null ? Sql.context(current.connection, dialect) : Sql.context(source, dialect);
    Consumer<String> listening = statements;
    if (listening != null) {
      context
          .configuration()
          .set(ExecuteListener.onExecuteStart(ran -> listening.accept(String.valueOf(ran.sql()))));
    }
    return context;
  }

  /** Who is told each statement from now on; null: nobody. */
  void tell(@Nullable Consumer<String> next) {
    statements = next;
  }

  @Override
  public SQLDialect dialect() {
    return dialect;
  }

  @Override
  public void reached(FailPoint point) {
    listener.accept(point);
  }

  void listen(Consumer<FailPoint> next) {
    listener = next;
  }

  @Override
  public <T> T inNew(Duration timeout, Supplier<T> work) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not more than zero");
    }
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      Open current = new Open(connection);
      open.get().push(current);
      boolean done = false;
      try {
        T result = work.get();
        done = true;
        return result;
      } finally {
        open.get().pop();
        try {
          end(connection, done);
        } finally {
          current.ended.forEach(Runnable::run);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the transaction did not begin or end", e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T keep(Object key, Supplier<T> first) {
    return (T) current().kept.computeIfAbsent(key, k -> first.get());
  }

  @Override
  public void whenEnded(Runnable action) {
    current().ended.add(action);
  }

  private Open current() {
    Open current = open.get().peek();
    if (current == null) {
      throw new IllegalStateException("there is no transaction");
    }
    return current;
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

  /** An open transaction and what hangs on it. */
  private static final class Open {
    private final Connection connection;
    private final Map<Object, Object> kept = new HashMap<>();
    private final List<Runnable> ended = new ArrayList<>();

    Open(Connection connection) {
      this.connection = connection;
    }
  }
}
