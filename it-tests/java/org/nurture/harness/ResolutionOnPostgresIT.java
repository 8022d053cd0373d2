package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** Messages in doubt on PostgreSQL. */
@OnDatabase(Make.POSTGRESQL)
class ResolutionOnPostgresIT extends ResolutionContract {
  ResolutionOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
