package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
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
}
