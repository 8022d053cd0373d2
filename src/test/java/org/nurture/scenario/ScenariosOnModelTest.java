package org.nurture.scenario;

import org.junit.jupiter.api.Nested;
import org.nurture.model.Model;

/** The reference model does what each scenario says. */
class ScenariosOnModelTest {
  @Nested
  class Enrolment extends EnrolmentScenarios {
    Enrolment() {
      super(new Model());
    }
  }

  @Nested
  class Execution extends ExecutionScenarios {
    Execution() {
      super(new Model());
    }
  }

  @Nested
  class Triggers extends TriggerScenarios {
    Triggers() {
      super(new Model());
    }
  }

  @Nested
  class Messages extends MessageScenarios {
    Messages() {
      super(new Model());
    }
  }

  @Nested
  class Updates extends UpdateScenarios {
    Updates() {
      super(new Model());
    }
  }

  @Nested
  class Actions extends ActionScenarios {
    Actions() {
      super(new Model());
    }
  }

  @Nested
  class Forgetting extends ForgettingScenarios {
    Forgetting() {
      super(new Model());
    }
  }
}
