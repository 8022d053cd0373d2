package org.nurture.job;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class FiringOnH2IT extends FiringContract {
  FiringOnH2IT(TestDatabase db) {
    super(db);
  }
}
