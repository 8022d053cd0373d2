package org.nurture.platform;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells passing failures of a database from lasting ones, by SQLState (ISO 9075, and vendors'). */
public final class SqlFailures {
  /**
   * Lock not to be had (PostgreSQL, H2); statement cancelled; H2's concurrent update, and its
   * database closed or broken.
   */
  private static final Set<String> PASSING =
      Set.of("55P03", "HYT00", "57014", "90131", "90067", "90098", "90121");

  /** Serialisation and deadlock; lost connection; resources exhausted; server going down. */
  private static final List<String> PASSING_CLASSES = List.of("40", "08", "53", "57P");

  private SqlFailures() {}

  /**
   * Whether the same work may succeed later: deadlock, serialisation failure, lock time-out, lost
   * connection, none to be had (X5).
   */
  public static boolean passing(Throwable failure) {
    return find(failure).map(SqlFailures::passes).orElse(false);
  }

  private static boolean passes(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        ? ofThePool(failure)
        : PASSING.contains(state) || PASSING_CLASSES.stream().anyMatch(state::startsWith);
  }

  /**
   * Whether it came before any statement: a pool that is exhausted says so without a state. So does
   * a trigger of the host's that objects, on H2; that one comes as the driver's own exception.
   */
  private static boolean ofThePool(SQLException failure) {
    return failure.getClass() == SQLException.class
        || failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException;
  }

  /** The SQLState of the first {@link SQLException} among the causes; null: there is none. */
  public static @Nullable String state(Throwable failure) {
    return find(failure).map(SQLException::getSQLState).orElse(null);
  }

  private static Optional<SQLException> find(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /** The database's own words, in one line of so many characters at most. */
  public static String words(Throwable failure, int longest) {
    Throwable cause = find(failure).<Throwable>map(e -> e).orElse(failure);
    String text = String.valueOf(cause.getMessage());
    // H2 repeats the statement: it is long, ours, and says nothing new
    String line =
        text.replaceAll("(?s); SQL statement:.*", "").replaceAll("\\s*\\R\\s*", " · ").strip();
    String cut = line.length() > longest ? line.substring(0, longest - 1) + "…" : line;
    return cut.toUpperCase(Locale.ROOT).startsWith("ERROR: ") ? cut.substring(7) : cut;
  }
}
