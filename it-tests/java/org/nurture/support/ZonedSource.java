package org.nurture.support;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;

/** Sets the session's time zone on every new connection. */
final class ZonedSource implements ConnectionPoolDataSource {
  private final ConnectionPoolDataSource source;
  private final String zone;

  ZonedSource(ConnectionPoolDataSource source, String zone) {
    this.source = source;
    this.zone = zone;
  }

  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    PooledConnection pooled = source.getPooledConnection();
    try (Connection connection = pooled.getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute("set time zone '" + zone + "'");
    }
    return pooled;
  }

  @Override
  public PooledConnection getPooledConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("connections as other users");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }
}
