package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.action.ActionWorld.subjects;
import static org.nurture.action.ActionWorld.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.script.Limits;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** Scripts: run on each record, written in sets (D15). */
abstract class ScriptContract extends ActionContract {

  ScriptContract(TestDatabase db) {
    super(db);
  }

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, RECORDS})
  void a_script_sets_fields_of_each_record(int n) {
    long action =
        world.create(
            code(
                "return {set: {score: record.id % 50, note: record.email.slice(0, 5),"
                    + " stage: record.country}}"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(
            world.count(
                "crm.contact",
                "score = mod(id, 50) and note = substring(email from 1 for 5) and stage = 'IT'"))
        .isEqualTo(n);
  }

  @Test
  void a_script_leaves_a_to_do_and_a_note() {
    long action =
        world.create(
            code(
                "if (record.id === 1) return {todo: {summary: 'Call ' + record.first_name,"
                    + " due: new Date(+now + 86400000), assignee: 'bob'}};"
                    + " return {note: {subject: 'S', text: 'a < b'}}"));

    assertThat(world.execute(action, LongStream.of(1, 2))).isEmpty();

    Todos.Todo todo = world.todos().of("contact", RecordKey.of(1), 5).get(0);
    assertThat(todo.summary()).isEqualTo("Call Ann 1");
    assertThat(todo.assignee()).isEqualTo("bob");
    assertThat(todo.dueAt()).isEqualTo(db.clock().instant().plusSeconds(86_400));
    assertThat(world.notes().of("contact", RecordKey.of(2), 5).get(0).body()).isEqualTo("a &lt; b");
    assertThat(world.todos().of("contact", RecordKey.of(2), 5)).isEmpty();
  }

  @Test
  void each_record_of_a_script_fails_for_itself() {
    long action =
        world.create(
            code(
                "switch (record.id) {"
                    + " case 1: return {set: {nothing: 1}};"
                    + " case 2: return {set: {score: 'many'}};"
                    + " case 3: return {set: {score: 1000}, todo: {summary: 'x'}};"
                    + " case 4: throw new Error('mine');"
                    + " case 5: return {unknown: 1};"
                    + " case 6: return 7;"
                    + " case 7: return {set: {note: 'longer than ten'}};"
                    + " case 8: return {set: {score: [1]}};"
                    + " case 9: return {todo: {}};"
                    + " default: return {set: {score: 5}} }"));

    Map<Long, String> failed = world.execute(action, LongStream.rangeClosed(1, 20));

    assertThat(failed).hasSize(9);
    assertThat(failed.get(trace(1))).contains("nothing");
    assertThat(failed.get(trace(2))).contains("score", "many");
    assertThat(failed.get(trace(3))).containsIgnoringCase("check constraint");
    assertThat(failed.get(trace(4))).isEqualTo("Error: mine (line 1)");
    assertThat(failed.get(trace(5))).contains("unknown");
    assertThat(failed.get(trace(9))).contains("/todo/summary");
    assertThat(world.count("crm.contact", "score = 5")).isEqualTo(11);
    assertThat(world.todos().of("contact", RecordKey.of(3), 5)).isEmpty();
  }

  @Test
  void a_script_that_does_not_end_fails_alone() {
    long action =
        world.create(code("if (record.id === 2) { for (;;) {} } return {set: {score: 5}}"));

    Map<Long, String> failed = world.execute(action, LongStream.rangeClosed(1, 4));

    assertThat(failed).containsOnlyKeys(trace(2));
    assertThat(failed.get(trace(2))).contains("longer than");
    assertThat(world.count("crm.contact", "score = 5")).isEqualTo(3);
  }

  @Test
  void what_there_is_no_time_for_is_released_and_undone() {
    world.create(update("{'field': 'stage', 'value': 'hot'}"));
    Sandbox hurried = new Sandbox(new Limits(Duration.ofMillis(50), Duration.ofMillis(500), 256));
    world.create(
        json(
            "{'name': 'Slow', 'target': 'contact', 'kind': 'execute_code', 'script': '"
                + "if (record.id > 3) { let n = 0; for (let i = 0; i < 30000; i++) { n += i } }"
                + " return {set: {score: 5}}'}"));
    long both =
        world.create(
            json(
                "{'name': 'Both', 'target': 'contact', 'kind': 'sequence',"
                    + " 'actions': ['A', 'Slow']}"));

    ServerActions.Result result = world.result(both, subjects(LongStream.rangeClosed(1, RECORDS)));

    int done = world.count("crm.contact", "score = 5");
    assertThat(result.failed().size() + result.released().size() + done).isEqualTo(RECORDS);
    assertThat(world.count("crm.contact", "stage = 'hot'")).isEqualTo(done);
    assertThat(done).isPositive();
  }

  @Test
  void a_script_that_writes_where_no_transaction_reaches_is_refused_at_start_D4() {
    long action = world.create(code("return {set: {score: 5}}"));
    assertThat(world.obstacles(action)).isEmpty();

    world.putOutOfReach();

    assertThat(world.obstacles(action)).singleElement().asString().contains("XA on both pools");
  }

  @Test
  void a_script_is_checked_when_it_is_saved() {
    assertThat(refused(code("return record.nothing"))).containsExactly("/script");
    assertThat(refused(code("return {"))).containsExactly("/script");
    world.create(code("return record.first_name.length"));
    assertThat(
            refused(
                json(
                    "{'name': 'A', 'target': 'contact', 'kind': 'execute_code',"
                        + " 'script': 'return 1', 'fields': ['score', 'nothing']}")))
        .containsExactly("/fields/1");
    assertThat(refused(json("{'name': 'A', 'target': 'contact', 'kind': 'execute_code'}")))
        .containsExactly("/script");
  }

  @Test
  void python_comes_in_as_a_comment_and_is_not_executed() {
    long action =
        world.create(
            json(
                "{'name': 'P', 'target': 'contact', 'kind': 'execute_code',"
                    + " 'python': 'for r in records:\\n  r.score = 1'}"));

    assertThat(world.jpa().ask(() -> world.actions().get(action).document().effect()))
        .isEqualTo(new ExecuteCode("// for r in records:\n//   r.score = 1", List.of(), true));
    assertThat(world.execute(action, LongStream.of(1)).get(trace(1))).contains("disabled");
    assertThat(world.jpa().ask(() -> world.actions().obstacles(action)))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("disabled");
  }

  @Test
  void where_no_admin_allows_scripts_none_is_saved_or_run() {
    long action = world.create(code("return {set: {score: 5}}"));
    try (ActionWorld off = world.reopened(false, Sandbox.SHARED)) {
      assertThat(catchThrowableOfType(NurtureException.class, () -> off.create(code("return 1"))))
          .hasMessageContaining("NURTURE_SCRIPTS");
      assertThat(off.execute(action, LongStream.of(1)).get(trace(1))).contains("NURTURE_SCRIPTS");
      assertThat(off.jpa().ask(() -> off.actions().obstacles(action))).isNotEmpty();
    }
    assertThat(world.count("crm.contact", "score = 5")).isZero();
  }

  @Test
  void a_script_is_tried_by_an_admin_or_as_it_is_saved() {
    world.create(code("return {set: {score: 5}}"));

    assertThat(world.attemptAs(Role.USER, code("return {set: {score: 5}}"), 1).failure()).isNull();
    assertThat(
            catchThrowableOfType(
                    NurtureException.class,
                    () -> world.attemptAs(Role.MANAGER, code("return {set: {score: 6}}"), 1))
                .kind())
        .isEqualTo(NurtureException.Kind.FORBIDDEN);
  }

  @Test
  void a_trial_shows_what_a_script_does() {
    Trial.Result result =
        world.attempt(code("return {set: {score: record.score + 1}, todo: {summary: 'Call'}}"), 1);

    assertThat(result.failure()).isNull();
    assertThat(result.lines())
        .filteredOn(Trial.Line::changed)
        .extracting(Trial.Line::what, line -> Objects.toString(line.after()))
        .contains(
            org.assertj.core.groups.Tuple.tuple("record.score", "1"),
            org.assertj.core.groups.Tuple.tuple("summary", "Call"));
    assertThat(world.count("crm.contact", "score = 1")).isZero();
  }

  @Test
  void a_table_that_is_not_writable_any_more_is_told_before_the_start_and_by_scripts() {
    long script = world.create(code("return {set: {score: 1}}"));
    long action = world.create(update("{'field': 'score', 'value': 1}"));
    world.makeReadOnly("contact");

    assertThat(world.execute(script, LongStream.of(1)).get(trace(1))).contains("not writable");
    assertThat(world.jpa().ask(() -> world.actions().obstacles(action)))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("not writable");
  }

  private static String code(String script) {
    return jakarta.json.Json.createObjectBuilder()
        .add("name", "C " + script.hashCode())
        .add("target", "contact")
        .add("kind", "execute_code")
        .add("script", script)
        .build()
        .toString();
  }
}
