package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.action.ActionWorld.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.Todos.Todo;
import org.nurture.audience.RecordKey;
import org.nurture.support.TestDatabase;

/** To-dos, followers, messages and notes on a record, in sets (D15). */
abstract class FollowUpContract extends ActionContract {
  private static final String MAIL =
      json(
          "{'title': 'Hello', 'target': 'contact', 'subject': 'Hello {{ object.first_name }}',"
              + " 'html': '<p>Hi {{ object.email }}</p>'}");

  FollowUpContract(TestDatabase db) {
    super(db);
  }

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
    assertThat(refused(todo("'summary': 'Call', 'assignee': {'from': 'tag.name'}")))
        .containsExactly("/assignee/from");
    assertThat(refused(todo("'summary': 'Call', 'dueIn': {'interval': -1, 'unit': 'days'}")))
        .containsExactly("/dueIn/interval");
    assertThat(refused(todo("'summary': 'Call', 'colour': 'red'"))).containsExactly("/colour");
  }

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

  @Test
  void where_records_have_no_address_nothing_is_sent_and_notes_are_kept_all_the_same() {
    world.mail(json("{'title': 'Ticket', 'target': 'ticket', 'subject': 'T', 'text': 'T'}"));
    world.sms(json("{'title': 'Ticket', 'target': 'ticket', 'text': 'T'}"));
    String ticket =
        json("{'name': '%1$s', 'target': 'ticket', 'kind': '%1$s', 'template': 'Ticket'%2$s}");

    assertThat(refused(ticket.formatted("send_email", ""))).containsExactly("/target");
    assertThat(refused(ticket.formatted("send_sms", ""))).containsExactly("/target");
    assertThat(world.create(ticket.formatted("send_email", json(", 'as': 'note'")))).isPositive();
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

  private static String sent(String as) {
    return json(
        "{'name': 'S %s', 'target': 'contact', 'kind': 'send_email', 'template': 'Hello', 'as': '%s'}"
            .formatted(as, as));
  }

  private List<String> notes(long record) {
    return world.jpa().ask(() -> world.notes().of("contact", RecordKey.of(record), 10)).stream()
        .map(Notes.Note::subject)
        .toList();
  }
}
