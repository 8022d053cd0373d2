package org.nurture.chinook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.nurture.support.EmptyPostgres;

/** The music shop's database, and questions to it past Nurture. */
public final class Chinook {
  public static final String SCHEMA = "chinook";
  private static final String FILE =
      System.getProperty("nurture.chinook", "../shared/crm/chinook-postgresql.sql");

  private final EmptyPostgres database;

  private Chinook(EmptyPostgres database) {
    this.database = database;
  }

  /** Loads it into a schema of its own, from the script's first CREATE TABLE on. */
  public static Chinook load(EmptyPostgres database) throws IOException, SQLException {
    Path file = Path.of(FILE);
    if (!Files.isReadable(file)) {
      throw new IOException(
          "The Chinook script is not at "
              + file.toAbsolutePath()
              + "; say where it is with -Dnurture.chinook=…");
    }
    String script = Files.readString(file);
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("create schema " + SCHEMA);
      sql.execute("set search_path to " + SCHEMA);
      sql.execute(script.substring(script.indexOf("CREATE TABLE")));
    }
    return new Chinook(database);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("set search_path to " + SCHEMA);
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  /** The rows of a question, columns joined by a bar. */
  public List<String> ask(String question, Object... values) throws SQLException {
    try (Connection connection = database.connect();
        Statement path = connection.createStatement()) {
      path.execute("set search_path to " + SCHEMA);
      try (PreparedStatement sql = connection.prepareStatement(question)) {
        for (int i = 0; i < values.length; i++) {
          sql.setObject(i + 1, values[i]);
        }
        List<String> rows = new ArrayList<>();
        try (ResultSet row = sql.executeQuery()) {
          while (row.next()) {
            StringBuilder line = new StringBuilder(String.valueOf(row.getString(1)));
            for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
              line.append('|').append(row.getString(i));
            }
            rows.add(line.toString());
          }
        }
        return rows;
      }
    }
  }
}
