package org.nurture.support;

@OnDatabase(Make.H2)
class TestDatabaseOnH2IT extends TestDatabaseContract {
  TestDatabaseOnH2IT(TestDatabase db) {
    super(db);
  }
}
