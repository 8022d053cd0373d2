package org.nurture.platform;

import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The databases that targets live in (D4), by name: {@code crm}, {@code nurture}, or any JNDI name
 * of the server.
 *
 * <p>Unknown names are refused with {@link NurtureException} INVALID.
 */
public interface DataSources {
  /** The CRM's; where nothing else is said, Nurture's own database. */
  String CRM = "crm";

  /** Nurture's own. */
  String NURTURE = "nurture";

  /**
   * Whether it is the same database as Nurture's own, so that one statement may speak of both.
   * Found out once per name.
   */
  boolean isOurs(String name);

  /**
   * Runs the work on one read-only connection outside any JTA transaction; inside, where the
   * caller's has joined this database.
   */
  <T> T reading(String name, Function<DSLContext, T> work);

  /**
   * Runs the work on one connection outside any JTA transaction, where each statement commits by
   * itself unless the work says otherwise: for what a transaction does not bear, such as making
   * tables.
   */
  <T> T alone(String name, Function<DSLContext, T> work);

  /**
   * Whether one transaction can write both Nurture's database and this one, so that both commit or
   * neither does: it is the same database, or both pools are XA and their databases prepare
   * (PostgreSQL: {@code max_prepared_transactions} above 0). Tried out, not believed.
   */
  default boolean joins(String name) {
    return isOurs(name);
  }

  /**
   * Statements that join the caller's JTA transaction. From then on {@link #reading} in it sees
   * what they wrote.
   */
  DSLContext joining(String name);
}
