package org.nurture.platform;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Nurture's own database, as the current transaction sees it. */
public interface Database {

  /** Statements join the caller's transaction. */
  DSLContext sql();

  /** POSTGRES or H2. */
  SQLDialect dialect();
}
