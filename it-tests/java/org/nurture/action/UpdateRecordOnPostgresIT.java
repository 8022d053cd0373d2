package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class UpdateRecordOnPostgresIT extends UpdateRecordContract {
  UpdateRecordOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
