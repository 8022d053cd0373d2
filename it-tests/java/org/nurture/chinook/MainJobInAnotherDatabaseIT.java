package org.nurture.chinook;

import org.nurture.support.EmptyPostgres;

/** Chinook in a database of its own, reached through a second pool (D4). */
class MainJobInAnotherDatabaseIT extends MainJob {
  MainJobInAnotherDatabaseIT() {
    super("chinook-other");
  }

  @Override
  EmptyPostgres crm(EmptyPostgres nurtures) {
    return EmptyPostgres.create();
  }
}
