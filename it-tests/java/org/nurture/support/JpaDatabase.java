package org.nurture.support;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.nurture.platform.Transactions;

/**
 * JPA in a {@link TestDatabase}: entity managers that share connection and transaction with jOOQ,
 * as in the server. Use its {@link #transactions()} instead of the database's own.
 */
public final class JpaDatabase implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Set<String> NOT_OURS =
      Set.of("close", "commit", "rollback", "setAutoCommit", "setTransactionIsolation");

  private final TestDatabase db;
  private final EntityManagerFactory factory;
  private final ThreadLocal<Deque<EntityManager>> open = ThreadLocal.withInitial(ArrayDeque::new);

  public JpaDatabase(TestDatabase db) {
    this.db = db;
    this.factory =
        Persistence.createEntityManagerFactory(
            "nurture",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource",
                "",
                "jakarta.persistence.nonJtaDataSource",
                joining(),
                "eclipselink.session-name",
                UUID.randomUUID().toString()));
  }

  /** Of the thread's transaction; there must be one. */
  public EntityManager entities() {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, args) -> call(current(), method, args));
  }

  public Transactions transactions() {
    return new Transactions() {
      @Override
      public <T> T inNew(Duration timeout, Supplier<T> work) {
        return db.transactions().inNew(timeout, () -> withEntities(work));
      }
    };
  }

  /** Does something in a transaction of its own. */
  public <T> T ask(Supplier<T> work) {
    return transactions().inNew(LONG, work);
  }

  private <T> T withEntities(Supplier<T> work) {
    EntityManager entities = factory.createEntityManager();
    entities.getTransaction().begin();
    open.get().push(entities);
    try {
      T result = work.get();
      entities.getTransaction().commit();
      return result;
    } finally {
      open.get().pop();
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  private EntityManager current() {
    EntityManager entities = open.get().peek();
    if (entities == null) {
      throw new IllegalStateException("no transaction");
    }
    return entities;
  }

  /** Hands out the connection of the thread's transaction, which stays jOOQ's to end. */
  private DataSource joining() {
    return new DataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return open.get().isEmpty() ? db.dataSource().getConnection() : shared();
      }

      @Override
      public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
      }

      @Override
      public PrintWriter getLogWriter() {
        return new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
      }

      @Override
      public void setLogWriter(PrintWriter out) {}

      @Override
      public void setLoginTimeout(int seconds) {}

      @Override
      public int getLoginTimeout() {
        return 0;
      }

      @Override
      public Logger getParentLogger() {
        return Logger.getGlobal();
      }

      @Override
      public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no wrapper");
      }

      @Override
      public boolean isWrapperFor(Class<?> type) {
        return false;
      }
    };
  }

  private Connection shared() {
    DSLContext sql = db.database().sql();
    Connection connection = sql.configuration().connectionProvider().acquire();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) ->
                NOT_OURS.contains(method.getName()) ? null : call(connection, method, args));
  }

  private static Object call(Object on, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(on, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
