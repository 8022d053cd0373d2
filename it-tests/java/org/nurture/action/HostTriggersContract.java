package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.action.ActionWorld.trace;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.support.ObjectingTrigger;
import org.nurture.support.TestDatabase;

/**
 * A trigger of the host that objects to one record makes the error of that trace alone, in the
 * host's own words (X7).
 */
abstract class HostTriggersContract extends ActionContract {
  HostTriggersContract(TestDatabase db) {
    super(db);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"'value': 'hot'", "'from': 'country'", "'expression': 'object.country'"})
  void one_that_objects_to_an_update_stops_that_record_alone_X7(String value) {
    ObjectingTrigger.make(db, "update", "contact", "id", 500);
    long action = world.create(update("{'field': 'stage', " + value + "}"));

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(500));
    assertThat(failures.get(trace(500))).contains("Contact 500 is under legal hold");
    assertThat(world.count("crm.contact", "stage is not null")).isEqualTo(RECORDS - 1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"'value': 'Call'", "'expression': 'object.first_name'"})
  void one_that_objects_to_a_new_record_stops_that_one_alone_X7(String value) {
    ObjectingTrigger.make(db, "insert", "task", "contact_id", 500);
    long action =
        world.create(
            json(
                "{'name': 'M', 'target': 'contact', 'kind': 'create_record', 'in': 'task',"
                    + " 'linkField': 'contact', 'set': [{'field': 'title', "
                    + value
                    + "}]}"));

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(1, RECORDS));

    assertThat(failures).containsOnlyKeys(trace(500));
    assertThat(failures.get(trace(500))).contains("Contact 500 is under legal hold");
    assertThat(world.count("crm.task", "1 = 1")).isEqualTo(RECORDS - 1);
  }

  @Test
  void one_that_objects_undoes_what_the_sequence_did_before_for_that_record() {
    ObjectingTrigger.make(db, "update", "contact", "id", 500);
    world.create(todo("'summary': 'Call'"));
    world.create(update("Hot", "{'field': 'stage', 'value': 'hot'}"));
    long action =
        world.create(
            json(
                "{'name': 'S', 'target': 'contact', 'kind': 'sequence', 'actions': ['T', 'Hot']}"));

    assertThat(world.execute(action, LongStream.rangeClosed(495, 505)))
        .containsOnlyKeys(trace(500));

    assertThat(world.count("todo", "record_num = 500")).isZero();
    assertThat(world.count("todo", "1 = 1")).isEqualTo(10);
  }
}
