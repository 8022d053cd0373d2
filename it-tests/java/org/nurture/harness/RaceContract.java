package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Contact.contact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.model.Activity;
import org.nurture.model.Plan;
import org.nurture.model.World.TraceView;
import org.nurture.support.TestDatabase;

/** Updates, stops and jobs at the same time. */
abstract class RaceContract {
  private static final int CONTACTS = 60;
  private static final int WORKERS = 3;
  private static final int UPDATES = 12;

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

  private static long processed(EngineWorld world) {
    return world.traces().stream().filter(t -> t.state() == TraceState.PROCESSED).count();
  }
}
