package org.nurture.harness;

import org.nurture.model.World;
import org.nurture.scenario.RandomComparison;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

class RandomOnPostgresIT extends RandomComparison {
  RandomOnPostgresIT() {
    super(Make.POSTGRESQL, 1000);
  }

  @Override
  protected World world(TestDatabase db, long seed) {
    return EngineWorld.varied(db, seed);
  }
}
