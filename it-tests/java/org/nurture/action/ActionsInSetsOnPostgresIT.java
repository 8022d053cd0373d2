package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class ActionsInSetsOnPostgresIT extends ActionsInSetsContract {
  ActionsInSetsOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
