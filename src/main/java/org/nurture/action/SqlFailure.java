package org.nurture.action;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** What a failed statement means for the rows it was for (X5). */
final class SqlFailure {
  /**
   * Serialisation and deadlock; lock not to be had (PostgreSQL, H2); statement cancelled; H2's
   * concurrent update, and its database closed or broken.
   */
  private static final Set<String> PASSING =
      Set.of("40001", "40P01", "55P03", "HYT00", "57014", "90131", "90067", "90098", "90121");

  private SqlFailure() {}

  /** Whether the same may well succeed a minute later. */
  static boolean isPassing(DataAccessException e) {
    String state = state(e);
    return state == null
        || PASSING.contains(state)
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P");
  }

  /** Whether the statement itself is refused, whatever the row: a right, a table, a column. */
  static boolean concernsAllRows(DataAccessException e) {
    String state = String.valueOf(state(e));
    return state.startsWith("42") || state.equals("25006") || state.equals("90096");
  }

  /** The database's own words, in one line. */
  static String words(DataAccessException e, int longest) {
    SQLException cause = e.getCause(SQLException.class);
    String text = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    // H2 repeats the statement: it is long, ours, and says nothing new
    String line =
        text.replaceAll("(?s); SQL statement:.*", "").replaceAll("\\s*\\R\\s*", " · ").strip();
    String cut = line.length() > longest ? line.substring(0, longest - 1) + "…" : line;
    return cut.toUpperCase(Locale.ROOT).startsWith("ERROR: ") ? cut.substring(7) : cut;
  }

  private static @Nullable String state(DataAccessException e) {
    SQLException cause = e.getCause(SQLException.class);
    return cause == null ? null : cause.getSQLState();
  }
}
