package org.nurture.platform;

import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Nurture's own database, as the current transaction sees it. */
public interface Database {

  /** Statements join the caller's transaction. */
  DSLContext sql();

  /** POSTGRES or H2. */
  SQLDialect dialect();

  /** Its time, on which servers agree, and which the settable clock does not concern. */
  default Instant now() {
    return sql().select(DSL.currentInstant()).fetchSingle().value1();
  }

  /** Work has come to a point where tests may want it to die. In production nothing happens. */
  default void reached(FailPoint point) {}
}
