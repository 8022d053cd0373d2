package org.nurture.message;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class OutboxOnPostgresIT extends OutboxContract {
  OutboxOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
