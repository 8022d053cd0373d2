package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class SequenceOnH2IT extends SequenceContract {
  SequenceOnH2IT(TestDatabase db) {
    super(db);
  }
}
