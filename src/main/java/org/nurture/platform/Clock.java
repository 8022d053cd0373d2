package org.nurture.platform;

import static org.nurture.platform.schema.Tables.INSTALLATION;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The one clock. Real time; in development mode it can be set, for all servers on the database, and
 * then stands still. The only place that asks the system for the time.
 */
@ApplicationScoped
public class Clock implements InstantSource {
  private static final short ROW = 1;

  private final Database database;
  private final Config config;
  private final InstantSource system = InstantSource.system();

  @Inject
  public Clock(Database database, Config config) {
    this.database = database;
    this.config = config;
  }

  /** Whether it can be set at all. */
  public boolean isSettable() {
    return config.mode() == Mode.DEVELOPMENT;
  }

  @Override
  public Instant instant() {
    return setTo().orElseGet(system::instant);
  }

  /** Where it stands; empty where it runs. */
  public Optional<Instant> setTo() {
    if (!isSettable()) {
      return Optional.empty();
    }
    return database
        .sql()
        .select(INSTALLATION.CLOCK_NOW)
        .from(INSTALLATION)
        .where(INSTALLATION.ID.eq(ROW))
        .fetchOptional(INSTALLATION.CLOCK_NOW);
  }

  /**
   * Stops it at an instant, cut to milliseconds. In the caller's transaction.
   *
   * @throws NurtureException CONFLICT where it stands later; NOT_FOUND where it cannot be set
   */
  public void set(Instant now) {
    demandSettable();
    Instant cut = now.truncatedTo(ChronoUnit.MILLIS);
    int moved =
        database
            .sql()
            .update(INSTALLATION)
            .set(INSTALLATION.CLOCK_NOW, cut)
            .where(INSTALLATION.ID.eq(ROW))
            .and(INSTALLATION.CLOCK_NOW.isNull().or(INSTALLATION.CLOCK_NOW.le(cut)))
            .execute();
    if (moved == 0) {
      throw NurtureException.conflict(
          Text.of(
              "The clock stands at {0} and moves forward only; set a later instant, or DELETE it first",
              instant()));
    }
  }

  /** Back to real time. In the caller's transaction. */
  public void release() {
    demandSettable();
    database.sql().update(INSTALLATION).setNull(INSTALLATION.CLOCK_NOW).execute();
  }

  private void demandSettable() {
    if (!isSettable()) {
      throw NurtureException.notFound("path", "/clock");
    }
  }
}
