package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.action.ActionWorld.subjects;
import static org.nurture.action.ActionWorld.trace;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.platform.Violation;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/** Updating host records in sets (D15). */
abstract class UpdateRecordContract extends ActionContract {

  UpdateRecordContract(TestDatabase db) {
    super(db);
  }

  @Test
  void constants_and_other_fields_are_written_to_these_records_alone() {
    long action =
        world.create(
            """
            {"name": "A", "target": "contact", "kind": "update_record", "set": [
              {"field": "score", "value": 10}, {"field": "stage", "from": "country"},
              {"field": "first_name", "value": null}]}
            """);

    Map<Long, String> failures = world.execute(action, LongStream.range(1, 501));

    assertThat(failures).isEmpty();
    assertThat(count("score = 10 and stage = 'IT' and first_name is null")).isEqualTo(500);
    assertThat(count("score = 0 and stage is null and first_name is not null")).isEqualTo(500);
  }

  @Test
  void all_values_are_those_before_the_update() {
    long action =
        world.create(
            """
            {"name": "A", "target": "contact", "kind": "update_record", "set": [
              {"field": "country", "value": "DE"}, {"field": "stage", "from": "country"}]}
            """);

    world.execute(action, LongStream.of(7));

    assertThat(count("country = 'DE' and stage = 'IT'")).isEqualTo(1);
  }

