package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.support.LocalSources;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** What real PostgreSQL schemas hold beside numbers and texts. */
@NullUnmarked // a null in the wrong place is a failed test
@OnDatabase(Make.POSTGRESQL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddTypesIT {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");

  private final TestDatabase db;
  private final List<TargetDefinition> targets = new ArrayList<>();
  private final Catalogue catalogue;
  private final HostAudience audience;
  private final SqlHostWriter writer;

  OddTypesIT(TestDatabase db) {
    this.db = db;
    LocalSources sources = new LocalSources(db);
    catalogue = new Catalogue(sources);
    audience = new HostAudience(() -> targets, catalogue, sources, db.database());
    writer = new SqlHostWriter(() -> targets, catalogue, sources, db.database());
  }

  @BeforeAll
  void setUp() {
    db.execute(
        "create schema odd",
        "create schema other",
        "create type odd.mood as enum ('sad', 'ok', 'happy')",
        "create domain odd.year as integer check (value > 1900)",
        "create domain odd.mail as varchar(100)",
        "create table other.region (a integer, b char(2), name text, primary key (a, b))",
        """
        create table odd.film (
          film_id serial primary key,
          title varchar(255) not null,
          release odd.year,
          contact odd.mail,
          rating odd.mood,
          length smallint,
          rate numeric(4, 2),
          free numeric,
          cost money,
          real_rate real,
          code char(5),
          flag boolean,
          features text[],
          full_text tsvector,
          payload jsonb,
          picture bytea,
          runs interval,
          at time,
          at_zone timetz,
          bits bit(3),
          upper_title text generated always as (upper(title)) stored,
          region_a integer,
          region_b char(2),
          "Last Update" timestamptz,
          "we.ird" integer,
          foreign key (region_a, region_b) references other.region (a, b))
        """,
        "create table odd.event (id bigint, at date not null, film_id integer references odd.film, primary key (id, at)) partition by range (at)",
        "create table odd.event_2026 partition of odd.event for values from ('2026-01-01') to ('2027-01-01')",
        "insert into other.region values (1, 'IT', 'South')",
        """
        insert into odd.film (title, release, contact, rating, length, rate, free, real_rate, code, flag, features,
          full_text, payload, picture, at, region_a, region_b, "Last Update")
        values ('Alien', 1979, 'a@x.org', 'happy', 117, 4.99, 0.1, 0.1, 'AB', true, '{x,y}',
          to_tsvector('alien'), '{"a": 1}', '\\x00ff', '09:30', 1, 'IT', '2026-01-01T00:00:00Z'),
          ('Brazil', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
        """,
        "insert into odd.event values (1, '2026-01-05', 1), (2, '2026-01-06', 1)",
        "create materialized view odd.happy as select film_id, title from odd.film where rating = 'happy'");
    add("film", "odd", "film", Map.of());
    add("region", "other", "region", Map.of("key", "a"));
    add("event", "odd", "event", Map.of("key", "id"));
    add("happy", "odd", "happy", Map.of("key", "film_id"));
  }

  private void add(String name, String schema, String table, Map<String, String> roles) {
    DocumentWriter given = new DocumentWriter();
    roles.forEach(given::put);
    TargetDocument document =
        DocumentReader.read(
            new DocumentWriter()
                .put("name", name)
                .put("schema", schema)
                .put("table", table)
                .put("writable", true)
                .put("roles", given.build())
                .build(),
            TargetDocument::read);
    targets.add(new Discovery(catalogue).of(document, targets));
  }

  @Test
  void types_are_what_they_stand_for() {
    assertThat(audience.fields("film"))
        .extracting(f -> f.name() + " " + f.type().word())
        .containsExactly(
            "film_id integer",
            "title text",
            "release integer",
            "contact text",
            "rating text",
            "length integer",
            "rate decimal",
            "free decimal",
            "cost other",
            "real_rate decimal",
            "code text",
            "flag boolean",
            "features other",
            "full_text other",
            "payload other",
            "picture other",
            "runs other",
            "at time",
            "at_zone other",
            "bits other",
            "upper_title text",
            "region_a integer",
            "region_b text",
            "Last Update datetime",
            "we.ird integer",
            "region integer",
            "event integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "film; [['release','>=',1979]]; 1",
        "film; [['contact','=','a@x.org']]; 1",
        "film; [['rating','=','happy']]; 1",
        "film; [['rating','in',['happy','nonsense']]]; 1",
        "film; [['rating','!=','happy']]; 1",
        "film; [['rating','ilike','HAP']]; 1",
        "film; [['length','=',117]]; 1",
        "film; [['length','<',9000000000]]; 1",
        "film; [['rate','=',4.99]]; 1",
        "film; [['rate','in',[4.99,5]]]; 1",
        "film; [['free','=',0.1]]; 1",
        "film; [['real_rate','=',0.1]]; 1",
        "film; [['real_rate','in',[0.1,2]]]; 1",
        "film; [['code','=','AB']]; 1",
        "film; [['features','!=',null]]; 1",
        "film; [['picture','=',null]]; 1",
        "film; [['at','<','10:00']]; 1",
        "film; [['at','in',['09:30','10:00:00']]]; 1",
        "film; [['upper_title','=','ALIEN']]; 1",
        "film; [['region.name','=','South']]; 1",
        "film; [['region.name','!=','North']]; 2",
        "film; [['event.at','=','2026-01-06']]; 1",
        "film; [['event','in',[2,3]]]; 1",
        "film; [['Last Update','<','today']]; 1",
        "film; [['Last Update','in',['2026-01-01','2026-01-02T00:00:00+01:00']]]; 1",
        "event; [['film.title','=','Alien']]; 2",
        "event; [['at','in',['2026-01-05']]]; 1",
        "happy; [['title','like','lie']]; 1",
        "region; [['film.rating','=','happy']]; 1",
      })
  void all_of_them_can_be_asked(String target, String filter, long expected) {
    Filter parsed = Filter.parse(filter.replace('\'', '"'));
    assertThat(audience.check(target, parsed)).isEmpty();
    assertThat(audience.count(target, parsed, true, NOW)).isEqualTo(expected);
  }

  @Test
  void what_has_no_plain_values_can_only_be_empty() {
    assertThat(audience.check("film", Filter.parse("[[\"payload\",\"=\",\"x\"]]")))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("takes nothing but null"));
    assertThat(audience.check("film", Filter.parse("[[\"we.ird\",\"=\",1]]"))).hasSize(1);
  }

  @Test
  void all_of_them_can_be_read() {
    List<String> paths =
        audience.fields("film").stream()
            .filter(f -> f.relation() == null && !f.name().contains("."))
            .map(FieldInfo::name)
            .toList();
    Map<String, @Nullable Object> alien = read(paths);
    assertThat(alien)
        .containsEntry("release", 1979L)
        .containsEntry("rating", "happy")
        .containsEntry("rate", new BigDecimal("4.99"))
        .containsEntry("real_rate", new BigDecimal("0.1"))
        .containsEntry("at", LocalTime.of(9, 30))
        .containsEntry("features", "{x,y}")
        .containsEntry("Last Update", Instant.parse("2026-01-01T00:00:00Z"));
  }

  private Map<String, @Nullable Object> read(List<String> paths) {
    return audience
        .examine("film", Set.of(RecordKey.of(1)), Filter.ALL, true, paths, NOW)
        .get(RecordKey.of(1))
        .values();
  }

  @Test
  void enumerations_and_domains_can_be_written() {
    List<Assignment> assignments =
        List.of(
            new Assignment("rating", "ok", null),
            new Assignment("release", 1980L, null),
            new Assignment("code", "XY", null));
    assertThat(writer.check("film", assignments)).isEmpty();
    Map<String, @Nullable Object> before = read(List.of("rating", "release", "code"));
    try {
      db.ask(sql -> writer.update("film", Set.of(RecordKey.of(1)), assignments, NOW));
      assertThat(read(List.of("rating", "release", "code")))
          .containsEntry("rating", "ok")
          .containsEntry("release", 1980L);
    } finally {
      db.ask(
          sql ->
              writer.update(
                  "film",
                  Set.of(RecordKey.of(1)),
                  List.of(
                      new Assignment("rating", before.get("rating"), null),
                      new Assignment("release", before.get("release"), null),
                      new Assignment("code", "AB", null)),
                  NOW));
    }
    assertThat(writer.check("film", List.of(new Assignment("upper_title", "x", null))))
        .singleElement()
        .satisfies(v -> assertThat(v.message()).contains("is made by the database"));
  }
}
