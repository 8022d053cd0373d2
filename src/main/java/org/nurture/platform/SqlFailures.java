package org.nurture.platform;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells passing failures of a database from lasting ones, by SQLState (ISO 9075, and vendors'). */
public final class SqlFailures {
  /**
   * PostgreSQL: lock not available, admin shutdown, crash shutdown, cannot connect now; H2: lock
   * time-out.
   */
  private static final Set<String> PASSING =
      Set.of("55P03", "57P01", "57P02", "57P03", "HYT00", "57014");

  private SqlFailures() {}

  /**
   * Whether the same work may succeed later: deadlock, serialisation failure, lock time-out, lost
   * connection (X5).
   */
  public static boolean passing(Throwable failure) {
    String state = state(failure);
    return state != null
        && (PASSING.contains(state) || state.startsWith("40") || state.startsWith("08"));
  }

  /** The SQLState of the first {@link SQLException} among the causes; null: there is none. */
  public static @Nullable String state(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
