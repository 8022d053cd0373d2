package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.nurture.action.ActionWorld.document;
import static org.nurture.action.ActionWorld.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.Todos.Todo;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.support.TestDatabase;

/** The kinds of actions beside setting fields, in sets (D15). */
abstract class ActionKindsContract {
  private static final int RECORDS = 1000;
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final TestDatabase db;
  private ActionWorld world;

  ActionKindsContract(TestDatabase db) {
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

  // ---------------------------------------------------------------- ties

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void a_tag_is_added_to_these_records_alone(int n) {
    long action = world.create(set("{'field': 'tag', 'add': [1]}"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(world.count("crm.contact_tag", "tag_id = 1")).isEqualTo(n);
    assertThat(world.count("crm.contact_tag", "contact_id > " + n)).isZero();
  }

  @Test
  void adding_a_tag_that_is_there_changes_nothing() {
    long action = world.create(set("{'field': 'tag', 'add': ['hot', 2]}"));
    db.execute("insert into crm.contact_tag values (3, 1)");

    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();
    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();

    assertThat(world.count("crm.contact_tag", "tag_id in (1, 2)")).isEqualTo(4);
  }

  @Test
  void a_tag_is_removed_and_fields_are_set_in_one_action() {
    db.execute("insert into crm.contact_tag values (3, 1), (3, 2), (4, 1)");
    long action =
        world.create(set("{'field': 'tag', 'remove': ['hot']}, {'field': 'score', 'value': 5}"));

    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();

    assertThat(world.count("crm.contact_tag", "contact_id = 3 and tag_id = 2")).isEqualTo(1);
    assertThat(world.count("crm.contact_tag", "1 = 1")).isEqualTo(2);
    assertThat(world.count("crm.contact", "score = 5")).isEqualTo(2);
  }

  @Test
  void a_tie_that_can_not_be_made_is_refused_where_it_stands() {
    assertThat(refused(set("{'field': 'tag', 'add': [9]}"))).containsExactly("/set/0/add/0");
    assertThat(refused(set("{'field': 'tag', 'add': [1, 'cold']}")))
        .containsExactly("/set/0/add/1");
    assertThat(refused(set("{'field': 'tag', 'add': ['twin']}"))).containsExactly("/set/0/add/0");
    assertThat(refused(set("{'field': 'tag', 'remove': []}"))).containsExactly("/set/0/remove");
    assertThat(refused(set("{'field': 'score', 'value': 1}, {'field': 'task', 'add': [1]}")))
        .containsExactly("/set/1/field");
    assertThat(refused(set("{'field': 'nothing', 'add': [1]}"))).containsExactly("/set/0/field");
    assertThat(refused(set("{'field': 'tag', 'add': [1]}, {'field': 'tag', 'remove': [1]}")))
        .containsExactly("/set/1/field");
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

  // ---------------------------------------------------------------- out of reach

  @Test
  void what_writes_where_no_transaction_reaches_is_refused_at_start_with_the_reason_D4() {
    long writes = world.create(set("{'field': 'score', 'value': 1}"));
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

  // ---------------------------------------------------------------- webhooks

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, RECORDS})
  void a_webhook_is_queued_for_each_in_the_transaction_and_nothing_is_posted(int n) {
    long action = world.create(hook("'fields': ['email', 'score'], 'secret': '" + SECRET + "'"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(world.count("outbox", "kind = 3 and slot = 1 and state = 0")).isEqualTo(n);
    assertThat(world.count("outbox", "address = 'hook.example.org'")).isEqualTo(n);
    assertThat(
            world.count(
                "outbox",
                "data = '{\"record\":1,\"fields\":{\"email\":\"a1@example.org\",\"score\":0}}'"))
        .isEqualTo(1);
    assertThat(world.count("message_content", "document like '%hook.example.org%'")).isEqualTo(1);
  }

  @Test
  void a_webhook_for_a_record_that_is_gone_is_its_trace_s_error() {
    long action = world.create(hook("'fields': ['email']"));
    db.execute("delete from crm.contact where id = 2");

    assertThat(world.execute(action, LongStream.of(1, 2))).containsOnlyKeys(trace(2));

    assertThat(world.count("outbox", "kind = 3")).isEqualTo(1);
  }

  @Test
  void what_a_webhook_can_not_be_is_refused_where_it_stands() {
    assertThat(refused(hook("'fields': []"))).containsExactly("/fields");
    assertThat(refused(hook("'fields': ['email', 'nothing']"))).containsExactly("/fields/1");
    assertThat(refused(hook("'fields': ['email', 'email']"))).containsExactly("/fields/1");
    assertThat(refused(hook("'fields': ['email'], 'secret': 'short'"))).containsExactly("/secret");
    assertThat(
            refused(
                hook("'fields': ['email']").replace("https://hook.example.org", "http://10.0.0.1")))
        .containsExactly("/url");
  }

  @Test
  void trying_a_webhook_shows_the_request_and_leaves_nothing() {
    Trial.Result result = world.attempt(hook("'fields': ['email'], 'secret': '" + SECRET + "'"), 1);

    assertThat(result.failure()).isNull();
    assertThat(result.lines()).extracting(Trial.Line::what).containsExactly("url", "body");
    assertThat(String.valueOf(result.lines().get(1).after()))
        .contains("\"fields\":{\"email\":\"a1@example.org\"}", "\"record\":1", "\"test\":true")
        .doesNotContain(SECRET);
    assertThat(world.count("outbox", "1 = 1")).isZero();
  }

  @Test
  void a_secret_is_never_read_back_stays_where_it_is_not_mentioned_and_goes_where_it_is_null() {
    long id = world.create(hook("'fields': ['email'], 'secret': '" + SECRET + "'"));
    assertThat(world.shown(id)).contains("\"hasSecret\":true").doesNotContain(SECRET);
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(1);

    world.put(id, hook("'fields': ['score'], 'hasSecret': true"));
    assertThat(world.shown(id)).contains("\"hasSecret\":true", "score");
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(1);

    world.put(id, hook("'fields': ['score'], 'secret': null"));
    assertThat(world.shown(id)).contains("\"hasSecret\":false");
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isZero();
  }

  private static String hook(String members) {
    return json(
        "{'name': 'Hook', 'target': 'contact', 'kind': 'webhook', 'url':"
            + " 'https://hook.example.org/in', "
            + members
            + "}");
  }

  // ---------------------------------------------------------------- new records

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void a_record_is_made_for_each_and_tied_to_it(int n) {
    long action =
        world.create(
            made(
                "'set': [{'field': 'title', 'from': 'first_name'},"
                    + " {'field': 'amount', 'value': 12.5},"
                    + " {'field': 'made_on', 'value': 'today'}], 'linkField': 'contact'"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(
            world.count(
                "crm.task t join crm.contact c on c.id = t.contact_id",
                "t.title = c.first_name and t.amount = 12.5 and t.made_on is not null"))
        .isEqualTo(n);
    assertThat(world.count("crm.task", "1 = 1")).isEqualTo(n);
  }

  @Test
  void two_traces_of_one_record_make_two() {
    long action = world.create(made("'set': [{'field': 'title', 'value': 'T'}]"));

    world.execute(
        action,
        List.of(
            new Subject(1, 1, RecordKey.of(8)),
            new Subject(2, 2, RecordKey.of(8)),
            new Subject(3, 3, RecordKey.of(9))));

    assertThat(world.count("crm.task", "title = 'T' and contact_id is null")).isEqualTo(3);
  }

  @Test
  void what_is_there_already_is_not_made_again() {
    db.execute("insert into crm.task (title, contact_id) values ('Call', 2), ('Write', 3)");
    long action =
        world.create(
            made(
                "'set': [{'field': 'title', 'value': 'Call'}], 'linkField': 'contact_id',"
                    + " 'ifAbsent': ['title', 'contact_id']"));

    assertThat(world.execute(action, LongStream.of(1, 2, 3))).isEmpty();
    assertThat(world.execute(action, LongStream.of(1, 2, 3))).isEmpty();

    assertThat(world.count("crm.task", "title = 'Call'")).isEqualTo(3);
    assertThat(world.count("crm.task", "contact_id = 2")).isEqualTo(1);
  }

  @Test
  void of_several_records_that_ask_for_the_same_one_makes_it() {
    long action =
        world.create(
            made(
                "'set': [{'field': 'title', 'from': 'country'}], 'linkField': 'task',"
                    + " 'ifAbsent': ['title']"));

    assertThat(world.execute(action, LongStream.of(5, 6, 7))).isEmpty();

    assertThat(world.count("crm.task", "title = 'IT' and contact_id = 5")).isEqualTo(1);
    assertThat(world.count("crm.task", "1 = 1")).isEqualTo(1);
  }

  @ParameterizedTest(name = "poison at {0}")
  @ValueSource(longs = {1, 500, 1000})
  void a_record_that_the_host_refuses_fails_alone_X7(long poison) {
    db.execute("update crm.contact set first_name = null where id = " + poison);
    long action = world.create(made("'set': [{'field': 'title', 'from': 'first_name'}]"));

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(poison));
    assertThat(failures.get(trace(poison))).containsIgnoringCase("null");
    assertThat(world.count("crm.task", "1 = 1")).isEqualTo(RECORDS - 1);
  }

  @Test
  void a_record_that_can_not_be_made_is_refused_where_it_stands() {
    assertThat(refused(made("'set': [{'field': 'title', 'value': 5}]")))
        .containsExactly("/set/0/value");
    assertThat(refused(made("'set': [{'field': 'title', 'from': 'tag.name'}]")))
        .containsExactly("/set/0/from");
    assertThat(refused(made("'set': [], 'linkField': 'nobody'"))).containsExactly("/linkField");
    assertThat(refused(made("'set': [{'field': 'title', 'value': 'x'}], 'ifAbsent': ['amount']")))
        .containsExactly("/ifAbsent/0");
    assertThat(
            refused(
                made("'set': [{'field': 'name', 'value': 'x'}]").replace("\"task\"", "\"tag\"")))
        .containsExactly("/in");
    assertThat(
            refused(made("'set': [{'field': 'name', 'value': 'x'}]").replace("\"task\"", "\"no\"")))
        .containsExactly("/in");
  }

  // ---------------------------------------------------------------- to-dos

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void a_todo_says_what_to_do_with_the_record(int n) {
    long action =
        world.create(
            todo(
                "'summary': 'Call {{ object.first_name }}', 'note': 'At {{ object.email }}',"
                    + " 'dueIn': {'interval': 2, 'unit': 'days'}, 'assignee': 'ann'"));
    Instant now = db.clock().instant();

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(count(new Todos.Query("ann", false))).isEqualTo(n);
    assertThat(count(new Todos.Query("bob", false))).isZero();
    Todo first = open("ann").get(0);
    assertThat(first.summary()).isEqualTo("Call Ann 1");
    assertThat(first.note()).isEqualTo("At a1@example.org");
    assertThat(first.dueAt()).isEqualTo(now.plus(Duration.ofDays(2)));
    assertThat(first.record()).isEqualTo(RecordKey.of(1));
    assertThat(first.campaignId()).isEqualTo(ActionWorld.CAMPAIGN);
    assertThat(first.traceId()).isEqualTo(trace(1));
  }

  @Test
  void a_todo_goes_to_whom_the_record_names_or_to_anybody() {
    db.execute("update crm.contact set stage = 'bob' where id = 1");
    long action = world.create(todo("'summary': 'Call', 'assignee': {'from': 'stage'}"));

    world.execute(action, LongStream.of(1, 2));

    assertThat(open("bob")).extracting(Todo::assignee).containsExactlyInAnyOrder("bob", null);
    assertThat(open("ann")).extracting(Todo::record).containsExactly(RecordKey.of(2));
  }

  @Test
  void a_todo_that_is_done_is_done_once_and_can_be_opened_again() {
    world.execute(world.create(todo("'summary': 'Call'")), LongStream.of(1));
    long id = open("ann").get(0).id();

    world.jpa().ask(() -> mark(id, true, "ann"));
    Instant done = db.clock().instant();
    db.clock().advance(Duration.ofHours(1));
    world.jpa().ask(() -> mark(id, true, "bob"));

    assertThat(open("ann")).isEmpty();
    Todo marked = world.jpa().ask(() -> world.todos().find(id)).orElseThrow();
    assertThat(marked.doneAt()).isEqualTo(done);
    assertThat(marked.doneBy()).isEqualTo("ann");

    world.jpa().ask(() -> mark(id, false, "bob"));
    assertThat(open("ann")).hasSize(1);
  }

  @Test
  void a_todo_that_can_not_be_written_is_refused_where_it_stands() {
    assertThat(refused(todo("'summary': 'Call {{ object.nobody }}'"))).containsExactly("/summary");
    assertThat(refused(todo("'summary': 'Call', 'note': '{{ object.'"))).containsExactly("/note");
    assertThat(refused(todo("'summary': 'Call', 'assignee': {'from': 'score'}")))
        .containsExactly("/assignee/from");
    assertThat(refused(todo("'summary': 'Call', 'dueIn': {'interval': -1, 'unit': 'days'}")))
        .containsExactly("/dueIn/interval");
    assertThat(refused(todo("'summary': 'Call', 'colour': 'red'"))).containsExactly("/colour");
  }

  // ---------------------------------------------------------------- followers

  @Test
  void followers_are_added_once_and_removed() {
    long add = world.create(followers("add_followers", "'ann', 'bob@example.org'"));
    long remove = world.create(followers("remove_followers", "'ann'"));

    world.execute(add, LongStream.rangeClosed(1, RECORDS));
    world.execute(add, LongStream.rangeClosed(1, RECORDS));
    assertThat(world.count("record_follower", "target = 'contact'")).isEqualTo(2 * RECORDS);

    world.execute(remove, LongStream.of(5, 6));
    assertThat(following(5)).containsExactly("bob@example.org");
    assertThat(following(7)).containsExactly("ann", "bob@example.org");
  }

  // ---------------------------------------------------------------- messages

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void a_mail_is_queued_under_a_slot_of_the_actions_own_D7(int n) {
    world.mail(MAIL);
    long action = world.create(sent("email"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(world.count("outbox", "slot = 1 and state = 0 and activity_id = 78")).isEqualTo(n);
    assertThat(world.count("record_note", "1 = 1")).isZero();
  }

  @Test
  void a_message_is_sent_and_noted_and_a_note_is_not_sent() {
    world.mail(MAIL);
    world.execute(world.create(sent("message")), LongStream.of(1));
    world.execute(world.create(sent("note")), LongStream.of(2));

    assertThat(world.count("outbox", "participant_id = 1")).isEqualTo(1);
    assertThat(world.count("outbox", "participant_id = 2")).isZero();
    assertThat(notes(1)).containsExactly("Hello Ann 1");
    assertThat(notes(2)).containsExactly("Hello Ann 2");
  }

  @Test
  void a_record_without_an_address_fails_alone() {
    world.mail(MAIL);
    db.execute("update crm.contact set email = null where id = 3");

    Map<Long, String> failures =
        world.execute(world.create(sent("message")), LongStream.rangeClosed(1, 5));

    assertThat(failures).containsOnlyKeys(trace(3));
    assertThat(failures.get(trace(3))).contains("address");
    assertThat(world.count("outbox", "1 = 1")).isEqualTo(4);
    assertThat(notes(3)).isEmpty();
  }

  @Test
  void a_template_that_is_not_there_is_refused() {
    assertThat(refused(sent("email"))).containsExactly("/template");
  }

  // ---------------------------------------------------------------- sequences

  @Test
  void a_sequence_executes_its_parts_in_order() {
    world.create(named("First", "'set': [{'field': 'stage', 'value': 'one'}]"));
    world.create(named("Second", "'set': [{'field': 'note', 'from': 'stage'}]"));
    long action = world.create(sequence("Both", "'First', 'Second'"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, 7))).isEmpty();

    assertThat(world.count("crm.contact", "stage = 'one' and note = 'one'")).isEqualTo(7);
  }

  @Test
  void a_sequence_is_done_wholly_or_not_at_all_for_each_record() {
    db.execute("update crm.contact set first_name = 'far too long for a note' where id = 500");
    world.create(todo("'summary': 'Call'"));
    world.create(named("Copy", "'set': [{'field': 'note', 'from': 'first_name'}]"));
    long action = world.create(sequence("Both", "'T', 'Copy'"));

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(500));
    assertThat(world.count("todo", "record_num <> 500")).isEqualTo(RECORDS - 1);
    assertThat(world.count("todo", "record_num = 500")).isZero();
  }

  @Test
  void what_a_later_part_does_not_find_undoes_the_earlier_ones() {
    db.execute("delete from crm.contact where id = 3");
    world.create(followers("add_followers", "'ann'"));
    world.create(named("Set", "'set': [{'field': 'score', 'value': 1}]"));
    long action = world.create(sequence("Both", "'F', 'Set'"));

    assertThat(world.execute(action, LongStream.of(2, 3, 4))).containsOnlyKeys(trace(3));

    assertThat(following(3)).isEmpty();
    assertThat(following(2)).containsExactly("ann");
    assertThat(world.count("crm.contact", "score = 1")).isEqualTo(2);
  }

  @Test
  void a_sequence_never_goes_round_in_circles_also_not_by_a_later_edit() {
    world.create(named("Set", "'set': [{'field': 'score', 'value': 1}]"));
    long inner = world.create(sequence("Inner", "'Set'"));
    world.create(sequence("Outer", "'Inner'"));

    assertThat(refused(sequence("Self", "'Self'"))).containsExactly("/actions/0");
    assertThat(refused(sequence("Gone", "'Set', 'Nobody'"))).containsExactly("/actions/1");
    NurtureException circle =
        catchThrowableOfType(
            NurtureException.class,
            () ->
                world
                    .jpa()
                    .ask(
                        () ->
                            world
                                .actions()
                                .put(inner, document(sequence("Inner", "'Set', 'Outer'")), null)));
    assertThat(circle.violations()).extracting(Violation::path).containsExactly("/actions/1");
  }

  @Test
  void a_part_that_gets_another_name_stays_a_part_and_is_not_deleted() {
    long part = world.create(named("Set", "'set': [{'field': 'score', 'value': 1}]"));
    long whole = world.create(sequence("Whole", "'Set'"));
    world
        .jpa()
        .ask(
            () ->
                world
                    .actions()
                    .put(
                        part,
                        document(named("Renamed", "'set': [{'field': 'score', 'value': 2}]")),
                        null));

    assertThat(world.execute(whole, LongStream.of(1))).isEmpty();
    assertThat(world.count("crm.contact", "score = 2")).isEqualTo(1);
    NurtureException used =
        catchThrowableOfType(
            NurtureException.class,
            () ->
                world
                    .jpa()
                    .ask(
                        () -> {
                          world.actions().delete(part, null);
                          return 0;
                        }));
    assertThat(used).hasMessageContaining("Whole");
  }

  // ---------------------------------------------------------------- trials

  @Test
  void a_trial_shows_what_would_change_and_changes_nothing() {
    db.execute("insert into crm.contact_tag values (3, 2)");

    Trial.Result result =
        world.attempt(
            set(
                "{'field': 'tag', 'add': ['hot']}, {'field': 'country', 'value': 'IT'},"
                    + " {'field': 'score', 'value': 7}"),
            3);

    assertThat(result.failure()).isNull();
    assertThat(result.lines())
        .extracting(Trial.Line::what, Trial.Line::before, Trial.Line::after, Trial.Line::changed)
        .containsExactly(
            tuple("tag.name", List.of("VIP"), List.of("hot", "VIP"), true),
            tuple("country", "IT", "IT", false),
            tuple("score", 0L, 7L, true));
    assertThat(world.count("crm.contact", "score = 7")).isZero();
    assertThat(world.count("crm.contact_tag", "1 = 1")).isEqualTo(1);
  }

  @Test
  void a_trial_says_why_it_would_fail_or_that_there_is_no_such_record() {
    db.execute("update crm.contact set first_name = 'far too long for a note' where id = 3");
    String copy = named("Copy", json("'set': [{'field': 'note', 'from': 'first_name'}]"));

    assertThat(world.attempt(copy, 3).failure()).containsIgnoringCase("too long");
    assertThat(world.attempt(copy, 4).failure()).isNull();
    assertThat(
            catchThrowableOfType(NurtureException.class, () -> world.attempt(copy, RECORDS + 1))
                .kind())
        .isEqualTo(NurtureException.Kind.NOT_FOUND);
  }

  @Test
  void a_trial_of_a_todo_leaves_none() {
    Trial.Result result = world.attempt(todo("'summary': 'Call {{ object.first_name }}'"), 3);

    assertThat(result.lines())
        .filteredOn(line -> line.what().equals("summary"))
        .extracting(Trial.Line::before, Trial.Line::after)
        .containsExactly(tuple(null, "Call Ann 3"));
    assertThat(world.count("todo", "1 = 1")).isZero();
  }

  // ---------------------------------------------------------------- helpers

  private Object mark(long id, boolean done, String by) {
    world.todos().mark(id, done, by);
    return by;
  }

  private List<Todo> open(String user) {
    return world.jpa().ask(() -> world.todos().page(new Todos.Query(user, false), 0, 10));
  }

  private int count(Todos.Query query) {
    return world.jpa().ask(() -> world.todos().count(query));
  }

  private List<String> following(long record) {
    return world.jpa().ask(() -> world.followers().of("contact", RecordKey.of(record), 10));
  }

  private List<String> refused(String json) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> world.create(json));
    assertThat(e).as(json).isNotNull();
    return e.violations().stream().map(Violation::path).toList();
  }

  private static String set(String lines) {
    return named("A", json("'set': [" + lines + "]"));
  }

  private static String named(String name, String rest) {
    return json(
        "{'name': '" + name + "', 'target': 'contact', 'kind': 'update_record', " + rest + "}");
  }

  private static String made(String rest) {
    return json(
        "{'name': 'M', 'target': 'contact', 'kind': 'create_record', 'in': 'task', " + rest + "}");
  }

  private static String todo(String rest) {
    return json("{'name': 'T', 'target': 'contact', 'kind': 'create_activity', " + rest + "}");
  }

  private static String followers(String kind, String who) {
    String name = kind.startsWith("add") ? "F" : "U";
    return json(
        "{'name': '%s', 'target': 'contact', 'kind': '%s', 'followers': [%s]}"
            .formatted(name, kind, who));
  }

  private static final String MAIL =
      json(
          "{'title': 'Hello', 'target': 'contact', 'subject': 'Hello {{ object.first_name }}',"
              + " 'html': '<p>Hi {{ object.email }}</p>'}");

  private static String sent(String as) {
    return json(
        "{'name': 'S %s', 'target': 'contact', 'kind': 'send_email', 'template': 'Hello', 'as': '%s'}"
            .formatted(as, as));
  }

  @Test
  void in_a_test_an_action_sends_where_the_tester_typed_T3() {
    world.mail(MAIL);
    long action = world.create(sent("email"));

    assertThat(world.test(action, 1, Map.of(org.nurture.message.Kind.MAIL, "tester@example.org")))
        .isEmpty();

    assertThat(world.count("outbox", "address = 'tester@example.org'")).isEqualTo(1);
    assertThat(world.count("outbox", "address <> 'tester@example.org'")).isZero();
  }

  private List<String> notes(long record) {
    return world.jpa().ask(() -> world.notes().of("contact", RecordKey.of(record), 10)).stream()
        .map(Notes.Note::subject)
        .toList();
  }

  private static String sequence(String name, String parts) {
    return json(
        "{'name': '%s', 'target': 'contact', 'kind': 'sequence', 'actions': [%s]}"
            .formatted(name, parts));
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
