package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class ActionsInSetsOnH2IT extends ActionsInSetsContract {
  ActionsInSetsOnH2IT(TestDatabase db) {
    super(db);
  }
}
