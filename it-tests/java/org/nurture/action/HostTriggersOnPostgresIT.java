package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class HostTriggersOnPostgresIT extends HostTriggersContract {
  HostTriggersOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
