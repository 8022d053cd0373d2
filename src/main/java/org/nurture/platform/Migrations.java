package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.ValidateOutput;
import org.jooq.SQLDialect;

/** Brings the schema up to date before anything else looks at it. */
@ApplicationScoped
public class Migrations {
  /** Kept, or the level would be forgotten: it warns of each H2 newer than itself. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    FLYWAY.setLevel(Level.SEVERE);
  }

  private final Pools pools;
  private final Outside outside;

  Migrations() {
    this(new Pools(), new Outside());
  }

  @Inject
  Migrations(Pools pools, Outside outside) {
    this.pools = pools;
    this.outside = outside;
  }

  void migrate() {
    outside.call(
        () -> {
          DataSource source = pools.nurture();
          migrate(source, pools.dialect(source, "jdbc/nurture"));
          return true;
        });
  }

  /**
   * Migrates the database.
   *
   * @throws ConfigurationException in one line, where the schema is damaged, newer than this
   *     program, or not Nurture's
   */
  public static void migrate(DataSource source, SQLDialect dialect) {
    Flyway flyway = flyway(source, dialect);
    try {
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new ConfigurationException(reason(flyway, e));
    }
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws ConfigurationException as {@link #migrate(DataSource, SQLDialect)} would
   */
  public static void check(DataSource source, SQLDialect dialect) {
    Flyway flyway = flyway(source, dialect);
    try {
      refuseNewer(flyway);
      if (flyway.info().applied().length > 0) {
        refuseDamaged(flyway);
      }
    } catch (FlywayException e) {
      throw new ConfigurationException(reason(flyway, e));
    }
  }

  private static Flyway flyway(DataSource source, SQLDialect dialect) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/migration/" + (dialect == SQLDialect.H2 ? "h2" : "postgresql"))
        .table("nurture_schema_history")
        .validateMigrationNaming(true)
        // a company's database may hold more than Nurture: V1 starts beside it
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .ignoreMigrationPatterns("*:pending")
        .load();
  }

  private static void refuseNewer(Flyway flyway) {
    String newer =
        Arrays.stream(flyway.info().all())
            .filter(info -> isNewer(info.getState()))
            .map(MigrationInfo::getVersion)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!newer.isEmpty()) {
      throw new ConfigurationException(
          "the database is of a newer Nurture (schema version "
              + newer
              + "); start that one, or restore a backup of before its first start");
    }
  }

  private static boolean isNewer(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS
        || state == MigrationState.FUTURE_FAILED
        || state == MigrationState.MISSING_SUCCESS
        || state == MigrationState.MISSING_FAILED;
  }

  private static void refuseDamaged(Flyway flyway) {
    var result = flyway.validateWithResult();
    if (!result.validationSuccessful) {
      throw new ConfigurationException(
          damaged(
              result.invalidMigrations.stream()
                  .map(Migrations::words)
                  .collect(Collectors.joining("; "))));
    }
  }

  private static String words(ValidateOutput output) {
    return "version " + output.version + ": " + oneLine(output.errorDetails.errorMessage);
  }

  private static String reason(Flyway flyway, FlywayException e) {
    ErrorCode code = e.getErrorCode();
    if (code == CoreErrorCode.VALIDATE_ERROR) {
      try {
        refuseDamaged(flyway);
      } catch (ConfigurationException damaged) {
        return String.valueOf(damaged.getMessage());
      }
    }
    return damaged(oneLine(String.valueOf(e.getMessage())));
  }

  private static String damaged(String detail) {
    return "the database's schema is damaged or not Nurture's; restore a backup, or start with an"
        + " empty database (the demo's: move NURTURE_DATA's folder away) ("
        + detail
        + ")";
  }

  static String oneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
