package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nurture.platform.NurtureException;
import org.nurture.support.TestDatabase;

/** Trying an action on a record shows what it would change, and leaves nothing. */
abstract class TrialContract extends ActionContract {

  TrialContract(TestDatabase db) {
    super(db);
  }

  @Test
  void a_trial_shows_what_would_change_and_changes_nothing() {
    db.execute("insert into crm.contact_tag values (3, 2)");

    Trial.Result result =
        world.attempt(
            update(
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
    String copy = update("Copy", "{'field': 'note', 'from': 'first_name'}");

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

  @Test
  void a_trial_of_a_new_record_shows_it_and_makes_none() {
    Trial.Result result =
        world.attempt(
            json(
                "{'name': 'M', 'target': 'contact', 'kind': 'create_record', 'in': 'task',"
                    + " 'linkField': 'contact', 'set': [{'field': 'title', 'from': 'first_name'},"
                    + " {'field': 'amount', 'expression': 'double(object.score) + 0.5'}]}"),
            3);

    assertThat(result.failure()).isNull();
    assertThat(result.lines())
        .extracting(Trial.Line::what, Trial.Line::before, line -> String.valueOf(line.after()))
        .containsExactly(
            tuple("task.title", null, "Ann 3"),
            tuple("task.amount", null, "0.5"),
            tuple("task.contact", null, "3"));
    assertThat(world.count("crm.task", "1 = 1")).isZero();
  }

  @Test
  void a_trial_of_followers_shows_them_before_and_after_and_keeps_those_that_were() {
    world.execute(world.create(followers("add_followers", "'cid'")), LongStream.of(3));

    assertThat(world.attempt(followers("add_followers", "'ann'"), 3).lines())
        .extracting(Trial.Line::what, Trial.Line::before, Trial.Line::after)
        .containsExactly(tuple("followers", List.of("cid"), List.of("ann", "cid")));
    assertThat(world.attempt(followers("remove_followers", "'cid'"), 3).lines())
        .extracting(Trial.Line::before, Trial.Line::after)
        .containsExactly(tuple(List.of("cid"), List.of()));
    assertThat(following(3)).containsExactly("cid");
  }

  @Test
  void a_trial_of_a_mail_shows_address_and_text_and_queues_nothing() {
    world.mail(
        json(
            "{'title': 'Hello', 'target': 'contact', 'subject': 'Hi {{ object.first_name }}',"
                + " 'html': '<p>At {{ object.email }}</p>'}"));

    Trial.Result result =
        world.attempt(
            json(
                "{'name': 'S', 'target': 'contact', 'kind': 'send_email', 'template': 'Hello',"
                    + " 'as': 'message'}"),
            3);

    assertThat(result.failure()).isNull();
    assertThat(result.lines())
        .extracting(Trial.Line::what, Trial.Line::after)
        .containsExactly(
            tuple("to", "a3@example.org"),
            tuple("subject", "Hi Ann 3"),
            tuple("text", "At a3@example.org"));
    assertThat(world.count("outbox", "1 = 1")).isZero();
    assertThat(world.count("record_note", "1 = 1")).isZero();
  }

  @Test
  void a_trial_of_a_text_shows_the_number_or_why_it_can_not_be_sent() {
    world.sms(json("{'title': 'Short', 'target': 'contact', 'text': 'Hi'}"));
    String text =
        json("{'name': 'S', 'target': 'contact', 'kind': 'send_sms', 'template': 'Short'}");
    db.execute("update crm.contact set mobile = 'call me' where id = 4");

    assertThat(world.attempt(text, 3).lines())
        .extracting(Trial.Line::what, Trial.Line::after)
        .containsExactly(tuple("to", "347 1000003"));
    assertThat(world.attempt(text, 4).failure()).contains("not valid");
    assertThat(world.count("outbox", "1 = 1")).isZero();
  }

  @Test
  void a_trial_of_a_sequence_shows_what_each_part_does_after_the_one_before() {
    world.create(update("First", "{'field': 'stage', 'value': 'one'}"));
    world.create(update("Second", "{'field': 'note', 'from': 'stage'}"));
    world.create(todo("'summary': 'Call, {{ object.note }}'"));

    Trial.Result result =
        world.attempt(
            json(
                "{'name': 'All', 'target': 'contact', 'kind': 'sequence',"
                    + " 'actions': ['First', 'Second', 'T']}"),
            3);

    assertThat(result.lines())
        .filteredOn(Trial.Line::changed)
        .extracting(line -> line.part().name(), Trial.Line::what, Trial.Line::after)
        .contains(
            tuple("First", "stage", "one"),
            tuple("Second", "note", "one"),
            tuple("T", "summary", "Call, one"));
    assertThat(world.count("crm.contact", "stage is not null or note is not null")).isZero();
    assertThat(world.count("todo", "1 = 1")).isZero();
  }
}
