package org.nurture.platform.micro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;
import org.nurture.platform.Config;
import org.nurture.platform.ConfigurationException;
import org.nurture.platform.Migrations;

/** What would stop the server, found in a second instead of twenty. */
final class Preflight {
  private final Config config;
  private final String embeddedUrl;

  Preflight(Config config, String embeddedUrl) {
    this.config = config;
    this.embeddedUrl = embeddedUrl;
  }

  void check() {
    free(config.port(), "NURTURE_PORT");
    if (config.mode().hasDemo() && config.smtpUrl().isEmpty()) {
      free(config.mailCatcherPort(), "NURTURE_MAIL_PORT");
    }
    if (config.databaseUrl().isEmpty()) {
      writable(config.dataFolder());
      readable();
    }
  }

  private void free(int port, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(config.address()), port));
    } catch (IOException e) {
      throw new ConfigurationException(
          "port "
              + port
              + " of "
              + config.address()
              + " is taken or not allowed; stop what uses it, or set "
              + key
              + " to another");
    }
  }

  private static void writable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "probe", null));
    } catch (IOException e) {
      throw new ConfigurationException(
          "the folder " + folder + " cannot be written; set NURTURE_DATA to one that can");
    }
  }

  private void readable() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(embeddedUrl + ";IFEXISTS=TRUE");
    source.setUser("sa");
    source.setPassword("sa");
    try (var connection = source.getConnection()) {
      Migrations.check(source, SQLDialect.H2);
      connection.isValid(1);
    } catch (SQLException e) {
      if (e.getErrorCode() != ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1
          && e.getErrorCode() != ErrorCode.DATABASE_NOT_FOUND_1) {
        throw new ConfigurationException(said(e));
      }
    }
  }

  private String said(SQLException e) {
    Path folder = config.dataFolder();
    return switch (e.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
          "another Nurture runs on the data in " + folder + "; stop it, or set NURTURE_DATA";
      case ErrorCode.WRONG_USER_OR_PASSWORD ->
          "the data in "
              + folder
              + " has another password; set NURTURE_DB_USER, NURTURE_DB_PASSWORD";
      default ->
          "the data in "
              + folder
              + " is damaged ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); restore a backup, or move the folder away to begin anew";
    };
  }
}
