package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class PoisonOnH2IT extends PoisonContract {
  PoisonOnH2IT(TestDatabase db) {
    super(db);
  }
}
