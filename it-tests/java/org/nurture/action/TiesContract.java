package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.support.TestDatabase;

/** Tying records to others, by {@code update_record} (D15). */
abstract class TiesContract extends ActionContract {

  TiesContract(TestDatabase db) {
    super(db);
  }

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, 7, RECORDS})
  void a_tag_is_added_to_these_records_alone(int n) {
    long action = world.create(update("{'field': 'tag', 'add': [1]}"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(world.count("crm.contact_tag", "tag_id = 1")).isEqualTo(n);
    assertThat(world.count("crm.contact_tag", "contact_id > " + n)).isZero();
  }

  @Test
  void adding_a_tag_that_is_there_changes_nothing() {
    long action = world.create(update("{'field': 'tag', 'add': ['hot', 2]}"));
    db.execute("insert into crm.contact_tag values (3, 1)");

    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();
    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();

    assertThat(world.count("crm.contact_tag", "tag_id in (1, 2)")).isEqualTo(4);
  }

  @Test
  void a_tag_is_removed_and_fields_are_set_in_one_action() {
    db.execute("insert into crm.contact_tag values (3, 1), (3, 2), (4, 1)");
    long action =
        world.create(update("{'field': 'tag', 'remove': ['hot']}, {'field': 'score', 'value': 5}"));

    assertThat(world.execute(action, LongStream.of(2, 3))).isEmpty();

    assertThat(world.count("crm.contact_tag", "contact_id = 3 and tag_id = 2")).isEqualTo(1);
    assertThat(world.count("crm.contact_tag", "1 = 1")).isEqualTo(2);
    assertThat(world.count("crm.contact", "score = 5")).isEqualTo(2);
  }

  @Test
  void a_tie_that_can_not_be_made_is_refused_where_it_stands() {
    assertThat(refused(update("{'field': 'tag', 'add': [9]}"))).containsExactly("/set/0/add/0");
    assertThat(refused(update("{'field': 'tag', 'add': [1, 'cold']}")))
        .containsExactly("/set/0/add/1");
    assertThat(refused(update("{'field': 'tag', 'add': ['twin']}")))
        .containsExactly("/set/0/add/0");
    assertThat(refused(update("{'field': 'tag', 'remove': []}"))).containsExactly("/set/0/remove");
    assertThat(refused(update("{'field': 'score', 'value': 1}, {'field': 'task', 'add': [1]}")))
        .containsExactly("/set/1/field");
    assertThat(refused(update("{'field': 'nothing', 'add': [1]}"))).containsExactly("/set/0/field");
    assertThat(refused(update("{'field': 'tag', 'add': [1]}, {'field': 'tag', 'remove': [1]}")))
        .containsExactly("/set/1/field");
  }
}
