package org.nurture.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** How Nurture speaks to a database: names unquoted, so that each make folds them its own way. */
public final class Sql {
  /** Digits after the second. */
  private static final int MILLISECONDS = 3;

  private Sql() {}

  /** The settings of every jOOQ context. */
  public static Settings settings() {
    return new Settings()
        .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
        .withExecuteLogging(false);
  }

  /** A context whose statements each take a connection of the data source. */
  public static DSLContext context(DataSource source, SQLDialect dialect) {
    return DSL.using(source, dialect, settings());
  }

  /** A context on one connection, which stays the caller's. */
  public static DSLContext context(Connection connection, SQLDialect dialect) {
    return DSL.using(connection, dialect, settings());
  }

  /**
   * The database's time, rounded as our columns of instants are: else what is made due at once may
   * lie ahead of now for half a millisecond.
   */
  public static Field<Instant> now() {
    return DSL.currentInstant().cast(SQLDataType.INSTANT(MILLISECONDS));
  }

  /** Instants as one array bind; null where there is none. */
  public static Field<Instant[]> array(@Nullable Instant[] instants) {
    return DSL.val(instants, SQLDataType.INSTANT.getArrayDataType());
  }

  /**
   * The make of the database behind a data source.
   *
   * @throws SQLException where it cannot be reached
   */
  public static SQLDialect dialect(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return dialect(connection.getMetaData().getDatabaseProductName());
    }
  }

  private static SQLDialect dialect(String product) {
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "postgresql" -> SQLDialect.POSTGRES;
      case "h2" -> SQLDialect.H2;
      case "mariadb" -> SQLDialect.MARIADB;
      case "mysql" -> SQLDialect.MYSQL;
      case "sqlite" -> SQLDialect.SQLITE;
      case "hsql database engine" -> SQLDialect.HSQLDB;
      case "apache derby" -> SQLDialect.DERBY;
      default -> SQLDialect.DEFAULT;
    };
  }
}
