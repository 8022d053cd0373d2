package org.nurture.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.nurture.demo.DemoNames.Culture;
import org.nurture.demo.DemoNames.Name;
import org.nurture.demo.SqlScript.Bound;

/**
 * Creates the demo CRM: schema {@value #SCHEMA} with companies, contacts, leads, countries, tags,
 * tickets and users.
 *
 * <p>The rows come out of their numbers alone, so the same number of contacts gives the same rows,
 * on H2 and PostgreSQL alike; they are made by the database, in sets. The schema appears under its
 * name only when
 */
public final class DemoCrm {
  public static final String SCHEMA = "crm";
  private static final String UNFINISHED = "crm_unfinished";
  private static final long RANGE = 100_000;
  // "DEMO": one server of several creates it
  private static final long LOCK = 0x44454d4fL;

  private DemoCrm() {}

  /**
   * Creates the demo CRM unless its schema is there.
   *
   * @param connection to the CRM's database, H2 or PostgreSQL; afterwards as it came
   * @param contacts how many contacts; companies, leads and tickets follow from it
   * @return whether it was created now
   */
  public static boolean create(Connection connection, long contacts) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    boolean postgres = isPostgres(connection);
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    try {
      boolean created = createOnce(connection, contacts, postgres);
      if (autoCommit) {
        connection.commit();
      }
      return created;
    } finally {
      if (autoCommit) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static boolean createOnce(Connection connection, long contacts, boolean postgres)
      throws SQLException {
    if (postgres) {
      run(connection, new Bound("select pg_advisory_xact_lock(?)", List.of(LOCK)));
    }
    if (exists(connection, SCHEMA)) {
      if (!exists(connection, UNFINISHED)) {
        return false;
      }
      run(connection, new Bound("drop schema " + SCHEMA + " cascade", List.of()));
    }
    try (Statement statement = connection.createStatement()) {
      // H2 commits what it defines: a load that was killed leaves this mark, and starts anew
      statement.execute("create schema if not exists " + UNFINISHED);
      statement.execute("create schema " + SCHEMA);
      statement.execute(postgres ? "set local search_path to " + SCHEMA : "set schema " + SCHEMA);
      try {
        load(connection, new Sizes(contacts));
      } finally {
        if (!postgres) {
          statement.execute("set schema public");
        }
      }
      if (postgres) {
        statement.execute("set local search_path to default");
        analyze(statement);
      }
      statement.execute("drop schema " + UNFINISHED);
    }
    return true;
  }

  private static boolean exists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select count(*) from information_schema.schemata where lower(schema_name) = ?")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1) > 0;
      }
    }
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
  }

  private static void load(Connection connection, Sizes sizes) throws SQLException {
    runAll(connection, "crm-tables.sql", 0, 0, sizes);
    runAll(connection, "crm-people.sql", 0, 0, sizes);
    runAll(connection, "crm-seed.sql", 0, 0, sizes);
    seed(connection, DemoNames.read());
    if (isPostgres(connection)) {
      // without figures of the small tables PostgreSQL compares each row with each name
      run(connection, new Bound("analyze seed_culture, seed_slot, seed_name, country", List.of()));
    }
    for (SqlScript.Part part : SqlScript.read("crm-rows.sql").parts()) {
      long rows = sizes.of(part.name());
      for (long from = 1; from <= rows; from += RANGE) {
        run(connection, part.bind(from, Math.min(rows, from + RANGE - 1), sizes));
      }
    }
    try (Statement statement = connection.createStatement()) {
      // the same person twice, once in capital letters
      statement.executeUpdate(
          """
          update contact
          set email = (select upper(d.email) from contact d where d.id = contact.id - 1)
          where mod(contact.id, 41) = 0""");
      for (String table :
          List.of("country", "crm_user", "tag", "company", "contact", "lead", "ticket")) {
        statement.execute(
            "alter table " + table + " alter column id restart with " + (sizes.of(table) + 1));
      }
      statement.execute("drop table seed_culture");
      statement.execute("drop table seed_slot");
      statement.execute("drop table seed_name");
    }
    runAll(connection, "crm-keys.sql", 0, 0, sizes);
  }

  private static void seed(Connection connection, DemoNames names) throws SQLException {
    try (PreparedStatement cultures =
            connection.prepareStatement(
                "insert into seed_culture values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement slots =
            connection.prepareStatement("insert into seed_slot values (?, ?)");
        PreparedStatement words =
            connection.prepareStatement("insert into seed_name values (?, ?, ?, ?, ?)")) {
      int slot = 0;
      for (Culture culture : names.cultures()) {
        bind(
            cultures,
            List.of(
                culture.number(),
                culture.country(),
                culture.language(),
                culture.zone(),
                culture.mobilePrefix(),
                culture.digits(),
                (long) Math.pow(10, culture.digits()),
                culture.suffix(),
                names.count(culture.number(), "first"),
                names.count(culture.number(), "last"),
                names.count(culture.number(), "city")));
        cultures.addBatch();
        for (int i = 0; i < culture.weight(); i++) {
          bind(slots, List.of(slot++, culture.number()));
          slots.addBatch();
        }
      }
      for (Name name : names.names()) {
        bind(
            words,
            List.of(name.culture(), name.kind(), name.position(), name.text(), name.ascii()));
        words.addBatch();
      }
      cultures.executeBatch();
      slots.executeBatch();
      words.executeBatch();
    }
  }

  private static void analyze(Statement statement) throws SQLException {
    for (String table : List.of("company", "contact", "contact_tag", "lead", "ticket")) {
      statement.execute("analyze " + SCHEMA + "." + table);
    }
  }

  private static void runAll(Connection connection, String script, long from, long to, Sizes sizes)
      throws SQLException {
    for (SqlScript.Part part : SqlScript.read(script).parts()) {
      run(connection, part.bind(from, to, sizes));
    }
  }

  private static void run(Connection connection, Bound bound) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(bound.sql())) {
      bind(statement, bound.values());
      statement.execute();
    } catch (SQLException e) {
      throw new SQLException("The demo CRM could not be loaded: " + e.getMessage(), e);
    }
  }

  private static void bind(PreparedStatement statement, List<?> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  /** How many rows each table has. */
  record Sizes(long contacts) {
    /** A multiple of 100: every culture has companies. */
    long companies() {
      return Math.max(100, contacts / 1000 * 100);
    }

    long of(String table) {
      return switch (table) {
        case "country" -> 30;
        case "crm_user", "tag" -> 12;
        case "company" -> companies();
        case "contact", "contact_tag" -> contacts;
        case "lead" -> contacts / 4;
        case "ticket" -> contacts / 5;
        default -> throw new IllegalArgumentException(table);
      };
    }
  }
}
