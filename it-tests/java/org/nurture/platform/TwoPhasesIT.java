package org.nurture.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

/** Whether two databases can be written in one transaction is found out, and found out right. */
class TwoPhasesIT {
  private static EmbeddedPostgres preparing;
  private static EmbeddedPostgres plain;

  @BeforeAll
  static void start() throws IOException {
    preparing = postgres("10");
    plain = postgres("0");
  }

  private static EmbeddedPostgres postgres(String prepared) throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "off")
        .setServerConfig("max_prepared_transactions", prepared)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .start();
  }

  @AfterAll
  static void stop() throws IOException {
    preparing.close();
    plain.close();
  }

  private static boolean works(Pool nurture, Pool crm) {
    Manager manager = new Manager();
    nurture.manager = manager;
    crm.manager = manager;
    Pools pools =
        new Pools() {
          @Override
          DataSource nurture() {
            return nurture.source();
          }

          @Override
          DataSource named(String name) {
            return crm.source();
          }
        };
    return new TwoPhases(pools, manager).work("crm");
  }

  @Test
  void xa_on_both_pools_and_databases_that_prepare() {
    assertThat(works(xa(preparing), xa(preparing))).isTrue();
    assertThat(works(h2(), xa(preparing))).isTrue();
    assertThat(works(h2(), h2())).isTrue();
  }

  @Test
  void a_database_that_does_not_prepare_is_told() {
    assertThat(works(xa(plain), xa(preparing))).isFalse();
    assertThat(works(xa(preparing), xa(plain))).isFalse();
    assertThat(works(h2(), xa(plain))).isFalse();
  }

  @Test
  void a_pool_that_is_not_xa_is_told_although_servers_take_one_along() {
    assertThat(works(local(preparing), xa(preparing))).isFalse();
    assertThat(works(xa(preparing), local(preparing))).isFalse();
  }

  private static Pool xa(EmbeddedPostgres server) {
    PGXADataSource source = new PGXADataSource();
    source.setUrl(server.getJdbcUrl("postgres", "postgres"));
    return new Pool(() -> source.getXAConnection(), null);
  }

  private static Pool local(EmbeddedPostgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.getJdbcUrl("postgres", "postgres"));
    return new Pool(null, source);
  }

  private static Pool h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return new Pool(source::getXAConnection, null);
  }

  private interface Opening {
    XAConnection open() throws SQLException;
  }

  /** A pool of a server, XA or not. */
  private static final class Pool {
    private final Opening xa;
    private final DataSource local;
    private Manager manager;

    Pool(Opening xa, DataSource local) {
      this.xa = xa;
      this.local = local;
    }

    DataSource source() {
      return (DataSource)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> connection());
    }

    private Connection connection() throws SQLException, XAException {
      Connection real;
      if (xa == null) {
        real = local.getConnection();
        real.setAutoCommit(false);
        manager.locals.add(real);
      } else {
        XAConnection branch = xa.open();
        manager.enlist(branch);
        real = branch.getConnection();
      }
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  return null;
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  /** What a server's transaction manager does, with the last resource that is not XA between. */
  private static final class Manager implements Transactions {
    private final List<XAConnection> branches = new ArrayList<>();
    private final List<Xid> ids = new ArrayList<>();
    private final List<Connection> locals = new ArrayList<>();

    void enlist(XAConnection branch) throws SQLException, XAException {
      Xid id = new Id(UUID.randomUUID());
      branch.getXAResource().start(id, XAResource.TMNOFLAGS);
      branches.add(branch);
      ids.add(id);
    }

    @Override
    public <T> T inNew(Duration timeout, Supplier<T> work) {
      try {
        T result = work.get();
        for (int i = 0; i < branches.size(); i++) {
          branches.get(i).getXAResource().end(ids.get(i), XAResource.TMSUCCESS);
          branches.get(i).getXAResource().prepare(ids.get(i));
        }
        for (Connection each : locals) {
          each.commit();
        }
        for (int i = 0; i < branches.size(); i++) {
          branches.get(i).getXAResource().commit(ids.get(i), false);
        }
        return result;
      } catch (SQLException | XAException e) {
        throw new IllegalStateException("rolled back", e);
      } finally {
        close();
      }
    }

    private void close() {
      try {
        for (XAConnection branch : branches) {
          branch.close();
        }
        for (Connection each : locals) {
          each.close();
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Id(UUID id) implements Xid {
    @Override
    public int getFormatId() {
      return 4711;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
