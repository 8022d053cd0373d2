package org.nurture.harness;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** Messages in doubt on H2. */
@OnDatabase(Make.H2)
class ResolutionOnH2IT extends ResolutionContract {
  ResolutionOnH2IT(TestDatabase db) {
    super(db);
  }
}
