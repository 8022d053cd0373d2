package org.nurture.journey;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class VerifyOnH2IT extends VerifyContract {
  VerifyOnH2IT(TestDatabase db) {
    super(db);
  }
}
