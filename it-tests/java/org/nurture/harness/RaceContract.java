package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World.Happening;
import org.nurture.model.World.TraceView;
import org.nurture.platform.Transactions;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Updates, stops and jobs at the same time. */
abstract class RaceContract {
  private static final int CONTACTS = 60;
  private static final int WORKERS = 3;
  private static final int UPDATES = 12;
  private static final int CLICKERS = 8;

  private final TestDatabase db;

  RaceContract(TestDatabase db) {
    this.db = db;
  }

  private EngineWorld world(Plan plan) {
    EngineWorld world = new EngineWorld(db, new EngineParts(db, new Tuning(7, 7, 7), true, 1));
    for (long key = 1; key <= CONTACTS; key++) {
      world.put(contact(key));
    }
    world.launch(plan);
    world.enroll();
    return world;
  }

  private static Plan chain(int generation, boolean removed) {
    Activity first = action("first");
    Activity above = first;
    for (int i = 0; i <= generation; i++) {
      Activity next = action("n" + i).after(0, HOURS);
      above.then(next);
      above = next;
    }
    return removed ? Plan.of(first) : Plan.of(first, action("gone").after(9, DAYS));
  }

  /** Nobody is left between two workflows, whatever runs meanwhile. */
  @RepeatedTest(3)
  void updates_while_process_runs_leave_everybody_wholly_after_them_U9() {
    EngineWorld world = world(chain(0, false));
    AtomicBoolean enough = new AtomicBoolean();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  world.process();
                }
              }));
    }

    for (int i = 1; i <= UPDATES; i++) {
      world.update(chain(i, i > UPDATES / 2), false);
    }
    enough.set(true);
    workers.forEach(CompletableFuture::join);
    world.process();

    Map<Long, Set<String>> processed = new HashMap<>();
    for (TraceView trace : world.traces()) {
      if (trace.ref().equals("gone")) {
        assertThat(trace.state()).isEqualTo(TraceState.CANCELED);
      } else {
        assertThat(trace.state()).as(trace.toString()).isEqualTo(TraceState.PROCESSED);
        assertThat(processed.computeIfAbsent(trace.record(), r -> new HashSet<>()).add(trace.ref()))
            .as("%s twice", trace)
            .isTrue();
      }
    }
    assertThat(processed).hasSize(CONTACTS);
    assertThat(processed.values()).allMatch(refs -> refs.size() == UPDATES + 2);
    assertThat(world.workIsOpen()).isFalse();
    world.verify();
  }

  @RepeatedTest(3)
  void after_a_stop_nothing_executes_any_more_U5() {
    EngineWorld world = world(chain(20, true));
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(CompletableFuture.runAsync(world::process));
    }

    world.stopAmidWork();
    long then = processed(world);
    workers.forEach(CompletableFuture::join);

    assertThat(processed(world)).isEqualTo(then);
    world.start();
    world.moveTo(world.now().plus(Duration.ofHours(1)));
    world.process();
    assertThat(processed(world)).isEqualTo(CONTACTS * 22L);
    world.verify();
  }

  /** Each campaign keeps a URL once: its first clicks meet there. */
  @RepeatedTest(5)
  void clicks_that_meet_at_a_new_link_all_count_C7() {
    EngineWorld world = new EngineWorld(db);
    for (long key = 1; key <= CLICKERS; key++) {
      world.put(contact(key));
    }
    world.launch(Plan.of(email("mail").then(action("hot").clicked(0, HOURS))));
    world.enroll();
    world.process();
    ExecutorService pool = Executors.newFixedThreadPool(CLICKERS);
    CountDownLatch begin = new CountDownLatch(1);
    List<CompletableFuture<Void>> clicks = new ArrayList<>();
    for (long key = 1; key <= CLICKERS; key++) {
      long of = key;
      clicks.add(
          CompletableFuture.runAsync(
              () -> {
                await(begin);
                world.report(of, "mail", new Happening(EventType.CLICKED, world.now(), null, null));
              },
              pool));
    }

    begin.countDown();
    clicks.forEach(CompletableFuture::join);
    pool.shutdown();

    world.process();
    assertThat(processed(world)).isEqualTo(2L * CLICKERS);
    world.verify();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The failure of one trace is no other's, even if a second worker was faster with it. */
  @Test
  void a_failure_that_another_worker_has_overcome_touches_nothing_X7() {
    EngineWorld world =
        interfered(
            Plan.of(action("first").then(action("second").after(0, HOURS))),
            failing -> {
              failing.parts().actions().lock(1, false);
              failing.parts().processALittle(failing.campaign(), 1);
            });

    assertThat(world.traces()).hasSize(2).allMatch(t -> t.state() == TraceState.PROCESSED);
    world.verify();
  }

  @Test
  void a_failure_of_what_was_removed_meanwhile_is_none_U4_U9() {
    Activity stays = action("stays").after(9, DAYS);
    EngineWorld world =
        interfered(
            Plan.of(action("gone"), stays), failing -> failing.update(Plan.of(stays), false));

    assertThat(world.traces())
        .filteredOn(t -> t.ref().equals("gone"))
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.state()).isEqualTo(TraceState.CANCELED);
              assertThat(t.reason()).isEqualTo(Reason.ACTIVITY_REMOVED);
            });
    world.verify();
  }

  @Test
  void a_failure_ends_nothing_after_a_stop_U5() {
    EngineWorld world = interfered(Plan.of(action("first")), EngineWorld::stop);

    assertThat(world.traces())
        .singleElement()
        .satisfies(t -> assertThat(t.state()).isEqualTo(TraceState.SCHEDULED));
    world.verify();
  }

  /** An action fails for good, and something happens before that is noted. */
  private EngineWorld interfered(Plan plan, Consumer<EngineWorld> meanwhile) {
    Interfering transactions = new Interfering(db.transactions());
    EngineParts parts =
        new EngineParts(db, new Tuning(1, 1, 1), HostContacts.audience(db, true), 1, transactions);
    EngineWorld world = new EngineWorld(db, parts);
    world.put(contact(1));
    world.launch(plan);
    world.enroll();
    parts.actions().fail(1, "P0001");
    transactions.afterFailure = () -> meanwhile.accept(world);

    world.process();

    assertThat(transactions.afterFailure).as("somebody interfered").isNull();
    return world;
  }

  /** Lets something happen between a transaction that failed and the next one. */
  private static final class Interfering implements Transactions {
    private final Transactions own;
    private @Nullable Runnable afterFailure;
    private boolean failed;

    Interfering(Transactions own) {
      this.own = own;
    }

    @Override
    public <T> T inNew(Duration timeout, Supplier<T> work) {
      Runnable interference = afterFailure;
      if (failed && interference != null) {
        afterFailure = null;
        interference.run();
      }
      try {
        return own.inNew(timeout, work);
      } catch (RuntimeException e) {
        failed = true;
        throw e;
      }
    }
  }

  private static long processed(EngineWorld world) {
    return world.traces().stream().filter(t -> t.state() == TraceState.PROCESSED).count();
  }
}
