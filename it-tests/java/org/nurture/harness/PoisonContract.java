package org.nurture.harness;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.model.Act;
import org.nurture.model.Plan;
import org.nurture.model.World.Happening;
import org.nurture.model.World.TraceView;
import org.nurture.platform.SlicedWork;
import org.nurture.support.ObjectingTrigger;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/**
 * One poison row stops nothing: first, in the middle and last in its chunk, whatever its poison.
 */
abstract class PoisonContract {
  private static final int RECORDS = 9;

  private final TestDatabase db;
  private final EngineWorld world;

  PoisonContract(TestDatabase db) {
    this.db = db;
    this.world = new EngineWorld(db, new EngineParts(db, new Tuning(RECORDS, 7, 7), true, 1));
  }

  static Stream<Long> rows() {
    return Stream.of(1L, 5L, (long) RECORDS);
  }

  /** What passes, by SQLState: on PostgreSQL, on H2 and by the standard. */
  static Stream<Arguments> passing() {
    return Stream.of("40P01", "40001", "55P03", "HYT00", "08006", "57P01")
        .flatMap(state -> rows().map(row -> Arguments.of(state, row)));
  }

  private void begin(Plan plan) {
    world.launch(plan);
    world.enroll();
    world.process();
  }

  private void contacts() {
    for (long key = 1; key <= RECORDS; key++) {
      world.put(contact(key));
    }
  }

  /** All but one are PROCESSED, and their children too. */
  private TraceView poisoned(long key) {
    for (TraceView trace : world.traces()) {
      if (trace.record() != key) {
        assertThat(trace.state()).as(trace.toString()).isEqualTo(TraceState.PROCESSED);
      }
    }
    List<TraceView> its = world.traces().stream().filter(t -> t.record() == key).toList();
    assertThat(its).as("no children (C4)").hasSize(1);
    assertThat(world.traces()).hasSize(2 * RECORDS - 1);
    world.verify();
    return its.get(0);
  }

  private String detail(long key) {
    return db.ask(
        sql ->
            sql.select(TRACE.DETAIL)
                .from(TRACE)
                .where(TRACE.ID.eq(world.traceId(key, "first")))
                .fetchSingle(TRACE.DETAIL));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_constraint_of_the_host_stops_one_X7(long key) {
    contacts();
    world.change(key, "poison", true);

    begin(
        Plan.of(
            action("first")
                .sets("stage", "hot")
                .then(action("second").after(0, HOURS).sets("score", 1))));

    TraceView poisoned = poisoned(key);
    assertThat(poisoned.state()).isEqualTo(TraceState.ERROR);
    assertThat(poisoned.reason()).isEqualTo(Reason.ACTION);
    assertThat(detail(key)).containsIgnoringCase("not_hot");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void an_exception_of_a_host_trigger_stops_one_X7(long key) {
    contacts();
    ObjectingTrigger.make(db, "update", "contact", "id", key);
    try {
      begin(
          Plan.of(
              action("first")
                  .sets("stage", "hot")
                  .then(action("second").after(0, HOURS).sets("score", 1))));
    } finally {
      ObjectingTrigger.drop(db, "contact");
    }

    TraceView poisoned = poisoned(key);
    assertThat(poisoned.state()).isEqualTo(TraceState.ERROR);
    assertThat(poisoned.reason()).isEqualTo(Reason.ACTION);
    assertThat(detail(key)).startsWith("Contact " + key + " is under legal hold");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_template_that_can_not_be_rendered_stops_one_X9(long key) {
    contacts();
    world.change(key, "name", "unrenderable");

    begin(Plan.of(email("first").then(email("second").after(0, HOURS))));

    TraceView poisoned = poisoned(key);
    assertThat(poisoned.state()).isEqualTo(TraceState.ERROR);
    assertThat(poisoned.reason()).isEqualTo(Reason.TEMPLATE);
    assertThat(detail(key)).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"1, THROWING, too high", "5, ENDLESS, took longer", "9, MISFIT, too long"})
  void a_script_that_fails_for_one_record_stops_one_X7(long key, Act.Script.Code code, String why) {
    contacts();
    world.change(key, "score", 6);

    begin(
        Plan.of(action("first").does(new Act.Script(code)).then(action("second").after(0, HOURS))));

    TraceView poisoned = poisoned(key);
    assertThat(poisoned.state()).isEqualTo(TraceState.ERROR);
    assertThat(poisoned.reason()).isEqualTo(Reason.ACTION);
    assertThat(detail(key)).containsIgnoringCase(why);
  }

  @Test
  void an_event_of_a_deleted_campaign_stops_no_other_X0() {
    contacts();
    world.launch(Plan.of(email("first").then(action("second").opened(0, HOURS))));
    world.enroll();
    world.process();
    world.send(Map.of());
    db.run(
        sql ->
            sql.insertInto(EVENT_INBOX)
                .set(EVENT_INBOX.CAMPAIGN_ID, -1L)
                .set(EVENT_INBOX.PARTICIPANT_ID, -1L)
                .set(EVENT_INBOX.TRACE_ID, -1L)
                .set(EVENT_INBOX.MESSAGE_ID, -1L)
                .set(EVENT_INBOX.TYPE, EventType.OPENED.code())
                .set(EVENT_INBOX.AT, world.now())
                .set(EVENT_INBOX.RECEIVED_AT, world.now())
                .set(EVENT_INBOX.BOT, false)
                .execute());
    world.event(1, "first", new Happening(EventType.OPENED, world.now(), null, null));

    SlicedWork work = world.parts().journeys().process(null);
    while (work.next().isPresent()) {}

    assertThat(world.traces())
        .filteredOn(t -> t.ref().equals("second") && t.state() == TraceState.PROCESSED)
        .singleElement()
        .satisfies(t -> assertThat(t.record()).isEqualTo(1));
    int left = db.ask(sql -> sql.fetchCount(EVENT_INBOX));
    assertThat(left).isZero();
    world.verify();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void what_fails_in_passing_is_tried_again_and_holds_back_nobody_X5(String state, long key) {
    contacts();
    world.parts().actions().fail(key, state);

    begin(Plan.of(action("first").then(action("second").after(0, HOURS))));

    TraceView waiting = poisoned(key);
    assertThat(waiting.state()).isEqualTo(TraceState.SCHEDULED);
    assertThat(waiting.due()).as("due does not move").isEqualTo(world.now());
    world.lock(key, false);
    world.process();
    assertThat(poisoned(key).state()).as("not before a minute").isEqualTo(TraceState.SCHEDULED);
    world.moveTo(world.now().plus(Duration.ofMinutes(1)));
    world.process();
    assertThat(world.traces())
        .hasSize(2 * RECORDS)
        .allMatch(t -> t.state() == TraceState.PROCESSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void a_host_that_stays_locked_delays_these_alone_and_for_five_times_X5(int locked) {
    contacts();
    IntStream.rangeClosed(1, locked).forEach(key -> world.lock(key, true));
    begin(Plan.of(action("first")));

    for (int minutes : new int[] {1, 5, 25, 125, 625}) {
      assertThat(world.traces())
          .allSatisfy(
              t ->
                  assertThat(t.state())
                      .isEqualTo(
                          t.record() <= locked ? TraceState.SCHEDULED : TraceState.PROCESSED));
      world.moveTo(world.now().plus(Duration.ofMinutes(minutes)));
      world.process();
    }

    assertThat(world.traces())
        .allSatisfy(
            t ->
                assertThat(t.state())
                    .isEqualTo(t.record() <= locked ? TraceState.ERROR : TraceState.PROCESSED));
    world.verify();
  }
}
