package org.nurture.support;

@OnDatabase(Make.POSTGRESQL)
class TestDatabaseOnPostgresIT extends TestDatabaseContract {
  TestDatabaseOnPostgresIT(TestDatabase db) {
    super(db);
  }
}
