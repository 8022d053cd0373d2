package org.nurture.campaign;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class KeptActionsOnH2IT extends KeptActionsContract {
  KeptActionsOnH2IT(TestDatabase db) {
    super(db);
  }
}
