package org.nurture.harness;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;
import static org.nurture.platform.schema.Tables.EVENT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nurture.harness.PausingDatabase.Pause;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.model.Plan;
import org.nurture.model.World.Happening;
import org.nurture.model.World.TraceView;
import org.nurture.platform.FailPoint;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/**
 * Two that meet, in both orders of their commits: one is stopped at a point in its transaction, the
 * other begins meanwhile and waits for it or goes its way; the outcome is one that the rules allow.
 */
abstract class CommitOrderContract {
  /** Long enough for one that need not wait to be done, on a busy machine mostly. */
  private static final long MEANWHILE_MILLIS = 150;

  private static final Plan OPENED_OR_NOT =
      Plan.of(
          email("mail").then(action("late").notOpened(1, DAYS), action("seen").opened(0, HOURS)));

  private final TestDatabase db;
  private final PausingDatabase paused;
  private final EngineWorld world;
  private final ClaimingSender sender;

  CommitOrderContract(TestDatabase db) {
    this.db = db;
    db.wipe();
    paused = new PausingDatabase(db.database());
    world = new EngineWorld(db, parts());
    sender = new ClaimingSender(db, world.parts());
  }

  private EngineParts parts() {
    return new EngineParts(
        db, new Tuning(7, 7, 7), HostContacts.audience(db, true), 1, db.transactions(), paused);
  }

