package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.Target.Role;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentReader;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** Discovering a host, writing to it, and living with its changes. */
@NullUnmarked // a null in the wrong place is a failed test
abstract class HostContract {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");

  private final TestDatabase db;
  private final List<TargetDefinition> targets = new ArrayList<>();
  private final LocalSources sources;
  private final Catalogue catalogue;
  private final HostAudience audience;
  private final SqlHostWriter writer;

  HostContract(TestDatabase db) {
    this.db = db;
    sources = new LocalSources(db);
    catalogue = new Catalogue(sources);
    audience = new HostAudience(() -> targets, catalogue, sources, db.database());
    writer = new SqlHostWriter(() -> targets, catalogue, sources, db.database());
  }

  @BeforeEach
  void setUp() {
    db.execute(HostCrm.TABLES);
    db.execute(
        "insert into host.country (id, code, name) values (1, 'IT', 'Italy'), (2, 'DE', null)",
        "insert into host.company (id, name, country_id) values (1, 'Acme', 1)",
        "insert into host.contact (id, name, company_id, score) values"
            + " (1, 'Ann', 1, 5), (2, 'Bob', null, null), (3, 'Cid', 1, 7)");
    targets.add(HostCrm.target("contact", "contact", Map.of(Role.KEY, "id")));
  }

  @AfterEach
  void tearDown() {
    db.execute("drop schema host cascade");
  }

  // ------------------------------------------------------------------ discovery

  private TargetDefinition discovered(String json) {
    JsonObject document = FilterReader.json(json.replace('\'', '"')).asJsonObject();
    return new Discovery(catalogue)
        .of(DocumentReader.read(document, TargetDocument::read), targets);
  }

  @Test
  void a_table_is_discovered_and_its_roles_guessed_section_6() {
    TargetDefinition contact =
        discovered("{'name':'person','dataSource':'crm','schema':'host','table':'contact'}");
    assertThat(contact.roles())
        .containsOnly(
            Map.entry(Role.KEY, "id"),
            Map.entry(Role.NAME, "name"),
            Map.entry(Role.EMAIL, "email"),
            Map.entry(Role.ACTIVE, "active"),
            Map.entry(Role.COUNTRY, "country.code"));
    assertThat(contact.label()).isEqualTo("Person");
    assertThat(contact.writable()).isFalse();
  }

  @Test
  void given_roles_win_and_null_means_none() {
    TargetDefinition contact =
        discovered(
            "{'name':'person','schema':'HOST','table':'Contact','roles':{'active':null,'email':'name','country':'company.country.code'}}");
    assertThat(contact.roles())
        .doesNotContainKey(Role.ACTIVE)
        .containsEntry(Role.EMAIL, "name")
        .containsEntry(Role.COUNTRY, "company.country.code");
  }

