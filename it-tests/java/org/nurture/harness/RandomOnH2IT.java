package org.nurture.harness;

import org.nurture.model.World;
import org.nurture.scenario.RandomComparison;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

class RandomOnH2IT extends RandomComparison {
  RandomOnH2IT() {
    super(Make.H2, 4000);
  }

  @Override
  protected World world(TestDatabase db, long seed) {
    return EngineWorld.varied(db, seed);
  }
}
