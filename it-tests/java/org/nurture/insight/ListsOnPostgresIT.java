package org.nurture.insight;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class ListsOnPostgresIT extends ListsContract {
  ListsOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
