package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.action.ActionWorld.document;
import static org.nurture.action.ActionWorld.subjects;
import static org.nurture.action.ActionWorld.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.script.Limits;
import org.nurture.action.script.Sandbox;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/** Expressions and scripts: computed for each record, written in sets (D15). */
abstract class ComputedActionsContract {
  private static final int RECORDS = 1000;

  private final TestDatabase db;
  private ActionWorld world;

  ComputedActionsContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void setUp() {
    world = new ActionWorld(db);
    world.contacts(RECORDS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  // ---------------------------------------------------------------- expressions

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void an_expression_gives_each_record_its_own_value(int n) {
    db.execute("update crm.contact set score = mod(id, 50)");
    long action =
        world.create(
            update(
                "{'field': 'score', 'expression': 'object.score + 10'},"
                    + "{'field': 'note', 'expression': 'left(upper(object.first_name), 10)'},"
                    + "{'field': 'stage', 'value': 'hot'}"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(
            world.count(
                "crm.contact",
                "score = mod(id, 50) + 10 and note = upper(first_name) and stage = 'hot'"))
        .isEqualTo(n);
    assertThat(world.count("crm.contact", "stage is null")).isEqualTo(RECORDS - n);
  }

  @Test
  void one_that_has_no_value_or_does_not_fit_fails_alone() {
    db.execute("update crm.contact set score = null where id = 2");
    db.execute("update crm.contact set score = 95 where id = 3");
    db.execute("update crm.contact set first_name = 'much too long a name' where id = 4");
    long action =
        world.create(
            update(
                "{'field': 'score', 'expression': 'object.score + 10'},"
                    + "{'field': 'note', 'expression': 'object.first_name'}"));

    Map<Long, String> failed = world.execute(action, LongStream.rangeClosed(1, 5));

    assertThat(failed).containsOnlyKeys(trace(2), trace(3), trace(4));
    assertThat(failed.get(trace(2))).contains("“score” is empty here");
    assertThat(failed.get(trace(3))).containsIgnoringCase("check constraint");
    assertThat(world.count("crm.contact", "score = 10")).isEqualTo(2);
  }

  @Test
  void two_traces_of_one_record_count_one_after_the_other() {
    long action = world.create(update("{'field': 'score', 'expression': 'object.score + 10'}"));

    world.execute(
        action,
        List.of(
            new Subject(1, 1, RecordKey.of(1)),
            new Subject(2, 2, RecordKey.of(1)),
            new Subject(3, 3, RecordKey.of(2))));

    assertThat(world.count("crm.contact", "id = 1 and score = 20")).isEqualTo(1);
    assertThat(world.count("crm.contact", "id = 2 and score = 10")).isEqualTo(1);
  }

  @Test
  void the_version_column_counts_on_once() {
    db.execute("insert into crm.device (serial, version) values ('a', 4), ('b', null)");
    long action =
        world.create(
            json(
                "{'name': 'A', 'target': 'device', 'kind': 'update_record',"
                    + " 'set': [{'field': 'stage', 'expression': 'object.serial + string(1)'}]}"));

    world.execute(
        action,
        List.of(new Subject(1, 1, RecordKey.of("a")), new Subject(2, 2, RecordKey.of("b"))));

    assertThat(world.count("crm.device", "serial = 'a' and version = 5 and stage = 'a1'"))
        .isEqualTo(1);
    assertThat(world.count("crm.device", "serial = 'b' and version = 1")).isEqualTo(1);
  }

  @Test
  void a_new_record_gets_what_its_expressions_give() {
    long action =
        world.create(
            json(
                "{'name': 'T', 'target': 'contact', 'kind': 'create_record', 'in': 'task',"
                    + " 'set': [{'field': 'title', 'expression': 'object.first_name + \\'!\\''},"
                    + " {'field': 'amount', 'expression': 'double(object.score) + 0.5'},"
                    + " {'field': 'made_on', 'expression': 'now + days(1)'}],"
                    + " 'linkField': 'contact', 'ifAbsent': ['title']}"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, 5))).isEmpty();
    assertThat(world.execute(action, LongStream.rangeClosed(1, 6))).isEmpty();

    assertThat(
            world.count(
                "crm.task t join crm.contact c on c.id = t.contact_id",
                "t.title = c.first_name || '!' and t.amount = 0.5 and t.made_on is not null"))
        .isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'field': 'score', 'expression': 'object.score +' | /set/0/expression",
        "'field': 'score', 'expression': 'object.nothing' | /set/0/expression",
        "'field': 'score', 'expression': 'object.first_name' | /set/0/expression",
        "'field': 'note', 'expression': '1' | /set/0/expression",
        "'field': 'score', 'expression': 'object.tag.name' | /set/0/expression",
        "'field': 'nothing', 'expression': '1' | /set/0/field",
        "'field': 'id', 'expression': '1' | /set/0/field",
        "'field': 'score', 'expression': '1', 'value': 1 | /set/0",
        "'field': 'score', 'expression': 1 | /set/0/expression"
      })
  void an_expression_is_checked_when_it_is_saved(String setting, String place) {
    assertThat(refused(update("{" + setting.strip() + "}"))).contains(place.strip());
  }

  @Test
  void a_trial_shows_what_expressions_give() {
    Trial.Result result =
        world.attempt(update("{'field': 'score', 'expression': 'object.score + 10'}"), 1);

    assertThat(result.lines())
        .extracting(Trial.Line::what, Trial.Line::before, Trial.Line::after)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("score", 0L, 10L));
    assertThat(world.count("crm.contact", "score = 10")).isZero();
  }

  // ---------------------------------------------------------------- new records' keys

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"identity", "uuid"})
  void the_record_can_refer_to_the_one_that_was_made_for_it(String keys) {
    boolean numbers = keys.equals("identity");
    String uuid = db.make() == Make.H2 ? "random_uuid()" : "gen_random_uuid()";
    db.execute(
        "create table crm.deal (id "
            + (numbers ? "bigint generated by default as identity" : "uuid default " + uuid)
            + " primary key, title varchar(20) not null)");
    db.execute(
        "alter table crm.contact add column deal_id "
            + (numbers ? "bigint" : "uuid")
            + " references crm.deal (id)");
    world.addTarget("deal");
    String set = "{'field': 'title', 'from': 'first_name'}";
    long plain = world.create(deal("D", set));
    long computed = world.create(deal("E", "{'field': 'title', 'expression': 'object.email'}"));

    assertThat(world.execute(plain, LongStream.rangeClosed(1, 300))).isEmpty();
    assertThat(world.execute(computed, LongStream.rangeClosed(301, 310))).isEmpty();

    assertThat(
            world.count(
                "crm.contact c join crm.deal d on d.id = c.deal_id",
                "d.title = case when c.id <= 300 then c.first_name else c.email end"))
        .isEqualTo(310);
    assertThat(world.count("crm.deal", "1 = 1")).isEqualTo(310);
    assertThat(refused(deal("F", set).replace("}]", "}], \"ifAbsent\": [\"title\"]")))
        .containsExactly("/ifAbsent");
  }

  private static String deal(String name, String set) {
    return json(
        "{'name': '"
            + name
            + "', 'target': 'contact', 'kind': 'create_record', 'in': 'deal', 'linkField': 'deal',"
            + " 'set': ["
            + set
            + "]}");
  }

  // ---------------------------------------------------------------- bad input

  @Test
  void a_field_that_the_host_took_away_blocks_the_campaign_and_is_told_before_the_start() {
    long action = world.create(update("{'field': 'stage', 'expression': 'object.country'}"));
    db.execute("alter table crm.contact drop column country");

    assertThatThrownBy(() -> world.execute(action, LongStream.of(1, 2)))
        .isInstanceOf(HostChangedException.class)
        .hasMessageContaining("country");
    assertThat(world.jpa().ask(() -> world.actions().obstacles(action))).isNotEmpty();
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

  // ---------------------------------------------------------------- scripts

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

  private List<String> refused(String json) {
    NurtureException e =
        catchThrowableOfType(
            NurtureException.class,
            () ->
                world
                    .jpa()
                    .ask(
                        () -> {
                          world.actions().create(document(json));
                          throw new IllegalStateException("not refused");
                        }));
    return e == null ? List.of() : e.violations().stream().map(Violation::path).toList();
  }

  private static String update(String set) {
    return json(
        "{'name': 'A', 'target': 'contact', 'kind': 'update_record', 'set': [" + set + "]}");
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

  /** Strings in single quotes; \\' is one inside. */
  private static String json(String text) {
    return text.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\'');
  }
}
