package org.nurture.audience;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class HostOnH2IT extends HostContract {
  HostOnH2IT(TestDatabase db) {
    super(db);
  }
}
