package org.nurture.campaign;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class BadActionsOnH2IT extends BadActionsContract {
  BadActionsOnH2IT(TestDatabase db) {
    super(db);
  }
}
