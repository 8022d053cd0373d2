package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World.Happening;
import org.nurture.model.World.TraceView;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SqlFailures;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/**
 * Many threads do everything at once to few records: nothing fails, nobody waits in a ring, and
 * afterwards the figures agree. For longer: {@code -Dnurture.crowdSeconds=600}.
 */
abstract class CrowdContract {
  private static final int THREADS = 32;
  private static final int RECORDS = 100;

  private final TestDatabase db;
  private final Duration time;
  private final EngineWorld world;
  private final ClaimingSender sender;

  CrowdContract(TestDatabase db, int seconds) {
    this.db = db;
    this.time = Duration.ofSeconds(Integer.getInteger("nurture.crowdSeconds", seconds));
    this.world = new EngineWorld(db, new EngineParts(db, new Tuning(20, 20, 20), true, 1));
    this.sender = new ClaimingSender(db, world.parts());
  }

  private static Plan plan(boolean more) {
    Activity mail =
        email("mail")
            .then(
                action("late").notOpened(1, HOURS),
                email("seen").opened(0, HOURS).then(action("hot").clicked(0, HOURS)),
                action("bad").bounced(0, HOURS));
    Activity other = action("score").sets("score", 5).then(email("second").after(1, HOURS));
    Plan plan =
        more
            ? Plan.of(mail, other, action("third").after(1, DAYS).sets("country", "IT"))
            : Plan.of(mail, other);
    return plan.oncePerAddress();
  }

  @Test
  void nobody_waits_in_a_ring_D2() {
    for (long key = 1; key <= RECORDS; key++) {
      // some share an address, so that one's event withdraws another's message
      world.put(contact(key).with("email", "c" + key % 60 + "@example.org"));
    }
    world.launch(plan(false));
    world.enroll();
    long until = System.nanoTime() + time.toNanos();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<CompletableFuture<Integer>> crowd = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      int role = i;
      crowd.add(CompletableFuture.supplyAsync(() -> work(role, random, until), pool));
    }

    int done = crowd.stream().mapToInt(CompletableFuture::join).sum();
    pool.shutdown();

    assertThat(done).as("things done").isGreaterThan(THREADS);
    assertThat(deadlocks()).as("deadlocks that the database has broken").isZero();
    world.start();
    world.moveTo(world.now().plus(Duration.ofDays(30)));
    world.process();
    sender.run();
    assertThat(sender.handed()).isNotEmpty().allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
    world.verify();
    assertThat(world.workIsOpen()).isFalse();
    assertThat(world.traces()).extracting(t -> t.record() + " " + t.ref()).doesNotHaveDuplicates();
    assertThat(world.participants())
        .hasSize(RECORDS)
        .filteredOn(p -> p.state() == ParticipantState.COMPLETED)
        .allSatisfy(
            p ->
                assertThat(world.traces())
                    .filteredOn(t -> t.record() == p.record())
                    .noneMatch(t -> t.state() == TraceState.SCHEDULED));
  }

  private int work(int role, Random random, long until) {
    int done = 0;
    while (System.nanoTime() < until) {
      try {
        act(role, random);
      } catch (NurtureException e) {
        // busy, or what it speaks of has gone: an answer, not a failure
        assertThat(e.kind())
            .isIn(
                NurtureException.Kind.UNAVAILABLE,
                NurtureException.Kind.CONFLICT,
                NurtureException.Kind.NOT_FOUND);
      } catch (RuntimeException e) {
        // a job that has waited too often for a lock ends clearly, the next one goes on
        assertThat(SqlFailures.passing(e)).as(e.toString()).isTrue();
      }
      done++;
    }
    return done;
  }

  private void act(int role, Random random) {
    // what an update has left to do, and a stop, hold back all sending
    boolean seldom = random.nextInt(10) == 0;
    switch (seldom || role > 1 ? role : THREADS / 2) {
      case 0 -> world.update(plan(random.nextBoolean()), false);
      case 1 -> {
        world.stopAmidWork();
        world.start();
      }
      case 2, 3 -> world.enroll();
      case 4, 5, 6 -> sender.run();
      case 7 -> {
        synchronized (world) {
          world.moveTo(world.now().plus(Duration.ofMinutes(random.nextInt(60))));
        }
      }
      case 8 -> world.remove(1 + random.nextInt(RECORDS / 10));
      default -> {
        if (role < 18) {
          world.process();
        } else {
          happen(random);
        }
      }
    }
  }

  private void happen(Random random) {
    List<TraceView> mails = world.traces().stream().filter(t -> t.message() != null).toList();
    if (mails.isEmpty()) {
      return;
    }
    TraceView mail = mails.get(random.nextInt(mails.size()));
    int which = random.nextInt(40);
    EventType type =
        which == 0
            ? EventType.UNSUBSCRIBED
            : which < 3 ? EventType.BOUNCED : which < 20 ? EventType.OPENED : EventType.CLICKED;
    Happening happening =
        new Happening(type, world.now(), type == EventType.BOUNCED ? false : null, null);
    if (random.nextBoolean()) {
      world.report(mail.record(), mail.ref(), happening);
    } else {
      world.event(mail.record(), mail.ref(), happening);
    }
  }

  /** PostgreSQL counts them; H2 tells whom it has chosen, and the engine tries again. */
  private long deadlocks() {
    if (db.database().dialect() == SQLDialect.H2) {
      return 0;
    }
    return db.ask(
        sql ->
            sql.fetchSingle(
                    "select deadlocks from pg_stat_database where datname = current_database()")
                .get(0, Long.class));
  }
}
