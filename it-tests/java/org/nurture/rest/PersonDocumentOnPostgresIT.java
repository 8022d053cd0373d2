package org.nurture.rest;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class PersonDocumentOnPostgresIT extends PersonDocumentContract {
  PersonDocumentOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
