package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class PurgeOnH2IT extends PurgeContract {
  PurgeOnH2IT(TestDatabase db) {
    super(db);
  }
}
