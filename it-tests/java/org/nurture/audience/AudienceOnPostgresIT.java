package org.nurture.audience;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class AudienceOnPostgresIT extends AudienceContract {
  AudienceOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
