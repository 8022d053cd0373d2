package org.nurture.action;

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
    return SqlFailures.words(e, longest);
  }
}
