package org.nurture.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.platform.ConfigurationException;
import org.nurture.platform.Migrations;
import org.nurture.platform.micro.PayaraMicro;
import org.nurture.support.NurtureServer;

/** What would stop the newcomer's start is said in one clear line, before the server starts. */
class PreflightIT {
  @TempDir private Path folder;

  @Test
  void nothing_wrong_nothing_said() throws Exception {
    start();

    assertTrue(Files.exists(folder.resolve("pre-boot.txt")));
  }

  @Test
  void a_taken_port_is_named_with_the_key_that_changes_it() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused("NURTURE_PORT to another", "NURTURE_PORT:=" + taken.getLocalPort());
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertRefused("cannot be written; set NURTURE_DATA", "NURTURE_DATA:=" + file);
  }

  @Test
  void a_damaged_database_is_told() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/nurture.mv.db"), "no database ".repeat(1000));

    assertRefused("is damaged");
  }

  @Test
  void a_newer_schema_is_told_with_its_version() throws Exception {
    try (Connection connection = migrated()) {
      connection
          .createStatement()
          .execute(
              """
              insert into "nurture_schema_history"
              select 999, '999', 'newer', type, 'V999__newer.sql', 1, installed_by, installed_on, 1, true
              from "nurture_schema_history" where "version" = '1'
              """
                  .replace("type,", "\"type\",")
                  .replace("installed_by", "\"installed_by\"")
                  .replace("installed_on", "\"installed_on\""));
    }

    assertRefused("newer Nurture (schema version 999)");
  }

  @Test
  void a_second_server_on_the_same_data_is_refused() throws Exception {
    try (Connection connection = migrated()) {
      assertTrue(connection.isValid(1));
      // H2 lets one process in; this JVM is the one, so another has to ask
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  "org.nurture.platform.micro.PayaraMicro",
                  folder.toString(),
                  "payara-micro:start",
                  "NURTURE_MODE:=demo",
                  "NURTURE_PORT:=" + NurtureServer.freePort(),
                  "NURTURE_MAIL_PORT:=" + NurtureServer.freePort(),
                  "NURTURE_DATA:=" + folder.resolve("data"))
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes());
      assertTrue(said.contains("another Nurture runs on the data"), said);
    }
  }

  @Test
  void production_without_a_realm_is_refused_before_the_server_starts() {
    assertRefused("NURTURE_REALM is not set", "NURTURE_MODE:=production");
  }

  private Connection migrated() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("data/nurture");
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser("sa");
    source.setPassword("sa");
    Migrations.migrate(source, SQLDialect.H2);
    return DriverManager.getConnection(url, "sa", "sa");
  }

  private void start(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                folder.toString(),
                "[package, payara-micro:start]",
                "NURTURE_MODE:=demo",
                "NURTURE_PORT:=" + NurtureServer.freePort(),
                "NURTURE_MAIL_PORT:=" + NurtureServer.freePort(),
                "NURTURE_DATA:=" + folder.resolve("data")));
    arguments.addAll(List.of(more));
    PayaraMicro.main(arguments.toArray(String[]::new));
  }

  private void assertRefused(String part, String... more) {
    ConfigurationException refused = assertThrows(ConfigurationException.class, () -> start(more));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }
}