  @ParameterizedTest(name = "poison at {0}")
  @ValueSource(longs = {1, 500, 1000})
  void a_poison_row_fails_alone_wherever_it_is_X7(long poison) {
    poison(poison);
    long action = world.create(SCORE);

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(poison));
    assertThat(failures.get(trace(poison))).containsIgnoringCase("too long");
    assertThat(count("note = first_name")).isEqualTo(RECORDS - 1);
  }

  @Test
  void several_poison_rows_fail_alone_and_the_rest_is_done_X7() {
    List<Long> poisons = List.of(1L, 2L, 333L, 334L, 999L, 1000L);
    poisons.forEach(this::poison);

    Map<Long, String> failures =
        world.execute(world.create(SCORE), LongStream.rangeClosed(1, RECORDS));

    assertThat(failures.keySet())
        .isEqualTo(poisons.stream().map(ActionWorld::trace).collect(Collectors.toSet()));
    assertThat(count("note = first_name")).isEqualTo(RECORDS - poisons.size());
  }

  @Test
  void a_poison_row_does_not_undo_what_else_the_transaction_did() {
    poison(3);
    long action = world.create(SCORE);

    world
        .jpa()
        .ask(
            () -> {
              db.database().sql().execute("update crm.contact set stage = 'before' where id = 900");
              return world.join(action, subjects(LongStream.of(2, 3, 4)));
            });

    assertThat(count("stage = 'before'")).isEqualTo(1);
    assertThat(count("note = first_name")).isEqualTo(2);
  }

  @Test
  void a_record_that_was_deleted_in_between_is_told() {
    long action = world.create(SCORE);
    db.execute("delete from crm.contact where id = 5");

    Map<Long, String> failures = world.execute(action, LongStream.of(4, 5, 6));

    assertThat(failures).containsOnlyKeys(trace(5));
    assertThat(failures.get(trace(5))).contains("deleted");
  }

  @Test
  void two_traces_of_one_record_are_both_done() {
    long action = world.create(SCORE);
    List<Subject> twice =
        List.of(
            new Subject(1, 1, RecordKey.of(8)),
            new Subject(2, 2, RecordKey.of(8)),
            new Subject(3, 3, RecordKey.of(9)));

    assertThat(world.jpa().ask(() -> world.join(action, twice))).isEmpty();
    assertThat(count("note = first_name")).isEqualTo(2);
  }

  @Test
  void keys_may_be_texts() {
    db.execute("insert into crm.device (serial) values ('a'), ('B')");
    long action =
        world.create(
            "{\"name\":\"A\",\"target\":\"device\",\"kind\":\"update_record\","
                + "\"set\":[{\"field\":\"stage\",\"value\":\"x\"}]}");

    Map<Long, String> failures =
        world
            .jpa()
            .ask(
                () ->
                    world.join(
                        action,
                        List.of(
                            new Subject(1, 1, RecordKey.of("B")),
                            new Subject(2, 2, RecordKey.of("b")))));

    assertThat(failures).containsOnlyKeys(2L);
  }

  @Test
  void a_row_that_another_holds_is_a_passing_failure_X5() throws Exception {
    long action = world.create(SCORE);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> holder =
          other.submit(
              () ->
                  db.run(
                      sql -> {
                        sql.execute("update crm.contact set score = 1 where id = 5");
                        held.countDown();
                        await(done);
                      }));
      held.await();
      assertThatThrownBy(
              () ->
                  world
                      .jpa()
                      .ask(
                          () -> {
                            db.database()
                                .sql()
                                .execute(
                                    db.make() == Make.H2
                                        ? "set lock_timeout 200"
                                        : "set local lock_timeout = '200ms'");
                            return world.join(action, subjects(LongStream.of(4, 5, 6)));
                          }))
          .isInstanceOf(DataAccessException.class);
      done.countDown();
      holder.get();
    } finally {
      done.countDown();
      other.shutdown();
    }
    assertThat(count("note = first_name")).isZero();
  }

  @Test
  void what_can_t_be_written_is_refused_when_it_is_saved() {
    assertThat(places("{\"field\": \"score\", \"value\": \"many\"}"))
        .containsExactly("/set/0/value");
    assertThat(places("{\"field\": \"scored\", \"value\": 1}")).containsExactly("/set/0/field");
    assertThat(places("{\"field\": \"id\", \"value\": 1}")).containsExactly("/set/0/field");
    assertThat(places("{\"field\": \"score\", \"from\": \"country.size\"}"))
        .containsExactly("/set/0/from");
    assertThat(places("{\"field\": \"score\", \"expression\": \"1 +\"}"))
        .containsExactly("/set/0/expression");
    assertThat(places("{\"field\": \"score\"}")).containsExactly("/set/0");
    assertThat(
            refusal(
                    "{\"name\":\"A\",\"target\":\"ticket\",\"kind\":\"update_record\","
                        + "\"set\":[{\"field\":\"title\",\"value\":\"x\"}]}")
                .violations()
                .get(0)
                .message())
        .contains("ticket");
  }

  @Test
  void the_version_column_of_a_host_that_locks_optimistically_counts_on() {
    db.execute("insert into crm.device (serial, version) values ('a', 4), ('b', null)");
    long action =
        world.create(
            json(
                "{'name': 'A', 'target': 'device', 'kind': 'update_record',"
                    + " 'set': [{'field': 'stage', 'value': 'x'}]}"));

    world.execute(
        action,
        List.of(new Subject(1, 1, RecordKey.of("a")), new Subject(2, 2, RecordKey.of("b"))));

    assertThat(world.count("crm.device", "serial = 'a' and version = 5")).isEqualTo(1);
    assertThat(world.count("crm.device", "serial = 'b' and version = 1")).isEqualTo(1);
  }

  @Test
  void what_writes_where_no_transaction_reaches_is_refused_at_start_with_the_reason_D4() {
    long writes = world.create(update("{'field': 'score', 'value': 1}"));
    long remembers =
        world.create(
            json("{'name': 'R', 'target': 'contact', 'kind': 'create_activity', 'summary': 'x'}"));
    assertThat(world.obstacles(writes)).isEmpty();

    world.putOutOfReach();

    assertThat(world.obstacles(writes))
        .singleElement()
        .asString()
        .contains("another database than Nurture's", "XA", "max_prepared_transactions > 0");
    assertThat(world.obstacles(remembers)).as("ours alone").isEmpty();
  }

  private static final String SCORE =
      """
      {"name": "A", "target": "contact", "kind": "update_record", "set": [
        {"field": "note", "from": "first_name"}]}
      """;

  /** Its first name is longer than the column that it goes into. */
  private void poison(long id) {
    db.execute("update crm.contact set first_name = 'much too long a name' where id = " + id);
  }

  @Test
  void a_number_that_the_column_does_not_take_as_it_is_is_refused_when_it_is_saved() {
    assertThat(refused("contact", "{\"field\": \"score\", \"value\": 3000000000}"))
        .containsExactly(
            "/set/0/value 3000000000 is out of range for “score”: from -2147483648 to 2147483647"
                + " is allowed");
    assertThat(refused("task", "{\"field\": \"amount\", \"value\": 100000000}"))
        .containsExactly(
            "/set/0/value 100000000 is out of range for “amount”: from -99999999.99 to 99999999.99"
                + " is allowed");
    assertThat(refused("task", "{\"field\": \"amount\", \"value\": 1.234}"))
        .containsExactly(
            "/set/0/value 1.234 has too many decimal places for “amount”: 2 are allowed");
    assertThat(
            world.create(
                "{\"name\":\"A\",\"target\":\"task\",\"kind\":\"update_record\","
                    + "\"set\":[{\"field\":\"amount\",\"value\":99999999.990}]}"))
        .isPositive();
  }

  private List<String> places(String setting) {
    return violations("contact", setting).stream().map(Violation::path).toList();
  }

  private List<String> refused(String target, String setting) {
    return violations(target, setting).stream().map(v -> v.path() + " " + v.message()).toList();
  }

  private List<Violation> violations(String target, String setting) {
    return refusal(
            "{\"name\":\"A\",\"target\":\"%s\",\"kind\":\"update_record\",\"set\":[%s]}"
                .formatted(target, setting))
        .violations();
  }

  private int count(String condition) {
    return world.count("crm.contact", condition);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
