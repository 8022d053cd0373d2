package org.nurture.harness;

import org.junit.jupiter.api.Nested;
import org.nurture.scenario.ActionScenarios;
import org.nurture.scenario.EnrolmentScenarios;
import org.nurture.scenario.ExecutionScenarios;
import org.nurture.scenario.ForgettingScenarios;
import org.nurture.scenario.MessageScenarios;
import org.nurture.scenario.TriggerScenarios;
import org.nurture.scenario.UpdateScenarios;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** The engine does on POSTGRESQL what each scenario says. */
@OnDatabase(Make.POSTGRESQL)
class ScenariosOnPostgresIT {
  @Nested
  class Enrolment extends EnrolmentScenarios {
    Enrolment(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Execution extends ExecutionScenarios {
    Execution(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Triggers extends TriggerScenarios {
    Triggers(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Messages extends MessageScenarios {
    Messages(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Updates extends UpdateScenarios {
    Updates(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Actions extends ActionScenarios {
    Actions(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }

  @Nested
  class Forgetting extends ForgettingScenarios {
    Forgetting(TestDatabase db) {
      super(new EngineWorld(db));
    }
  }
}
