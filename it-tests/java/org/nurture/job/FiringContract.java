package org.nurture.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.JOB_RUN;
import static org.nurture.platform.schema.Tables.SCHEDULE_FIRING;

import jakarta.batch.runtime.BatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.support.TestDatabase;

/** Who fires a schedule, and what becomes of a dead server's executions (D14). */
abstract class FiringContract {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String PROCESS = Job.PROCESS.word();

  private final TestDatabase db;
  private final Firings firings;
  private final JobRuns mine;
  private final JobRuns theirs;
  private final RunHistory history;

  FiringContract(TestDatabase db) {
    this.db = db;
    firings = new Firings(db.database());
    mine = new JobRuns(db.database(), new ThisServer());
    theirs = new JobRuns(db.database(), new ThisServer());
    history = new RunHistory(db.database());
  }

  @BeforeEach
  void empty() {
    db.wipe();
  }

  @Test
  void of_two_servers_one_fires() throws Exception {
    db.run(sql -> firings.add(PROCESS));
    ExecutorService servers = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);

    List<Future<Boolean>> claims =
        servers.invokeAll(List.of(() -> claim(together), () -> claim(together)));

    int won = 0;
    for (Future<Boolean> claim : claims) {
      won += claim.get(30, TimeUnit.SECONDS) ? 1 : 0;
    }
    servers.shutdown();
    assertThat(won).isEqualTo(1);
    assertThat(due()).isEmpty();
  }

  private boolean claim(CyclicBarrier together) throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return db.transactions()
        .inNew(
            LONG,
            () -> {
              boolean won = firings.claim(PROCESS);
              if (won) {
                firings.fired(PROCESS, db.database().now().plusSeconds(60));
              }
              return won;
            });
  }

  @Test
  void a_firing_that_another_server_holds_is_passed_by() throws Exception {
    db.run(sql -> firings.add(PROCESS));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();

    Future<Boolean> theirClaim =
        other.submit(
            () ->
                db.transactions()
                    .inNew(
                        LONG,
                        () -> {
                          boolean won = firings.claim(PROCESS);
                          held.countDown();
                          await(release);
                          return won;
                        }));
    await(held);
    boolean ours = db.ask(sql -> firings.claim(PROCESS));
    release.countDown();

    assertThat(ours).isFalse();
    assertThat(theirClaim.get(30, TimeUnit.SECONDS)).isTrue();
    other.shutdown();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void a_schedule_that_is_switched_off_is_never_due_and_is_not_hastened() {
    db.run(sql -> firings.add(PROCESS));
    db.run(sql -> firings.plan(PROCESS, null));
    db.run(sql -> firings.hasten(List.of(PROCESS)));

    assertThat(due()).isEmpty();
  }

  @Test
  void hastened_it_is_due_at_once() {
    db.run(sql -> firings.add(PROCESS));
    Instant later = db.ask(sql -> db.database().now()).plusSeconds(600);
    db.run(sql -> firings.plan(PROCESS, later));
    assertThat(due()).isEmpty();

    db.run(sql -> firings.hasten(List.of(PROCESS)));

    assertThat(due()).containsExactly(PROCESS);
  }

  @Test
  void what_had_nothing_to_do_is_planned_anew_unless_somebody_claimed_it() {
    String other = Job.ENROLL.word();
    db.run(sql -> firings.add(PROCESS));
    db.run(sql -> firings.add(other));
    Instant later =
        db.ask(sql -> db.database().now()).truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
    db.run(sql -> firings.fired(other, later.plusSeconds(600)));

    db.run(sql -> firings.idle(Map.of(PROCESS, Optional.of(later), other, Optional.of(later))));

    Firings.Look look = db.ask(sql -> firings.look(Map.of()));
    assertThat(look.due()).isEmpty();
    assertThat(look.next()).containsEntry(PROCESS, later);
    assertThat(look.next().get(other)).isAfter(later);
    assertThat(look.rest(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(look.rest(Duration.ofHours(1))).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  private List<String> due() {
    return db.ask(sql -> firings.look(Map.of())).due();
  }

  @Test
  void executions_of_a_silent_server_are_failed_and_those_of_a_living_one_are_not() {
    long dead = run(theirs, 11, PROCESS);
    long alive = run(theirs, 12, PROCESS);
    long own = run(mine, 13, PROCESS);
    silent(dead);
    silent(own);

    List<Long> buried = db.ask(sql -> mine.bury(Duration.ofSeconds(20)));

    assertThat(buried).containsExactly(11L);
    assertThat(status(11)).isEqualTo(BatchStatus.FAILED);
    assertThat(found(11).message()).contains("server stopped");
    assertThat(status(12)).isEqualTo(BatchStatus.STARTED);
    assertThat(status(13)).isEqualTo(BatchStatus.STARTED);
    assertThat(alive).isPositive();
  }

  @Test
  void a_schedule_is_under_way_until_its_execution_ends() {
    long run = run(mine, 21, PROCESS);
    boolean before = db.ask(sql -> theirs.underWay(PROCESS));

    db.run(sql -> mine.ended(run, BatchStatus.COMPLETED, null));

    assertThat(before).isTrue();
    boolean after = db.ask(sql -> theirs.underWay(PROCESS));
    assertThat(after).isFalse();
    assertThat(found(21).progress()).isEqualTo(100);
  }

  @Test
  void a_wish_to_stop_reaches_the_server_that_runs_it_with_its_next_counts() {
    long run = run(theirs, 31, PROCESS);
    boolean first = db.ask(sql -> theirs.counted(run, 5, 4, 1, null));

    db.run(
        sql ->
            mine.move(31, EnumSet.of(BatchStatus.STARTED), BatchStatus.STOPPING, "Stopped by ann"));

    boolean second = db.ask(sql -> theirs.counted(run, 6, 5, 1, null));
    assertThat(first).isFalse();
    assertThat(second).isTrue();
    assertThat(found(31).read()).isEqualTo(6);
    assertThat(found(31).message()).isEqualTo("Stopped by ann");
  }

  @Test
  void executions_are_paged_from_the_newest() {
    run(mine, 41, PROCESS);
    run(mine, 42, PROCESS);
    run(mine, 43, PROCESS);

    List<Execution> first = db.ask(sql -> history.page(null, List.of(), null, 2));
    List<Execution> second = db.ask(sql -> history.page(Job.PROCESS, List.of(), 42L, 2));

    assertThat(first).extracting(Execution::id).containsExactly(43L, 42L);
    assertThat(second).extracting(Execution::id).containsExactly(41L);
    List<Execution> newest = db.ask(sql -> history.newest());
    assertThat(newest).extracting(Execution::id).containsExactly(43L);
  }

  private long run(JobRuns runs, long executionId, String schedule) {
    long run =
        db.ask(
            sql ->
                runs.insert(
                    Job.PROCESS,
                    Parameters.NONE,
                    schedule,
                    JobRuns.Backlog.UNKNOWN,
                    IdleCheck.Start.FRESH));
    db.run(sql -> runs.started(run, executionId));
    return run;
  }

  private void silent(long run) {
    Instant longAgo = db.ask(sql -> db.database().now()).minusSeconds(120);
    db.run(
        sql ->
            sql.update(JOB_RUN)
                .set(JOB_RUN.HEARTBEAT_AT, longAgo)
                .where(JOB_RUN.ID.eq(run))
                .execute());
  }

  private Execution found(long executionId) {
    return db.ask(sql -> history.find(executionId)).orElseThrow();
  }

  private BatchStatus status(long executionId) {
    return found(executionId).status();
  }

  @Test
  void a_new_schedule_s_row_is_added_once() {
    db.run(sql -> firings.add(PROCESS));
    db.run(sql -> firings.add(PROCESS));

    int rows = db.ask(sql -> sql.fetchCount(SCHEDULE_FIRING));
    assertThat(rows).isEqualTo(1);
  }
}
