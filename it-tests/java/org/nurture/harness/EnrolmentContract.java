package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.platform.schema.Tables.ENROL_RANGE;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Tuning;
import org.nurture.model.Cond;
import org.nurture.model.Plan;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SlicedWork.Slice;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;

/** Servers that share a campaign's enrolment (E6), and enrolment of what was modified (E7). */
abstract class EnrolmentContract {
  private static final AtomicLong CAMPAIGNS = new AtomicLong(900);
  private static final int CHUNK = 10;
  private static final int MANY = 600;

  private final TestDatabase db;
  private long campaign;
  private People people;
  private EngineParts parts;

  EnrolmentContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void start() {
    db.wipe();
    campaign = CAMPAIGNS.incrementAndGet();
    people = new People(db);
    parts = parts(true);
  }

  private EngineParts parts(boolean tellsModified) {
    return new EngineParts(
        db, new Tuning(CHUNK, CHUNK, CHUNK), people.audience(tellsModified), 1, db.transactions());
  }

  private static Plan plan() {
    return Plan.of(action("first"));
  }

  private void launch(Plan plan) {
    parts.workflows().put(Workflows.of(campaign, campaign * 1000, plan));
  }

  private SlicedWork full() {
    return parts.journeys().enroll(campaign, false);
  }

  private SlicedWork incremental() {
    return parts.journeys().enroll(campaign, true);
  }

  private static long exhaust(SlicedWork work) {
    long written = 0;
    for (Optional<Slice> slice = work.next(); slice.isPresent(); slice = work.next()) {
      written += slice.get().written();
    }
    return written;
  }

  private long enrolled() {
    return count(PARTICIPANT.CAMPAIGN_ID.eq(campaign));
  }

  private long count(Condition which) {
    Integer rows = db.ask(sql -> sql.fetchCount(PARTICIPANT, which));
    return rows;
  }

  private List<Long> keys() {
    return db.ask(
        sql ->
            sql.select(PARTICIPANT.RECORD_NUM)
                .from(PARTICIPANT)
                .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
                .orderBy(PARTICIPANT.RECORD_NUM)
                .fetch(PARTICIPANT.RECORD_NUM));
  }

  @Test
  void two_that_take_turns_do_a_part_each_and_nothing_twice_E6() {
    people.add(1, MANY, 60);
    launch(plan());
    SlicedWork one = full();
    SlicedWork two = full();
    long byOne = 0;
    long byTwo = 0;

    for (boolean more = true; more; ) {
      Optional<Slice> first = one.next();
      Optional<Slice> second = two.next();
      byOne += first.map(Slice::written).orElse(0L);
      byTwo += second.map(Slice::written).orElse(0L);
      more = first.isPresent() || second.isPresent();
    }

    assertThat(byOne + byTwo).isEqualTo(MANY);
    assertThat(byOne).isBetween(MANY / 4L, MANY * 3L / 4);
    assertThat(enrolled()).isEqualTo(MANY);
    Integer traces = db.ask(sql -> sql.fetchCount(TRACE, TRACE.CAMPAIGN_ID.eq(campaign)));
    assertThat(traces).isEqualTo(MANY);
    int left = db.ask(sql -> sql.fetchCount(ENROL_RANGE));
    assertThat(left).isZero();
  }

  @Test
  void ranges_of_one_that_died_are_done_by_the_next_E6() {
    people.add(1, MANY, 60);
    launch(plan());
    SlicedWork dies = full();
    for (int slices = 0; slices < 4; slices++) {
      dies.next();
    }
    int handedOut = db.ask(sql -> sql.fetchCount(ENROL_RANGE));

    exhaust(full());

    assertThat(handedOut).isPositive();
    assertThat(enrolled()).isEqualTo(MANY);
  }

  @Test
  void who_joins_in_the_middle_meets_what_the_others_had_passed_by_E6() {
    people.add(100, 100 + MANY, 60);
    launch(plan());
    SlicedWork others = full();
    for (int slices = 0; slices < 30; slices++) {
      others.next();
    }
    long before = enrolled();
    people.add(1, 5, 0);

    exhaust(full());

    assertThat(before).isBetween(1L, (long) MANY - 1);
    assertThat(enrolled()).isEqualTo(MANY + 1 + 5);
    assertThat(exhaust(others)).isZero();
  }

