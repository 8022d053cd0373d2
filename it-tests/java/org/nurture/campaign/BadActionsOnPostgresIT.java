package org.nurture.campaign;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class BadActionsOnPostgresIT extends BadActionsContract {
  BadActionsOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
