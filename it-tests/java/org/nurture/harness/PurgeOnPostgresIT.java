package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class PurgeOnPostgresIT extends PurgeContract {
  PurgeOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
