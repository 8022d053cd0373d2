package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.action.ActionWorld.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.RecordKey;
import org.nurture.support.TestDatabase;

/** Expressions: computed for each record, written in sets (D15). */
abstract class ExpressionContract extends ActionContract {

  ExpressionContract(TestDatabase db) {
    super(db);
  }

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

  @Test
  void a_field_that_the_host_took_away_blocks_the_campaign_and_is_told_before_the_start() {
    long action = world.create(update("{'field': 'stage', 'expression': 'object.country'}"));
    db.execute("alter table crm.contact drop column country");

    assertThatThrownBy(() -> world.execute(action, LongStream.of(1, 2)))
        .isInstanceOf(HostChangedException.class)
        .hasMessageContaining("country");
    assertThat(world.jpa().ask(() -> world.actions().obstacles(action))).isNotEmpty();
  }
}
