package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.support.TestDatabase;

/** What an action costs does not grow by a statement for each record (D15). */
abstract class ActionsInSetsContract extends ActionContract {
  private static final Set<String> WRITING = Set.of("insert", "update", "delete", "merge");

  ActionsInSetsContract(TestDatabase db) {
    super(db);
  }

  /** Each with the statements of it that write. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        kind("a constant", update("{'field': 'stage', 'value': 'hot'}"), "update"),
        kind("another field", update("{'field': 'stage', 'from': 'country'}"), "update"),
        kind("a tag", update("{'field': 'tag', 'add': ['hot']}"), "insert"),
        kind("a tag less", update("{'field': 'tag', 'remove': ['hot']}"), "delete"),
        kind(
            "create",
            of(
                "create_record",
                "'in': 'task', 'linkField': 'contact', 'set': [{'field': 'title', 'from':"
                    + " 'first_name'}]"),
            "insert"),
        kind(
            "to-do",
            of("create_activity", "'summary': 'Call {{ object.first_name }}', 'note': 'x'"),
            "insert"),
        kind("note", of("send_email", "'template': 'Hello', 'as': 'note'"), "insert"),
        kind("mail", of("send_email", "'template': 'Hello'"), "insert"),
        kind(
            "mail and note",
            of("send_email", "'template': 'Hello', 'as': 'message'"),
            "insert",
            "insert"),
        kind("sms", of("send_sms", "'template': 'Short'"), "insert"),
        kind(
            "webhook",
            of("webhook", "'url': 'https://hook.example.org/in', 'fields': ['email']"),
            "insert"),
        kind("followers", followers("add_followers", "'ann', 'bob'"), "insert"),
        kind("followers less", followers("remove_followers", "'ann'"), "delete"));
  }

  private static Arguments kind(String name, String action, String... writes) {
    return Arguments.of(name, action, List.of(writes));
  }

  private static String of(String kind, String members) {
    return json("{'name': 'A', 'target': 'contact', 'kind': '%s', %s}".formatted(kind, members));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void ten_records_and_a_hundred_take_the_same_statements_D15(
      String name, String action, List<String> writes) {
    templates();

    assertThat(writes(inSets(action))).isEqualTo(writes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("followers")
  void so_do_followers_in_a_table_of_the_crm_D15(String name, String action, List<String> writes) {
    db.execute("create table crm.watcher (contact_id bigint, who varchar(20))");
    world.mapFollowers(new GivenFollowers("watcher", "contact_id", "who", null));

    assertThat(writes(inSets(action))).isEqualTo(writes);
  }

  static Stream<Arguments> followers() {
    return kinds().filter(kind -> String.valueOf(kind.get()[0]).startsWith("followers"));
  }

  /** A value of its own for each: H2 takes a MERGE for it, PostgreSQL an UPDATE … FROM. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("computed")
  void values_that_are_computed_for_each_are_written_at_once_D15(String name, String action) {
    assertThat(writes(inSets(action))).hasSize(1);
  }

  static Stream<Arguments> computed() {
    String set = "'in': 'task', 'set': [{'field': 'title', 'expression': 'object.first_name'}]";
    return Stream.of(
        kind("expression", update("{'field': 'score', 'expression': 'object.score + 1'}")),
        kind("create by expression", of("create_record", set)),
        kind("script", of("execute_code", "'script': 'return {set: {score: record.score + 1}}'")));
  }

  /** The first words of the statements, which are those of ten records and of a hundred. */
  private List<String> inSets(String action) {
    long id = world.create(action);
    // what is read once, such as the catalogue, and made once, such as a content
    world.statements(id, LongStream.of(RECORDS));

    List<String> few = verbs(world.statements(id, LongStream.rangeClosed(1, 10)));
    List<String> many = verbs(world.statements(id, LongStream.rangeClosed(101, 200)));

    assertThat(many).isNotEmpty().isEqualTo(few);
    return many;
  }

  private static List<String> writes(List<String> verbs) {
    return verbs.stream().filter(WRITING::contains).toList();
  }

  private static List<String> verbs(List<String> statements) {
    return statements.stream()
        .map(sql -> sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT))
        .toList();
  }

  private void templates() {
    world.mail(
        json("{'title': 'Hello', 'target': 'contact', 'html': '<p>Hi {{ object.email }}</p>'}"));
    world.sms(
        json("{'title': 'Short', 'target': 'contact', 'text': 'Hi {{ object.first_name }}'}"));
  }
}