  /** The first stops at the point until the second has begun, and is done or waits for it. */
  private void race(FailPoint point, Runnable first, Runnable second) {
    Pause pause = new Pause(point);
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> paused.stoppingAt(pause, first));
    CompletableFuture<Void> two;
    try {
      pause.awaitReached();
      two = CompletableFuture.runAsync(second);
      meanwhile(two);
    } finally {
      pause.goOn();
    }
    one.join();
    two.join();
  }

  private static void meanwhile(CompletableFuture<Void> work) {
    try {
      work.get(MEANWHILE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // it waits for the other, which is what locks are for
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void mailed(Plan plan) {
    world.put(contact(1));
    world.launch(plan);
    world.enroll();
    world.process();
    world.send(Map.of());
  }

  private Runnable report(EventType type, @Nullable String id) {
    return () ->
        world.report(
            1,
            "mail",
            new Happening(type, world.now(), type == EventType.BOUNCED ? true : null, id));
  }

  private TraceView trace(String ref) {
    return world.traces().stream().filter(t -> t.ref().equals(ref)).findFirst().orElseThrow();
  }

  private void is(String ref, TraceState state, @Nullable Reason reason) {
    TraceView trace = trace(ref);
    assertThat(trace.state()).as(trace.toString()).isEqualTo(state);
    assertThat(trace.reason()).as(trace.toString()).isEqualTo(reason);
  }

  /** Everything that is there to be done is done, once, and counted. */
  private void settled() {
    world.process();
    assertThat(world.traces())
        .as("one trace of each activity and record")
        .doesNotHaveDuplicates()
        .extracting(t -> t.record() + " " + t.ref())
        .doesNotHaveDuplicates();
    world.verify();
  }

  // ---------------------------------------------------------------- an open and "not opened"

  @ParameterizedTest
  @EnumSource(
      names = {"CLAIMED", "EFFECT_DONE", "TRACES_ENDED", "CHILDREN_PLANTED", "BEFORE_COMMIT"})
  void an_open_while_not_opened_is_being_executed_comes_after_it_C2(FailPoint point) {
    mailed(OPENED_OR_NOT);
    world.moveTo(world.now().plus(Duration.ofDays(1)));

    race(point, world::process, report(EventType.OPENED, null));

    settled();
    is("late", TraceState.PROCESSED, null);
    is("seen", TraceState.PROCESSED, null);
    events(1, 1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"EVENTS_TO_TRACES", "EVENTS_TO_MESSAGES", "EVENTS_ARCHIVED", "BEFORE_COMMIT"})
  void not_opened_is_not_executed_while_an_open_is_being_applied_C2(FailPoint point) {
    mailed(OPENED_OR_NOT);
    world.moveTo(world.now().plus(Duration.ofDays(1)));

    race(point, report(EventType.OPENED, null), world::process);

    settled();
    is("late", TraceState.CANCELED, Reason.OPPOSITE_EVENT);
    is("seen", TraceState.PROCESSED, null);
    events(1, 1);
  }

  // ---------------------------------------------------------------- two clicks

  @ParameterizedTest
  @EnumSource(
      names = {"EVENTS_TO_TRACES", "EVENTS_TO_MESSAGES", "EVENTS_ARCHIVED", "BEFORE_COMMIT"})
  void of_two_clicks_at_once_one_counts_and_both_are_kept_C7(FailPoint point) {
    mailed(Plan.of(email("mail").then(action("hot").clicked(0, HOURS))));

    race(point, report(EventType.CLICKED, "a"), report(EventType.CLICKED, "b"));

    settled();
    is("hot", TraceState.PROCESSED, null);
    events(2, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENTS_TO_TRACES", "EVENTS_ARCHIVED", "BEFORE_COMMIT"})
  void the_same_click_reported_twice_at_once_is_one_event_C7(FailPoint point) {
    mailed(Plan.of(email("mail").then(action("hot").clicked(0, HOURS))));

    race(point, report(EventType.CLICKED, "a"), report(EventType.CLICKED, "a"));

    settled();
    is("hot", TraceState.PROCESSED, null);
    events(1, 1);
  }

  // ---------------------------------------------------------------- a bounce and a running child

  private static final Plan BOUNCING =
      Plan.of(email("mail").then(action("seen").opened(0, HOURS), action("bad").bounced(0, HOURS)));

  @ParameterizedTest
  @EnumSource(
      names = {"CLAIMED", "EFFECT_DONE", "TRACES_ENDED", "CHILDREN_PLANTED", "BEFORE_COMMIT"})
  void a_bounce_does_not_undo_a_child_that_is_being_executed_C6(FailPoint point) {
    mailed(BOUNCING);
    report(EventType.OPENED, null).run();

    race(point, world::process, report(EventType.BOUNCED, null));

    settled();
    is("seen", TraceState.PROCESSED, null);
    is("bad", TraceState.PROCESSED, null);
    events(2, 2);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"EVENTS_TO_TRACES", "EVENTS_TO_MESSAGES", "EVENTS_ARCHIVED", "BEFORE_COMMIT"})
  void a_child_is_not_executed_while_a_bounce_is_being_applied_C6(FailPoint point) {
    mailed(BOUNCING);
    report(EventType.OPENED, null).run();

    race(point, report(EventType.BOUNCED, null), world::process);

    settled();
    is("seen", TraceState.CANCELED, Reason.PARENT_BOUNCED);
    is("bad", TraceState.PROCESSED, null);
    events(2, 2);
  }

  // ---------------------------------------------------------------- an update and the jobs

  private static final Plan BEFORE =
      Plan.of(action("going").after(1, DAYS).then(action("under").after(0, HOURS)));
  private static final Plan AFTER =
      Plan.of(action("new").after(0, HOURS).then(action("newer").after(0, HOURS)));

  @ParameterizedTest
  @EnumSource(
      names = {"CLAIMED", "EFFECT_DONE", "TRACES_ENDED", "CHILDREN_PLANTED", "BEFORE_COMMIT"})
  void an_update_waits_for_the_chunk_that_executes_what_it_removes_U9(FailPoint point) {
    world.put(contact(1));
    world.launch(BEFORE);
    world.enroll();
    world.moveTo(world.now().plus(Duration.ofDays(1)));

    race(point, world::process, () -> world.update(AFTER, false));

    settled();
    is("going", TraceState.PROCESSED, null);
    is("new", TraceState.PROCESSED, null);
    is("newer", TraceState.PROCESSED, null);
    assertThat(world.workIsOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "WORK_CLAIMED",
        "WORK_WITHDRAWN",
        "WORK_CLEARED",
        "WORK_RETIMED",
        "WORK_PLANTED",
        "WORK_ADVANCED",
        "BEFORE_COMMIT"
      })
  void nothing_is_executed_while_an_update_is_being_carried_out_U9(FailPoint point) {
    world.put(contact(1));
    world.launch(BEFORE);
    world.enroll();
    world.moveTo(world.now().plus(Duration.ofDays(1)));
    world.update(AFTER, false);

    race(point, world::process, world::process);

    settled();
    is("going", TraceState.CANCELED, Reason.ACTIVITY_REMOVED);
    is("new", TraceState.PROCESSED, null);
    is("newer", TraceState.PROCESSED, null);
  }

  @ParameterizedTest
  @EnumSource(names = {"WORK_CLAIMED", "WORK_CLEARED", "WORK_PLANTED", "BEFORE_COMMIT"})
  void an_event_during_an_update_comes_after_it_U9(FailPoint point) {
    mailed(OPENED_OR_NOT);
    world.update(
        Plan.of(
            email("mail").then(action("late").notOpened(1, DAYS), action("soon").opened(0, HOURS))),
        false);

    race(point, world::process, report(EventType.OPENED, null));

    settled();
    is("late", TraceState.CANCELED, Reason.OPPOSITE_EVENT);
    is("seen", TraceState.CANCELED, Reason.ACTIVITY_REMOVED);
    is("soon", TraceState.PROCESSED, null);
    events(1, 1);
  }

  // ---------------------------------------------------------------- two servers that enrol

  @ParameterizedTest
  @EnumSource(names = {"ENROLLED", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void two_servers_enrol_the_same_records_once_E1(FailPoint point) {
    for (long key = 1; key <= 30; key++) {
      world.put(contact(key));
    }
    world.launch(Plan.of(action("first").after(0, HOURS)));

    race(point, world::enroll, world::enroll);

    world.enroll();
    assertThat(world.participants()).hasSize(30);
    settled();
    assertThat(world.traces()).hasSize(30).allMatch(t -> t.state() == TraceState.PROCESSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENROLLED", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void a_unique_value_that_two_servers_meet_is_enrolled_once_E2(FailPoint point) {
    for (long key = 11; key <= 20; key++) {
      world.put(
          contact(key).with("email", key % 2 == 0 ? "Same@example.org" : "same@example.org "));
    }
    world.launch(Plan.of(action("first").after(0, HOURS)).uniqueBy("email"));

    race(
        point,
        world::enroll,
        () -> {
          world.put(contact(1).with("email", "same@example.org"));
          world.enroll();
        });

    world.enroll();
    // before it has enrolled anybody, a lower key that comes along is as good
    long least = point == FailPoint.ENROLLED ? 11 : 1;
    assertThat(world.participants())
        .singleElement()
        .satisfies(p -> assertThat(p.record()).isIn(least, 11L));
    settled();
  }

  // ---------------------------------------------------------------- stop and sending

  @ParameterizedTest
  @EnumSource(names = {"SENDER_CLAIMED", "ANSWERED", "ANSWERS_RECORDED"})
  void a_stop_amid_sending_hands_over_nothing_that_was_not_begun_U5(FailPoint point) {
    world.put(contact(1));
    world.launch(OPENED_OR_NOT);
    world.enroll();
    world.process();

    race(point, sender::run, world::stopAmidWork);

    boolean begun = point != FailPoint.SENDER_CLAIMED;
    assertThat(sender.handed()).hasSize(begun ? 1 : 0);
    assertThat(trace("mail").message()).matches(m -> m.state().equals(begun ? "SENT" : "QUEUED"));
    world.start();
    sender.run();
    assertThat(sender.handed())
        .hasSize(1)
        .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    assertThat(trace("mail").message()).matches(m -> m.state().equals("SENT"));
    settled();
  }

  @Test
  void a_stop_waits_for_what_is_just_being_begun_U5() {
    world.put(contact(1));
    world.launch(OPENED_OR_NOT);
    world.enroll();
    world.process();
    Pause pause = new Pause(FailPoint.HAND_OVER_ALLOWED);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> paused.stoppingAt(pause, sender::run));
    CompletableFuture<Void> stopping;
    try {
      pause.awaitReached();
      stopping = CompletableFuture.runAsync(world::stopAmidWork);
      meanwhile(stopping);
      assertThat(stopping).isNotDone();
    } finally {
      pause.goOn();
    }
    sending.join();
    stopping.join();

    assertThat(sender.handed()).hasSize(1);
  }

  @Test
  void after_a_stop_nothing_is_claimed_for_sending_U5() {
    world.put(contact(1));
    world.launch(OPENED_OR_NOT);
    world.enroll();
    world.process();

    world.stopAmidWork();
    sender.run();

    assertThat(sender.handed()).isEmpty();
    assertThat(trace("mail").message()).matches(m -> m.state().equals("QUEUED"));
  }

  @Test
  void a_message_that_the_cap_has_held_too_long_takes_its_children_with_it_X12() {
    world.put(contact(1));
    world.launch(OPENED_OR_NOT);
    world.enroll();
    world.process();

    db.transactions()
        .inNew(
            Duration.ofMinutes(1),
            () -> {
              long trace = world.traceId(1, "mail");
              world.parts().gate().capped(List.of(trace));
              return trace;
            });

    is("mail", TraceState.CANCELED, Reason.FREQUENCY_CAP);
    is("late", TraceState.CANCELED, Reason.PARENT_FAILED);
    is("seen", TraceState.CANCELED, Reason.PARENT_FAILED);
  }

  // ---------------------------------------------------------------- a suppression and its messages

  @Test
  void no_child_of_a_message_that_is_to_be_withdrawn_is_executed_before_X11() {
    for (long key = 1; key <= 2; key++) {
      world.put(contact(key).with("email", "same@example.org"));
    }
    world.launch(
        Plan.of(email("mail"), email("news").after(1, HOURS).then(action("next").after(1, HOURS))));
    world.enroll();
    world.process();
    world.send(Map.of());
    world.moveTo(world.now().plus(Duration.ofHours(1)));
    world.process();
    world.moveTo(world.now().plus(Duration.ofHours(1)));
    world.event(1, "mail", new Happening(EventType.UNSUBSCRIBED, world.now(), null, null));

    race(FailPoint.AFTER_COMMIT, world::process, world::process);

    settled();
    assertThat(world.traces())
        .filteredOn(t -> t.ref().equals("news"))
        .allMatch(t -> t.reason() == Reason.SUPPRESSED);
    assertThat(world.traces())
        .filteredOn(t -> t.ref().equals("next"))
        .hasSize(2)
        .allMatch(t -> t.reason() == Reason.PARENT_FAILED);
  }

  private void events(int kept, int counted) {
    db.run(
        sql -> {
          assertThat(sql.fetchCount(EVENT)).as("events kept").isEqualTo(kept);
          assertThat(sql.fetchCount(EVENT, EVENT.COUNTED.isTrue()))
              .as("events that count")
              .isEqualTo(counted);
        });
  }
}