  @Test
  void with_a_unique_field_the_lowest_key_is_enrolled_whoever_works_E2_E6() {
    for (long key = 1; key <= 90; key++) {
      people.add(key, "p" + key % 30 + "@example.org", 60);
    }
    launch(plan().uniqueBy("email"));

    CompletableFuture.allOf(
            IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.runAsync(() -> exhaust(full())))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(keys())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).mapToObj(i -> (long) i).toList());
  }

  @Test
  void records_that_are_gone_are_found_by_whoever_walks_E4_E6() {
    people.add(1, MANY, 60);
    launch(plan());
    exhaust(full());
    people.delete(7);
    people.delete(MANY);
    SlicedWork one = full();
    SlicedWork two = full();

    for (boolean more = true; more; ) {
      more = one.next().isPresent() | two.next().isPresent();
    }

    assertThat(
            count(
                PARTICIPANT
                    .CAMPAIGN_ID
                    .eq(campaign)
                    .and(PARTICIPANT.STATE.eq(ParticipantState.UNLINKED.code()))))
        .isEqualTo(2);
  }

  @Test
  void progress_grows_to_the_end_E6() {
    people.add(1, MANY, 60);
    people.analyse();
    launch(plan());
    SlicedWork work = full();
    int last = 0;

    for (Optional<Slice> slice = work.next(); slice.isPresent(); slice = work.next()) {
      int now = work.progress().orElseThrow();
      assertThat(now).isBetween(last, 100);
      last = now;
    }

    assertThat(last).isEqualTo(100);
  }

  @Test
  void the_first_incremental_run_is_a_full_one_and_the_next_sees_what_was_modified_E7() {
    people.add(1, 100, 600);
    launch(plan());
    assertThat(exhaust(incremental())).isEqualTo(100);
    people.add(200, 204, 0);
    // as if it had been there and had never been touched
    people.add(300, 300, 600);

    assertThat(exhaust(incremental())).isEqualTo(5);

    assertThat(exhaust(full())).isEqualTo(1);
  }

  @Test
  void a_transaction_that_commits_late_is_seen_E7() {
    people.add(1, 100, 0);
    launch(plan());
    exhaust(incremental());
    people.add(200, 200, 5);

    assertThat(exhaust(incremental())).isEqualTo(1);
  }

  @Test
  void incremental_runs_walk_for_records_that_are_gone_once_a_day_E4_E7() {
    people.add(1, 100, 600);
    launch(plan());
    exhaust(incremental());
    people.delete(5);

    long atOnce = exhaust(incremental());
    db.clock().set(SettableClock.START.plus(Duration.ofHours(25)));
    long aDayLater = exhaust(incremental());

    assertThat(atOnce).isZero();
    assertThat(aDayLater).isEqualTo(1);
  }

  @Test
  void another_filter_is_enrolled_in_full_E7() {
    people.add(1, 100, 600);
    launch(plan().to(Cond.atLeast("score", 51)));
    assertThat(exhaust(incremental())).isEqualTo(50);

    launch(plan());

    assertThat(exhaust(incremental())).isEqualTo(50);
  }

  @Test
  void with_a_unique_field_the_lowest_of_the_modified_is_enrolled_E2_E7() {
    people.add(50, "a@example.org", 600);
    launch(plan().uniqueBy("email"));
    exhaust(incremental());
    people.add(70, "b@example.org", 3);
    people.add(60, "b@example.org", 0);
    people.add(61, "a@example.org", 0);

    exhaust(incremental());

    assertThat(keys()).containsExactly(50L, 60L);
  }

  @Test
  void a_target_that_does_not_tell_is_enrolled_in_full_and_that_is_said_E7() {
    parts = parts(false);
    people.add(1, 100, 600);
    launch(plan());
    exhaust(incremental());
    people.add(300, 300, 600);
    SlicedWork again = incremental();

    assertThat(exhaust(again)).isEqualTo(1);

    assertThat(again.remark()).hasValueSatisfying(said -> assertThat(said).contains("modified"));
  }
}
