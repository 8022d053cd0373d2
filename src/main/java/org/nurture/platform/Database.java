package org.nurture.platform;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Nurture's own database, as the current transaction sees it. */
public interface Database {

  /** Statements join the caller's transaction. */
  DSLContext sql();

  /** POSTGRES or H2. */
  SQLDialect dialect();

  /** Work has come to a point where tests may want it to die. In production nothing happens. */
  default void reached(FailPoint point) {}
}
