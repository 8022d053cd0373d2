package org.nurture.insight;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class ListsOnH2IT extends ListsContract {
  ListsOnH2IT(TestDatabase db) {
    super(db);
  }
}
