package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.action.ActionWorld.trace;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.RecordKey;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/** Making records for others in sets (D15). */
abstract class CreateRecordContract extends ActionContract {

  CreateRecordContract(TestDatabase db) {
    super(db);
  }

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

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"identity", "always", "sequence", "uuid"})
  void the_record_can_refer_to_the_one_that_was_made_for_it(String keys) {
    boolean numbers = !keys.equals("uuid");
    db.execute(
        "create sequence crm.deals start with 70",
        "create table crm.deal (id "
            + generated(keys)
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

  /** A key that the host makes, each way that its make of database knows. */
  private String generated(String keys) {
    boolean h2 = db.make() == Make.H2;
    return switch (keys) {
      case "identity" -> "bigint generated by default as identity";
      case "always" -> "bigint generated always as identity";
      case "sequence" ->
          "bigint default " + (h2 ? "next value for crm.deals" : "nextval('crm.deals')");
      default -> "uuid default " + (h2 ? "random_uuid()" : "gen_random_uuid()");
    };
  }

  private static String made(String rest) {
    return json(
        "{'name': 'M', 'target': 'contact', 'kind': 'create_record', 'in': 'task', " + rest + "}");
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
}
