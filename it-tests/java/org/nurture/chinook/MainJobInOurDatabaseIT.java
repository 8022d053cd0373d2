package org.nurture.chinook;

import org.nurture.support.EmptyPostgres;

/** Chinook in a schema of Nurture's own database. */
class MainJobInOurDatabaseIT extends MainJobAfterwards {
  MainJobInOurDatabaseIT() {
    super("chinook-own");
  }

  @Override
  EmptyPostgres crm(EmptyPostgres nurtures) {
    return nurtures;
  }
}
