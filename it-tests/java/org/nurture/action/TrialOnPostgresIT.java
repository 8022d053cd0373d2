package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class TrialOnPostgresIT extends TrialContract {
  TrialOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
