package org.nurture.message;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class OutboxOnH2IT extends OutboxContract {
  OutboxOnH2IT(TestDatabase db) {
    super(db);
  }
}
