package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class TrialOnH2IT extends TrialContract {
  TrialOnH2IT(TestDatabase db) {
    super(db);
  }
}
