package org.nurture.action;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class ComputedActionsOnH2IT extends ComputedActionsContract {
  ComputedActionsOnH2IT(TestDatabase db) {
    super(db);
  }
}
