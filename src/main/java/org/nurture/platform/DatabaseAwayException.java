package org.nurture.platform;

import java.sql.SQLException;

/** A database cannot be reached. Health says so; REST answers 503. */
public final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param name of the data source
   */
  public DatabaseAwayException(String name, SQLException cause) {
    super("The database behind " + name + " cannot be reached: " + cause.getMessage(), cause);
  }
}
