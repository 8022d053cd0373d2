package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nurture.journey.Tuning;
import org.nurture.model.Plan;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Transactions;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** What PostgreSQL reads for an incremental enrolment, by its own counters (E7). */
@OnDatabase(Make.POSTGRESQL)
class IncrementalReadsIT {
  private static final int PEOPLE = 100_000;
  private static final long CAMPAIGN = 1;
  private static final String COUNTERS =
      """
      select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
        from pg_stat_xact_user_tables
      """;

  private final TestDatabase db;
  private final Map<String, Long> read = new HashMap<>();

  IncrementalReadsIT(TestDatabase db) {
    this.db = db;
  }

  @Test
  void ten_new_among_a_hundred_thousand_are_found_without_reading_the_others_E7() {
    People people = new People(db);
    people.add(1, PEOPLE, 600);
    people.analyse();
    EngineParts parts =
        new EngineParts(
            db, Tuning.DEFAULT, people.audience(true), 1, new Counting(db.transactions()));
    parts.workflows().put(Workflows.of(CAMPAIGN, 1000, Plan.of(action("first"))));
    long full = exhaust(parts.journeys().enroll(CAMPAIGN, true));
    db.execute("analyze participant, trace");
    long fullRead = read.getOrDefault("person", 0L);
    read.clear();
    people.add(PEOPLE + 1L, PEOPLE + 10L, 0);

    long found = exhaust(parts.journeys().enroll(CAMPAIGN, true));

    assertThat(full).isEqualTo(PEOPLE);
    assertThat(found).isEqualTo(10);
    assertThat(fullRead).isGreaterThan(PEOPLE / 2);
    assertThat(read.getOrDefault("person", 0L)).isBetween(10L, 100L);
    assertThat(read.values().stream().mapToLong(Long::longValue).sum())
        .as("%s", read)
        .isLessThan(500);
  }

  private static long exhaust(SlicedWork work) {
    long written = 0;
    for (Optional<SlicedWork.Slice> s = work.next(); s.isPresent(); s = work.next()) {
      written += s.get().written();
    }
    return written;
  }

  /** Adds up what each transaction read of each table. */
  private final class Counting implements Transactions {
    private final Transactions real;

    Counting(Transactions real) {
      this.real = real;
    }

    @Override
    public <T> T inNew(Duration timeout, Supplier<T> work) {
      return real.inNew(
          timeout,
          () -> {
            Map<String, Long> before = counters();
            T result = work.get();
            counters().forEach((t, n) -> read.merge(t, n - before.getOrDefault(t, 0L), Long::sum));
            return result;
          });
    }

    private Map<String, Long> counters() {
      return db.database()
          .sql()
          .fetch(COUNTERS)
          .intoMap(r -> r.get(0, String.class), r -> r.get(1, Long.class));
    }
  }
}
