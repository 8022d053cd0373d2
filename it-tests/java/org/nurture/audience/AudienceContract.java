package org.nurture.audience;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.audience.Audience.Candidate;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.Target.Role;
import org.nurture.platform.NurtureException;
import org.nurture.support.LocalSources;
import org.nurture.support.TestDatabase;

/** Filters, keys and values are the same on every make of database. */
@NullUnmarked // a null in the wrong place is a failed test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AudienceContract {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");
  private static final KeyRange OPEN = new KeyRange(null, null);

  private final TestDatabase db;
  private final HostCrm crm = new HostCrm();
  private final List<TargetDefinition> targets = new ArrayList<>();
  private final HostAudience audience;

  AudienceContract(TestDatabase db) {
    this.db = db;
    LocalSources sources = new LocalSources(db);
    audience = new HostAudience(() -> targets, new Catalogue(sources), sources, db.database());
  }

  @BeforeAll
  void setUp() {
    crm.in(db);
    targets.add(HostCrm.target("contact", "contact", Map.of(Role.ACTIVE, "active")));
    targets.add(HostCrm.target("company", "company", Map.of()));
    targets.add(HostCrm.target("country", "country", Map.of()));
    targets.add(HostCrm.target("rich", "rich", Map.of(Role.KEY, "contact_no")));
    targets.add(HostCrm.target("device", "device", Map.of()));
    targets.add(HostCrm.target("session", "session", Map.of()));
    db.execute(
        "insert into host.device (serial, name, country_id) values ('b', 'one', 1), ('B', 'two',"
            + " 1), ('é', 'three', null), ('a', 'four', 2), ('Z', 'five', 2)",
        "insert into host.session (id, name) values"
            + " ('ffffffff-0000-0000-0000-000000000001', 'high'),"
            + " ('7fffffff-0000-0000-0000-000000000001', 'low'),"
            + " ('80000000-0000-0000-0000-000000000001', 'middle')");
  }

  @Test
  void random_filters_match_what_the_specification_says_section_5() {
    for (long seed = 0; seed < 1_500; seed++) {
      Filter filter = new RandomFilters(seed, HostTerms::random).next();
      assertThat(keys("contact", filter, true))
          .as("seed %s: %s", seed, filter.toJson())
          .isEqualTo(naive(filter));
    }
  }

  @Test
  void every_operator_alone_and_negated_matches_what_the_specification_says() {
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 1_000; i++) {
      Filter.Term term = HostTerms.random(random);
      for (Filter.Node node : List.of(term, new Filter.Not(term))) {
        Filter filter = Filter.of(node);
        assertThat(keys("contact", filter, true)).as(filter.toJson()).isEqualTo(naive(filter));
      }
    }
  }

  private TreeSet<RecordKey> naive(Filter filter) {
    return crm.tables.get("contact").stream()
        .filter(row -> NaiveFilter.matches(filter.root(), row))
        .map(row -> RecordKey.of((Long) row.get("id")))
        .collect(toCollection(TreeSet::new));
  }

  private TreeSet<RecordKey> keys(String target, Filter filter, boolean includeInactive) {
    return page(target, filter, includeInactive, null, 1000, null).stream()
        .map(Candidate::key)
        .collect(toCollection(TreeSet::new));
  }

  private List<Candidate> page(
      String target,
      Filter filter,
      boolean includeInactive,
      @Nullable RecordKey after,
      int limit,
      @Nullable String path) {
    return audience.page(
        target, filter, includeInactive, new Audience.KeyRange(after, null), limit, path, NOW);
  }

  private List<Object> fetched(String target, Filter filter, KeyRange range) {
    return db.ask(
        sql ->
            sql.fetch(audience.keys(target, filter, true, range, NOW)).stream()
                .map(row -> (Object) row.get("record_key"))
                .toList());
  }

  @Test
  void all_ways_of_asking_agree() {
    for (long seed = 0; seed < 60; seed++) {
      Filter filter = new RandomFilters(seed, HostTerms::random).next();
      Set<RecordKey> expected = naive(filter);
      Set<RecordKey> all = naive(Filter.ALL);
      assertThat(audience.count("contact", filter, true, NOW)).isEqualTo(expected.size());
      assertThat(fetched("contact", filter, OPEN))
          .extracting(key -> RecordKey.of((Long) key))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(
              audience.examine("contact", all, filter, true, List.of(), NOW).entrySet().stream()
                  .filter(e -> e.getValue().matches())
                  .map(Map.Entry::getKey))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void inactive_records_match_only_where_they_are_asked_for_E1() {
    long active =
        crm.tables.get("contact").stream()
            .filter(r -> Boolean.TRUE.equals(r.get("active")))
            .count();
    assertThat(audience.count("contact", Filter.ALL, false, NOW)).isEqualTo(active);
    assertThat(audience.count("contact", Filter.ALL, true, NOW)).isGreaterThan(active);
    assertThat(audience.namesActive("contact", Filter.parse("[[\"active\",\"=\",false]]")))
        .isTrue();
    assertThat(audience.namesActive("contact", Filter.parse("[[\"name\",\"=\",\"x\"]]"))).isFalse();
    assertThat(audience.namesActive("company", Filter.parse("[[\"name\",\"=\",\"x\"]]"))).isFalse();
  }

  @Test
  void text_keys_go_by_code_point_E2() {
    assertThat(page("device", Filter.ALL, true, null, 10, "name"))
        .extracting(c -> c.key().text())
        .containsExactly("B", "Z", "a", "b", "é");
    assertThat(page("device", Filter.ALL, true, RecordKey.of("Z"), 2, null))
        .extracting(c -> c.key().text())
        .containsExactly("a", "b");
    assertThat(audience.target("device").numericKey()).isFalse();
    assertThat(audience.keyAfter("device", RecordKey.of("B"), 2)).contains(RecordKey.of("a"));
    assertThat(audience.keyAfter("device", null, 6)).isEmpty();
  }

  @Test
  void uuid_keys_go_by_their_text_E2() {
    List<RecordKey> keys =
        page("session", Filter.ALL, true, null, 10, null).stream().map(Candidate::key).toList();
    assertThat(keys)
        .extracting(k -> k.text().substring(0, 8))
        .containsExactly("7fffffff", "80000000", "ffffffff");
    assertThat(page("session", Filter.ALL, true, keys.get(0), 10, null)).hasSize(2);
    assertThat(audience.existing("session", List.of(keys.get(1), RecordKey.of("nonsense"))))
        .containsExactly(keys.get(1));
    assertThat(
            audience
                .examine("session", keys, Filter.ALL, true, List.of("name"), NOW)
                .get(keys.get(2))
                .values())
        .containsEntry("name", "high");
    Field<String> ours = DSL.inline(keys.get(0).text(), SQLDataType.VARCHAR);
    assertThat(
            db.<Boolean>ask(
                sql ->
                    sql.select(DSL.field(audience.exists("session", ours))).fetchSingle().value1()))
        .isTrue();
    assertThat(fetched("session", Filter.ALL, new KeyRange(keys.get(0), keys.get(1))))
        .containsExactly(keys.get(1).text());
  }

  @Test
  void ranges_leave_out_their_beginning_and_hold_their_end() {
    KeyRange range = new KeyRange(RecordKey.of(3), RecordKey.of(6));
    assertThat(fetched("contact", Filter.ALL, range)).containsExactlyInAnyOrder(4L, 5L, 6L);
    assertThat(audience.keyAfter("contact", null, 1)).contains(RecordKey.of(1));
    assertThat(audience.keyAfter("contact", RecordKey.of(10), 5)).contains(RecordKey.of(15));
    assertThat(audience.keyAfter("contact", RecordKey.of(78), 3)).isEqualTo(Optional.empty());
  }

  @Test
  void what_is_gone_is_not_found_E4() {
    List<RecordKey> asked = List.of(RecordKey.of(1), RecordKey.of(999), RecordKey.of("text"));
    assertThat(audience.existing("contact", asked)).containsExactly(RecordKey.of(1));
    assertThat(audience.examine("contact", asked, Filter.ALL, true, List.of(), NOW))
        .containsOnlyKeys(RecordKey.of(1));
  }

  @Test
  void values_are_read_over_relations() {
    List<String> paths =
        List.of(
            "id",
            "name",
            "revenue",
            "score",
            "rate",
            "hot",
            "born",
            "met",
            "seen",
            "ref",
            "company",
            "company.name",
            "company.country.code",
            "country.name",
            "tag.name",
            "tag",
            "ticket.amount");
    for (Map<String, @Nullable Object> read :
        audience.records("contact", Filter.ALL, true, paths, 1000, NOW)) {
      Map<String, @Nullable Object> row =
          crm.tables.get("contact").get(((Long) read.get("id")).intValue() - 1);
      assertThat(read.get("name")).isEqualTo(row.get("name"));
      assertThat(read.get("revenue")).isEqualTo(row.get("revenue"));
      assertThat(read.get("score")).isEqualTo(row.get("score"));
      assertThat(read.get("hot")).isEqualTo(row.get("hot"));
      assertThat(read.get("born")).isEqualTo(row.get("born"));
      assertThat(read.get("seen")).isEqualTo(row.get("seen"));
      assertThat(String.valueOf(read.get("ref"))).isEqualTo(String.valueOf(row.get("ref")));
      assertThat(read.get("company")).isEqualTo(row.get("company_id"));
      Map<?, ?> company = (Map<?, ?>) row.get("company");
      assertThat(read.get("company.name")).isEqualTo(company == null ? null : company.get("name"));
      List<?> tags = (List<?>) row.get("tag");
      assertThat(read.get("tag"))
          .isEqualTo(tags.stream().map(t -> ((Map<?, ?>) t).get("id")).toList());
      assertThat(read.get("tag.name"))
          .isEqualTo(
              tags.stream().map(t -> ((Map<?, ?>) t).get("name")).filter(n -> n != null).toList());
    }
  }

  @Test
  void a_view_is_a_target_when_its_key_is_given() {
    long rich =
        crm.tables.get("contact").stream()
            .filter(r -> r.get("revenue") instanceof java.math.BigDecimal b && b.intValue() > 100)
            .count();
    assertThat(audience.count("rich", Filter.ALL, true, NOW)).isEqualTo(rich);
    assertThat(audience.target("rich").numericKey()).isTrue();
  }

  @Test
  void relations_are_named_by_the_rule_section_6() {
    assertThat(audience.fields("contact"))
        .filteredOn(f -> f.relation() != null)
        .extracting(f -> f.name() + " " + f.relation().target() + (f.many() ? " many" : ""))
        .containsExactlyInAnyOrder(
            "company company",
            "country country",
            "contact_tag host.contact_tag many",
            "tag host.tag many",
            "task_by_owner_id host.task many",
            "task_by_reviewer_id host.task many",
            "ticket host.ticket many");
    assertThat(audience.field("contact", "company.country.code"))
        .hasValueSatisfying(
            f -> {
              assertThat(f.type()).isEqualTo(FieldType.TEXT);
              assertThat(f.label()).isEqualTo("Code");
            });
    assertThat(audience.field("contact", "company.nonsense")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "[['nonsense','=',1]]; /0/0; is not a field of contact; there are id, name, email",
        "[['company.nonsense','=',1]]; /0/0; “nonsense” in “company.nonsense” is not a field of"
            + " company",
        "[['name.x','=',1]]; /0/0; is a field, not a relation",
        "[['name','=',1]]; /0/2; “name” takes a text, not 1",
        "[['score','=','1']]; /0/2; “score” takes a whole number, not “1”",
        "[['score','=',1.5]]; /0/2; “score” takes a whole number, not 1.5",
        "[['score','like','1']]; /0/1; allowed are =, !=, >",
        "[['hot','>',true]]; /0/1; “hot” is true or false: “>” does not fit; allowed are =, !=, =?,"
            + " in, not in",
        "[['hot','=','true']]; /0/2; takes true or false",
        "[['born','=','31.01.2026']]; /0/2; takes a date like",
        "[['seen','<','yesterday']]; /0/2; takes an instant like",
        "[['born','=','+99999-01-01']]; /0/2; takes a date like",
        "[['seen','<','today -9000y']]; /0/2; takes an instant like",
        "[['ref','=','1-1-1-1-1']]; /0/2; takes a UUID",
        "[['score','in',[1,'x']]]; /0/2/1; takes a whole number",
        "['|',['name','=','x'],['company','child_of',1]]; /2/1; not supported yet",
        "[['tag','any',[['nonsense','=',1]]]]; /0/2/0/0; is not a field of host.tag",
        "[['name','any',[]]]; /0/0; is a field, not a relation",
      })
  void what_does_not_fit_is_said_with_its_place(String filter, String place, String message) {
    Filter parsed = Filter.parse(filter.replace('\'', '"'));
    assertThat(audience.check("contact", parsed))
        .singleElement()
        .satisfies(v -> assertThat(v.path()).isEqualTo(place))
        .satisfies(v -> assertThat(v.message()).contains(message));
    assertThatExceptionOfType(NurtureException.class)
        .isThrownBy(() -> audience.count("contact", parsed, true, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x'; drop table host.contact; --",
        "\"; drop table host.contact; --",
        "') or 1=1 --",
        "{0}",
        "?",
        ":name",
        "\\",
        "%' or '1'='1",
      })
  void text_is_never_sql(String text) {
    Filter.Term equal = new Filter.Term("name", Operator.EQUAL, text);
    Filter.Term like = new Filter.Term("name", Operator.ILIKE, text);
    Filter.Term in = new Filter.Term("name", Operator.IN, List.of(text, "x"));
    assertThat(keys("contact", Filter.of(Filter.Any.of(List.of(equal, like, in))), true)).isEmpty();
    assertThat(
            audience.check(
                "contact", Filter.of(new Filter.Term(text.replace(".", ""), Operator.EQUAL, 1L))))
        .hasSize(1);
    assertThat(audience.count("contact", Filter.ALL, true, NOW)).isEqualTo(80);
  }

  @Test
  void a_thousand_terms_and_ten_thousand_values_work() {
    List<Filter.Node> terms = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      terms.add(new Filter.Term(i % 2 == 0 ? "score" : "company.id", Operator.EQUAL, i));
    }
    Filter many = Filter.parse(Filter.of(Filter.Any.of(terms)).toJson());
    assertThat(keys("contact", many, true)).isEqualTo(naive(many));
    Filter.Node deep = terms.get(0);
    for (int i = 1; i < Filter.MAX_DEPTH; i++) {
      List<Filter.Node> parts = List.of(terms.get(i), deep);
      deep = i % 2 == 0 ? Filter.All.of(parts) : Filter.Any.of(parts);
    }
    Filter nested = Filter.parse(Filter.of(deep).toJson());
    assertThat(keys("contact", nested, true)).isEqualTo(naive(nested));
    Filter values =
        Filter.of(
            new Filter.Term(
                "score",
                Operator.IN,
                LongStream.range(0, 10_000).boxed().map(Object.class::cast).toList()));
    assertThat(keys("contact", values, true)).isEqualTo(naive(values));
  }

  @Test
  void a_filter_is_said_in_words() {
    assertThat(audience.describe("contact", Filter.ALL)).isEqualTo("All records");
    assertThat(
            audience.describe(
                "contact",
                Filter.parse(
                    "[[\"company.country.code\",\"=\",\"IT\"],[\"tag.name\",\"=\",\"Newsletter\"],\"|\",[\"revenue\",\">\",1000],[\"born\",\"<\",\"today\"]]")))
        .isEqualTo(
            "Company country code is “IT” and any tag name is “Newsletter” and (Revenue is more"
                + " than 1,000 or Born is before “today”)");
  }

  @Test
  void why_a_record_does_not_match_is_said_in_words() {
    Set<RecordKey> all = naive(Filter.ALL);
    Filter filter =
        Filter.parse(
            "[[\"score\",\">\",0],[\"company.name\",\"=\",\"Acme\"],\"!\",[\"tag.name\",\"=\",\"Tag"
                + " 1\"]]");
    Map<RecordKey, String> why = audience.whyNot("contact", all, filter, true, NOW);
    assertThat(why.keySet()).hasSize(all.size() - naive(filter).size());
    why.forEach(
        (key, words) -> {
          Map<String, @Nullable Object> row =
              crm.tables.get("contact").get(key.number().intValue() - 1);
          Object score = row.get("score");
          if (score == null || (Long) score <= 0) {
            assertThat(words)
                .isEqualTo(
                    "“Score is more than 0” did not hold, it was "
                        + (score == null ? "empty" : score));
          } else {
            assertThat(words)
                .matches("“(Company name is “Acme”|not \\(any tag name.*)” did not hold.*");
          }
        });
    assertThat(audience.whyNot("contact", all, Filter.ALL, false, NOW).values())
        .isNotEmpty()
        .containsOnly("the record was inactive");
  }

  @Test
  void unknown_targets_are_not_found() {
    assertThatExceptionOfType(NurtureException.class)
        .isThrownBy(() -> audience.target("nonsense"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(NurtureException.Kind.NOT_FOUND));
  }
}
