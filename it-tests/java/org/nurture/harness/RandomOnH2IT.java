package org.nurture.harness;

import org.nurture.model.World;
import org.nurture.scenario.RandomComparison;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.H2)
class RandomOnH2IT extends RandomComparison {
  private final TestDatabase db;

  RandomOnH2IT(TestDatabase db) {
    this.db = db;
  }

  @Override
  protected World world(long seed) {
    return EngineWorld.varied(db, seed);
  }
}
