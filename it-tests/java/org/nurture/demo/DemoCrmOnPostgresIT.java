package org.nurture.demo;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class DemoCrmOnPostgresIT extends DemoCrmContract {
  DemoCrmOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
