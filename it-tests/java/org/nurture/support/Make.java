package org.nurture.support;

import org.jooq.SQLDialect;

/** The databases that Nurture's own tables may live in (D16). */
public enum Make {
  H2(SQLDialect.H2, "h2"),
  POSTGRESQL(SQLDialect.POSTGRES, "postgresql");

  private final SQLDialect dialect;
  private final String folder;

  Make(SQLDialect dialect, String folder) {
    this.dialect = dialect;
    this.folder = folder;
  }

  public SQLDialect dialect() {
    return dialect;
  }

  /** Where Flyway finds the migrations. */
  public String migrations() {
    return "classpath:db/migration/" + folder;
  }
}
