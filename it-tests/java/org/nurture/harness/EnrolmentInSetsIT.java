package org.nurture.harness;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Contact.contact;

import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.journey.Tuning;
import org.nurture.model.Plan;
import org.nurture.platform.Database;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class EnrolmentInSetsIT {
  private final TestDatabase db;

  EnrolmentInSetsIT(TestDatabase db) {
    this.db = db;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void enrolling_many_takes_as_many_statements_as_enrolling_few_E5(boolean unique) {
    assertThat(statements(300, unique)).isEqualTo(statements(3, unique));
  }

  /** How often Nurture's database is asked for anything while so many are enrolled. */
  private int statements(int records, boolean unique) {
    Counting counting = new Counting(db.database());
    EngineWorld world =
        new EngineWorld(
            db,
            new EngineParts(
                db,
                new Tuning(1000, 1000, 1000),
                HostContacts.audience(db, true),
                1,
                db.transactions(),
                counting));
    for (long key = 1; key <= records; key++) {
      world.put(contact(key));
    }
    Plan plan = Plan.of(action("first").after(1, HOURS), action("second").after(2, HOURS));
    world.launch(unique ? plan.uniqueBy("email") : plan);
    counting.asked.set(0);

    world.enroll();

    assertThat(world.participants()).hasSize(records);
    assertThat(world.traces()).hasSize(2 * records);
    return counting.asked.get();
  }

  private record Counting(Database own, AtomicInteger asked) implements Database {
    Counting(Database own) {
      this(own, new AtomicInteger());
    }

    @Override
    public DSLContext sql() {
      asked.incrementAndGet();
      return own.sql();
    }

    @Override
    public SQLDialect dialect() {
      return own.dialect();
    }
  }
}
