package org.nurture.rest;

import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class PersonDocumentOnH2IT extends PersonDocumentContract {
  PersonDocumentOnH2IT(TestDatabase db) {
    super(db);
  }
}