  @Test
  void relations_can_be_given_and_renamed() {
    targets.add(
        discovered(
            "{'name':'device','schema':'host','table':'device','relations':[{'name':'land','table':'country','columns':['country_id']}]}"));
    targets.add(
        discovered(
            "{'name':'nation','schema':'host','table':'country','relations':["
                + "{'name':'devices','target':'device','columns':['country_id'],'many':true},"
                + "{'name':'firms','table':'host.company','columns':['country_id'],'many':true}]}"));
    db.execute("insert into host.device (serial, country_id) values ('x', 1)");
    assertThat(count("device", "[['land.name','=','Italy']]")).isEqualTo(1);
    assertThat(count("nation", "[['devices.serial','=','x']]")).isEqualTo(1);
    assertThat(count("nation", "[['firms.name','=','Acme']]")).isEqualTo(1);
    // filters that were stored under the catalogue's name follow
    assertThat(count("nation", "[['company.name','=','Acme']]")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'table':'contact'}; /name; missing",
        "{'name':'x','schema':'host'}; /table; missing",
        "{'name':'1 x','schema':'host','table':'contact'}; /name; is not a name",
        "{'name':'x','schema':'host','table':'nonsense'}; /table; there are",
        "{'name':'x','schema':'nonsense','table':'contact'}; /schema; There is no schema “nonsense”"
            + " in data source crm; there are",
        "{'name':'x','dataSource':'jdbc/nonsense','table':'contact'}; /dataSource; no data source",
        "{'name':'x','schema':'host','table':'log'}; /roles/key; has no key of one column",
        "{'name':'x','schema':'host','table':'contact_tag'}; /roles/key; has no key of one column",
        "{'name':'x','schema':'host','table':'rich'}; /roles/key; contact_no",
        "{'name':'x','schema':'host','table':'contact','roles':{'key':'born'}}; /roles/key; can't"
            + " be the key",
        "{'name':'x','schema':'host','table':'contact','roles':{'key':'company.id'}}; /roles/key;"
            + " can't be the key",
        "{'name':'x','schema':'host','table':'contact','roles':{'email':'score'}}; /roles/email;"
            + " does not fit",
        "{'name':'x','schema':'host','table':'contact','roles':{'name':'tag.name'}}; /roles/name;"
            + " several values",
        "{'name':'x','schema':'host','table':'contact','roles':{'phone':'nonsense'}}; /roles/phone;"
            + " is not a field of x",
        "{'name':'x','schema':'host','table':'contact','roles':{'nonsense':'id'}}; /roles/nonsense;"
            + " not a member",
        "{'name':'x','schema':'host','table':'contact','labels':{'nonsense':'N'}};"
            + " /labels/nonsense; is not a field",
        "{'name':'x','schema':'host','table':'contact','relations':[{'name':'r','table':'nonsense','columns':['id']}]};"
            + " /relations/0/table; There is no table",
        "{'name':'x','schema':'host','table':'contact','relations':[{'name':'r','table':'country','columns':['nonsense']}]};"
            + " /relations/0/columns/0; is not a column",
        "{'name':'x','schema':'host','table':'contact','relations':[{'name':'r','table':'country','columns':['id','name']}]};"
            + " /relations/0/columns; must name 1 column",
        "{'name':'x','schema':'host','table':'contact','relations':[{'name':'email','table':'country','columns':['country_id']}]};"
            + " /relations/0/name; is a column already",
        "{'name':'x','schema':'host','table':'contact','followers':{'table':'task','record':'owner_id','user':'title'}};"
            + " /followers; is not writable",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'nonsense','record':'a','user':'b'}};"
            + " /followers/table; There is no table “nonsense”",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'rich','record':'contact_no','user':'name'}};"
            + " /followers/table; is a view",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'task','record':'nonsense','user':'title'}};"
            + " /followers/record; there are id, title, owner_id",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'task','record':'title','user':'id'}};"
            + " /followers/record; is text, the key of host.contact is integer",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'contact_tag','record':'tag_id','user':'contact_id'}};"
            + " /followers/record; refers to host.tag, not to the key of host.contact",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'task','record':'owner_id','user':'owner_id'}};"
            + " /followers/user; holds the record already",
        "{'name':'x','schema':'host','table':'company','writable':true,'followers':{'table':'contact','record':'company_id','user':'born'}};"
            + " /followers/user; is date",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'task','record':'owner_id','user':'title','userValue':'name'}};"
            + " /followers/userValue; has no foreign key",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'contact_tag','record':'contact_id','user':'tag_id','userValue':'nonsense'}};"
            + " /followers/userValue; there are id, name, rank",
        "{'name':'x','schema':'host','table':'contact','writable':true,'followers':{'table':'task','user':'title'}};"
            + " /followers/record; missing",
      })
  void what_is_wrong_with_a_target_is_said_with_its_place(
      String document, String place, String message) {
    assertThatExceptionOfType(NurtureException.class)
        .isThrownBy(() -> discovered(document))
        .satisfies(
            e ->
                assertThat(e.violations())
                    .anySatisfy(
                        v -> {
                          assertThat(v.path()).isEqualTo(place);
                          assertThat(v.message()).contains(message);
                        }));
  }

  @Test
  void strange_names_are_no_trouble() {
    targets.add(discovered("{'name':'log','schema':'host','table':'log','roles':{'key':'line'}}"));
    db.execute("insert into host.log (line, \"select\", \"Mixed Case\") values ('a', 1, 'B')");
    assertThat(count("log", "[['select','=',1],['Mixed Case','ilike','b']]")).isEqualTo(1);
  }

  @Test
  void followers_are_mapped_to_a_table_with_the_users_that_it_refers_to_section_9() {
    TargetDefinition contact =
        discovered(
            "{'name':'person','schema':'host','table':'contact','writable':true,"
                + "'followers':{'table':'host.contact_tag','record':'contact_id','user':'tag_id','userValue':'name'}}");

    assertThat(contact.followers())
        .isEqualTo(
            new TargetDefinition.GivenFollowers(
                "host.contact_tag", "contact_id", "tag_id", "name"));
    StoredTarget kept = StoredTarget.named("person");
    kept.take(contact);
    assertThat(kept.definition().followers()).isEqualTo(contact.followers());
    assertThat(TargetJson.document(contact).getJsonObject("followers").getString("userValue"))
        .isEqualTo("name");
  }

  @Test
  void a_document_survives_being_kept() {
    TargetDefinition made =
        discovered(
            "{'name':'person','schema':'host','table':'contact','writable':true,'labels':{'born':'Birthday'},"
                + "'relations':[{'name':'land','table':'country','columns':['country_id']}]}");
    StoredTarget stored = StoredTarget.named("person");
    stored.take(made);
    assertThat(stored.definition()).isEqualTo(made);
    assertThat(TargetJson.document(made).getJsonObject("roles").isNull("timeZone")).isTrue();
  }

  @Test
  void a_relation_renamed_twice_is_found_by_all_its_names_section_6() {
    StoredTarget stored = StoredTarget.named("person");
    for (String name : List.of("land", "nation", "state")) {
      stored.take(
          discovered(
              "{'name':'person','schema':'host','table':'contact','relations':[{'name':'"
                  + name
                  + "','table':'country','columns':['country_id']}]}"));
    }
    targets.add(stored.definition());
    db.execute("update host.contact set country_id = 1 where id = 2");

    for (String name : List.of("land", "nation", "state", "country")) {
      assertThat(count("person", "[['" + name + ".name','=','Italy']]")).as(name).isEqualTo(1);
    }
  }

  private long count(String target, String filter) {
    return audience.count(target, Filter.parse(filter.replace('\'', '"')), true, NOW);
  }

  // ------------------------------------------------------------------ changes of the host

  private static final Set<RecordKey> KEYS = Set.of(RecordKey.of(1), RecordKey.of(2));

  @Test
  void a_renamed_column_is_named_in_words() {
    Filter filter = Filter.parse("[[\"score\",\">\",1]]");
    assertThat(audience.examine("contact", KEYS, filter, true, List.of("name"), NOW)).hasSize(2);
    Condition held = db.ask(sql -> audience.exists("contact", org.jooq.impl.DSL.inline(1L)));
    assertThat(held).isNotNull();

    db.execute("alter table host.contact rename column score to points");

    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> audience.examine("contact", KEYS, filter, true, List.of("name"), NOW))
        .withMessage("Column score of table host.contact is no longer there");
    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> audience.examine("contact", KEYS, filter, true, List.of("name"), NOW))
        .withMessageContaining("“score” is not a field of contact");
    assertThat(audience.examine("contact", KEYS, Filter.ALL, true, List.of("points"), NOW))
        .hasSize(2);
  }

  @Test
  void a_dropped_table_on_the_way_is_named_in_words() {
    Filter filter = Filter.parse("[[\"tag.name\",\"=\",\"x\"]]");
    assertThat(audience.count("contact", filter, true, NOW)).isZero();

    db.execute("drop table host.contact_tag", "drop table host.tag");

    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(
            () -> audience.page("contact", filter, true, new KeyRange(null, null), 10, null, NOW))
        .withMessageMatching("Table host\\.(contact_tag|tag) is no longer there");
  }

  @Test
  void a_failed_statement_of_the_engine_is_explained() {
    var keys = audience.keys("contact", Filter.ALL, true, new KeyRange(null, null), NOW);
    db.execute("drop view host.rich", "drop table host.contact cascade");

    assertThatThrownBy(() -> db.ask(sql -> sql.fetch(keys)))
        .satisfies(
            failure ->
                assertThat(audience.explain("contact", (RuntimeException) failure))
                    .isInstanceOf(HostChangedException.class)
                    .hasMessage("Table host.contact is no longer there"));
    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> audience.target("contact"))
        .withMessageContaining("Table host.contact of target contact is no longer there");
    RuntimeException other = new IllegalStateException("other");
    assertThat(audience.explain("contact", other)).isSameAs(other);
  }

  @Test
  void a_new_column_is_found_without_a_restart() {
    assertThat(count("contact", "[]")).isEqualTo(3);
    db.execute("alter table host.contact add column nick varchar(10)");
    assertThat(count("contact", "[['nick','=',null]]")).isEqualTo(3);
  }

  @Test
  void a_column_of_another_type_is_named() {
    Filter filter = Filter.parse("[[\"score\",\"=\",5]]");
    assertThat(audience.count("contact", filter, true, NOW)).isEqualTo(1);
    db.execute("update host.contact set score = null");
    db.execute(
        "alter table host.contact drop column score",
        "alter table host.contact add column score date");

    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> audience.examine("contact", KEYS, filter, true, List.of(), NOW))
        .withMessageContaining("score");
  }

  // ------------------------------------------------------------------ writing

  private static Assignment set(String field, @Nullable Object value) {
    return new Assignment(field, value, null);
  }

  private static Assignment copy(String field, String from) {
    return new Assignment(field, null, from);
  }

  @Test
  void fields_are_set_to_constants_and_to_other_fields_at_once() {
    List<Assignment> assignments =
        List.of(
            set("score", 10L),
            set("hot", true),
            set("born", "2000-02-29"),
            set("seen", "now"),
            set("met", "2026-01-31T09:00:00Z"),
            set("revenue", 5L),
            set("ref", "00000000-0000-0000-0000-000000000001"),
            copy("email", "company.country.name"),
            copy("name", "score"));
    assertThat(writer.check("contact", assignments)).isEmpty();
    Set<RecordKey> asked = Set.of(RecordKey.of(1), RecordKey.of(2), RecordKey.of(99));
    List<Assignment> nullable = new ArrayList<>(assignments);
    nullable.remove(8);
    Set<RecordKey> changed = db.ask(sql -> writer.update("contact", asked, nullable, NOW));
    assertThat(changed).containsExactlyInAnyOrder(RecordKey.of(1), RecordKey.of(2));
    assertThat(read(1))
        .containsEntry("score", 10L)
        .containsEntry("hot", true)
        .containsEntry("born", java.time.LocalDate.of(2000, 2, 29))
        .containsEntry("seen", NOW)
        .containsEntry("met", Instant.parse("2026-01-31T09:00:00Z"))
        .containsEntry("ref", "00000000-0000-0000-0000-000000000001")
        .containsEntry("email", "Italy");
    assertThat(read(2)).containsEntry("email", null).containsEntry("score", 10L);
    assertThat(read(3)).containsEntry("score", 7L).containsEntry("hot", null);
    db.ask(
        sql ->
            writer.update(
                "contact",
                Set.of(RecordKey.of(3)),
                List.of(copy("name", "score"), set("score", 1L)),
                NOW));
    assertThat(read(3)).containsEntry("name", "7").containsEntry("score", 1L);
  }

  private Map<String, @Nullable Object> read(long id) {
    List<String> paths = List.of("name", "email", "score", "hot", "born", "seen", "met", "ref");
    return audience
        .examine("contact", Set.of(RecordKey.of(id)), Filter.ALL, true, paths, NOW)
        .get(RecordKey.of(id))
        .values();
  }

  @Test
  void what_can_not_be_set_is_said() {
    assertThat(
            writer.check(
                "contact",
                List.of(
                    set("id", 1L),
                    set("nonsense", 1L),
                    set("company.name", "x"),
                    set("name", null),
                    set("score", "x"),
                    copy("score", "name"),
                    copy("email", "tag.name"),
                    set("tag", 1L))))
        .extracting(v -> v.path() + " " + v.message().replaceAll(";.*", ""))
        .containsExactly(
            "/0/field “id” can't be set: it is the key",
            "/1/field “nonsense” is not a field of contact",
            "/2/field “company.name” can't be set: it belongs to another record",
            "/3/value “name” can't be empty",
            "/4/value “score” takes a whole number, not “x”",
            "/5/from “name” is text, “score” takes a whole number",
            "/5/field “score” is set twice",
            "/6/from “tag.name” leads to several values",
            "/7/field “tag” can't be set: it belongs to another record");
  }

  @Test
  void a_record_is_made_with_the_key_that_the_host_gives_it_T1() {
    db.execute("alter table host.contact alter column id set default 100");
    List<Assignment> values = List.of(set("name", "Dora"), set("email", "dora@example.org"));

    RecordKey made = db.ask(sql -> writer.create("contact", values, NOW));

    assertThat(made).isEqualTo(RecordKey.of(100));
    assertThat(read(100)).containsEntry("name", "Dora").containsEntry("score", null);
    assertThatThrownBy(() -> db.ask(sql -> writer.create("contact", values, NOW)))
        .isInstanceOfSatisfying(
            NurtureException.class,
            e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.CONFLICT));
    assertThatThrownBy(
            () -> db.ask(sql -> writer.create("contact", List.of(set("nonsense", 1L)), NOW)))
        .hasMessageContaining("is not a field of contact");
  }

  @Test
  void a_target_that_is_not_writable_is_not_written() {
    targets.add(discovered("{'name':'read','schema':'host','table':'contact'}"));
    assertThat(writer.check("read", List.of(set("score", 1L))))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("is not writable"));
  }
}
