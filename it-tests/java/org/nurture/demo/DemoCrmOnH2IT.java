package org.nurture.demo;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class DemoCrmOnH2IT extends DemoCrmContract {
  DemoCrmOnH2IT(TestDatabase db) {
    super(db);
  }
}
