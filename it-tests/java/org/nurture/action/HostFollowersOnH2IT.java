package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class HostFollowersOnH2IT extends HostFollowersContract {
  HostFollowersOnH2IT(TestDatabase db) {
    super(db);
  }
}
