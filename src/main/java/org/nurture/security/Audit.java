package org.nurture.security;

import static org.nurture.platform.schema.Tables.AUDIT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Time;

/** The log of changes: who did what to what. In the caller's transaction. */
@ApplicationScoped
public class Audit {
  private final Database database;
  private final InstantSource clock;
  private final CurrentUser user;

  @Inject
  public Audit(Database database, InstantSource clock, CurrentUser user) {
    this.database = database;
    this.clock = clock;
    this.user = user;
  }

  /**
   * Appends one line.
   *
   * @param what the act, such as {@code campaign.start}
   * @param subject what it was done to, such as the campaign's id
   * @param details JSON or text; null: none
   */
  public void write(String what, String subject, @Nullable String details) {
    database
        .sql()
        .insertInto(AUDIT)
        .set(AUDIT.AT, Time.now(clock))
        .set(AUDIT.WHO, user.name())
        .set(AUDIT.WHAT, what)
        .set(AUDIT.SUBJECT, subject)
        .set(AUDIT.DETAILS, details)
        .execute();
  }
}
