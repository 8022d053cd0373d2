package org.nurture.job;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class FiringOnPostgresIT extends FiringContract {
  FiringOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
