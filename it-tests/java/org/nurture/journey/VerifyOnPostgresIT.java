package org.nurture.journey;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class VerifyOnPostgresIT extends VerifyContract {
  VerifyOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
