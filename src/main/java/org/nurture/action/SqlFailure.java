package org.nurture.action;

import java.sql.SQLException;
import java.util.Locale;
import org.jooq.exception.DataAccessException;
import org.nurture.platform.SqlFailures;

/** What a failed statement means for the rows it was for (X5). */
final class SqlFailure {
  private SqlFailure() {}

  /** Whether the statement itself is refused, whatever the row: a right, a table, a column. */
  static boolean concernsAllRows(DataAccessException e) {
    String state = String.valueOf(SqlFailures.state(e));
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
}
