package org.nurture.audience;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class HostOnPostgresIT extends HostContract {
  HostOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
