package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.action.ActionWorld.trace;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

@OnDatabase(Make.POSTGRESQL)
class HostTriggersOnPostgresIT extends HostTriggersContract {
  HostTriggersOnPostgresIT(TestDatabase db) {
    super(db);
  }

  /** H2's triggers can't. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"'from': 'first_name'", "'expression': 'object.first_name'"})
  void one_that_drops_a_record_that_another_is_to_refer_to_stops_that_one_alone_X7(String value) {
    db.execute(
        "create table crm.deal (id bigint generated always as identity primary key, title text)",
        "alter table crm.contact add column deal_id bigint references crm.deal (id)",
        "create function crm.drops() returns trigger language plpgsql as $$ begin"
            + " if new.title = 'Ann 500' then return null; end if; return new; end $$",
        "create trigger drops before insert on crm.deal for each row execute function crm.drops()");
    world.addTarget("deal");
    long action =
        world.create(
            json(
                "{'name': 'D', 'target': 'contact', 'kind': 'create_record', 'in': 'deal',"
                    + " 'linkField': 'deal', 'set': [{'field': 'title', "
                    + value
                    + "}]}"));

    Map<Long, String> failures = world.execute(action, LongStream.rangeClosed(490, 510));

    assertThat(failures).containsOnlyKeys(trace(500));
    assertThat(failures.get(trace(500))).contains("made no record in deal");
    assertThat(
            world.count(
                "crm.contact c join crm.deal d on d.id = c.deal_id", "d.title = c.first_name"))
        .isEqualTo(20);
  }
}
