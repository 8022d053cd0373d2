package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class EnrolmentOnH2IT extends EnrolmentContract {
  EnrolmentOnH2IT(TestDatabase db) {
    super(db);
  }
}
