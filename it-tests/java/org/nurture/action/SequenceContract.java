package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.action.ActionWorld.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.support.TestDatabase;

/** Actions that execute others: in order, all or nothing for each trace. */
abstract class SequenceContract extends ActionContract {

  SequenceContract(TestDatabase db) {
    super(db);
  }

  @Test
  void a_sequence_executes_its_parts_in_order() {
    world.create(update("First", "{'field': 'stage', 'value': 'one'}"));
    world.create(update("Second", "{'field': 'note', 'from': 'stage'}"));
    long action = world.create(sequence("Both", "'First', 'Second'"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, 7))).isEmpty();

    assertThat(world.count("crm.contact", "stage = 'one' and note = 'one'")).isEqualTo(7);
  }

  @Test
  void a_sequence_is_done_wholly_or_not_at_all_for_each_record() {
    db.execute("update crm.contact set first_name = 'far too long for a note' where id = 500");
    world.create(todo("'summary': 'Call'"));
    world.create(update("Copy", "{'field': 'note', 'from': 'first_name'}"));
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
    world.create(update("Set", "{'field': 'score', 'value': 1}"));
    long action = world.create(sequence("Both", "'F', 'Set'"));

    assertThat(world.execute(action, LongStream.of(2, 3, 4))).containsOnlyKeys(trace(3));

    assertThat(following(3)).isEmpty();
    assertThat(following(2)).containsExactly("ann");
    assertThat(world.count("crm.contact", "score = 1")).isEqualTo(2);
  }

  @Test
  void a_sequence_never_goes_round_in_circles_also_not_by_a_later_edit() {
    world.create(update("Set", "{'field': 'score', 'value': 1}"));
    long inner = world.create(sequence("Inner", "'Set'"));
    world.create(sequence("Outer", "'Inner'"));

    assertThat(refused(sequence("Self", "'Self'"))).containsExactly("/actions/0");
    assertThat(refused(sequence("Gone", "'Set', 'Nobody'"))).containsExactly("/actions/1");
    NurtureException circle =
        catchThrowableOfType(
            NurtureException.class, () -> world.put(inner, sequence("Inner", "'Set', 'Outer'")));
    assertThat(circle.violations()).extracting(Violation::path).containsExactly("/actions/1");
  }

  @Test
  void nor_by_an_edit_that_names_it_anew() {
    world.create(update("Set", "{'field': 'score', 'value': 1}"));
    long inner = world.create(sequence("Inner", "'Set'"));
    long outer = world.create(sequence("Outer", "'Inner'"));

    assertThat(placesOf(inner, sequence("New", "'Set', 'Outer'"))).containsExactly("/actions/1");
    assertThat(placesOf(inner, sequence("New", "'Inner'"))).containsExactly("/actions/0");

    world.put(inner, sequence("New", "'Set'"));
    assertThat(world.execute(outer, LongStream.of(1))).isEmpty();
  }

  private List<String> placesOf(long action, String json) {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> world.put(action, json));
    assertThat(e).as(json).isNotNull();
    return e.violations().stream().map(Violation::path).toList();
  }

  @Test
  void a_part_that_gets_another_name_stays_a_part_and_is_not_deleted() {
    long part = world.create(update("Set", "{'field': 'score', 'value': 1}"));
    long whole = world.create(sequence("Whole", "'Set'"));
    world.put(part, update("Renamed", "{'field': 'score', 'value': 2}"));

    assertThat(world.execute(whole, LongStream.of(1))).isEmpty();
    assertThat(world.count("crm.contact", "score = 2")).isEqualTo(1);
    NurtureException used = catchThrowableOfType(NurtureException.class, () -> world.delete(part));
    assertThat(used).hasMessageContaining("Whole");
  }

  private static String sequence(String name, String parts) {
    return json(
        "{'name': '%s', 'target': 'contact', 'kind': 'sequence', 'actions': [%s]}"
            .formatted(name, parts));
  }
}
