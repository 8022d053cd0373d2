package org.nurture.security;

import static org.nurture.platform.schema.Tables.USER_PREFERENCE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.nurture.platform.Database;

/**
 * How the current user left the screens: what is folded, which period is shown. Names are {@code
 * page.what} or {@code page.what.id}.
 */
@ApplicationScoped
@Transactional
public class Preferences {
  private static final int LONGEST = 16_000;

  private Database database;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Preferences() {}

  @Inject
  public Preferences(Database database, CurrentUser user) {
    this.database = database;
    this.user = user;
  }

  /** Empty: never set. */
  public Optional<String> find(String name) {
    return database
        .sql()
        .select(USER_PREFERENCE.SETTING)
        .from(USER_PREFERENCE)
        .where(USER_PREFERENCE.USER_NAME.eq(user.name()))
        .and(USER_PREFERENCE.NAME.eq(name))
        .fetchOptional(USER_PREFERENCE.SETTING);
  }

  /** Remembers it; what is too long is not worth remembering. */
  public void put(String name, String setting) {
    if (setting.length() > LONGEST) {
      return;
    }
    int known =
        database
            .sql()
            .update(USER_PREFERENCE)
            .set(USER_PREFERENCE.SETTING, setting)
            .where(USER_PREFERENCE.USER_NAME.eq(user.name()))
            .and(USER_PREFERENCE.NAME.eq(name))
            .execute();
    if (known == 0) {
      database
          .sql()
          .insertInto(USER_PREFERENCE)
          .set(USER_PREFERENCE.USER_NAME, user.name())
          .set(USER_PREFERENCE.NAME, name)
          .set(USER_PREFERENCE.SETTING, setting)
          .onConflictDoNothing()
          .execute();
    }
  }
}
