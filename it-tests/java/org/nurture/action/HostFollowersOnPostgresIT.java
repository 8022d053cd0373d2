package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class HostFollowersOnPostgresIT extends HostFollowersContract {
  HostFollowersOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
