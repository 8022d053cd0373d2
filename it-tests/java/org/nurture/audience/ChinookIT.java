package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nurture.audience.Target.Role;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.support.LocalSources;
import org.nurture.support.Make;
import org.nurture.support.OnDatabase;
import org.nurture.support.TestDatabase;

/** A database that others made, as it is: in Nurture's own database, and in one of its own. */
@NullUnmarked // a null in the wrong place is a failed test
@OnDatabase(Make.POSTGRESQL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChinookIT {
  private static final Path SCRIPT = Path.of("..", "shared", "crm", "chinook-postgresql.sql");
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");

  private final TestDatabase db;
  private final List<TargetDefinition> targets = new ArrayList<>();

  ChinookIT(TestDatabase db) {
    this.db = db;
  }

  @BeforeAll
  void setUp() throws IOException {
    load(db);
  }

  private static void load(TestDatabase into) throws IOException {
    String script = Files.readString(SCRIPT);
    String statements = script.substring(script.indexOf("CREATE TABLE"));
    into.run(
        sql ->
            sql.connection(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    statement.execute("create schema chinook");
                    statement.execute("set local search_path to chinook");
                    statement.execute(statements);
                  }
                }));
  }

  private HostAudience over(LocalSources sources, String source) {
    Catalogue catalogue = new Catalogue(sources);
    targets.clear();
    for (String table : List.of("employee", "customer", "track", "playlist")) {
      TargetDocument document =
          DocumentReader.read(
              new DocumentWriter()
                  .put("name", table)
                  .put("dataSource", source)
                  .put("schema", "chinook")
                  .put("table", table)
                  .build(),
              TargetDocument::read);
      targets.add(new Discovery(catalogue).of(document, targets));
    }
    return new HostAudience(() -> targets, catalogue, sources, db.database());
  }

  @Test
  void customers_are_discovered_with_their_relations_section_6() {
    HostAudience audience = over(new LocalSources(db), "crm");

    assertThat(targets.get(1).roles())
        .isEqualTo(
            Map.of(
                Role.KEY, "customer_id",
                Role.NAME, "last_name",
                Role.EMAIL, "email",
                Role.PHONE, "phone",
                Role.COUNTRY, "country",
                Role.OWNER, "support_rep_id"));
    assertThat(relations(audience, "customer"))
        .containsExactly("support_rep employee", "invoice chinook.invoice many");
    assertThat(relations(audience, "employee"))
        .containsExactlyInAnyOrder(
            "reports_to employee", "customer customer many", "employee employee many");
    assertThat(relations(audience, "track"))
        .containsExactlyInAnyOrder(
            "album chinook.album",
            "genre chinook.genre",
            "media_type chinook.media_type",
            "invoice_line chinook.invoice_line many",
            "playlist_track chinook.playlist_track many",
            "playlist playlist many");
  }

  private static List<String> relations(HostAudience audience, String target) {
    return audience.fields(target).stream()
        .filter(f -> f.relation() != null)
        .map(f -> f.name() + " " + f.relation().target() + (f.many() ? " many" : ""))
        .toList();
  }

  @Test
  void filters_go_across_invoices_and_employees() {
    check(over(new LocalSources(db), "crm"));
  }

  @Test
  void a_database_of_its_own_answers_the_same_D4() throws IOException {
    try (TestDatabase other = TestDatabase.open(Make.POSTGRESQL)) {
      load(other);
      HostAudience audience =
          over(new LocalSources(db, Map.of("jdbc/chinook", other)), "jdbc/chinook");
      assertThat(audience.local("customer")).isFalse();
      check(audience);
      db.execute("alter table chinook.customer rename to gone");
      try {
        check(audience);
      } finally {
        db.execute("alter table chinook.gone rename to customer");
      }
    }
  }

  private void check(HostAudience audience) {
    assertThat(count(audience, "customer", "[]")).isEqualTo(59);
    assertSame(
        audience,
        "customer",
        "[['invoice.total','>',20]]",
        "customer c where exists (select 1 from chinook.invoice i"
            + " where i.customer_id = c.customer_id and i.total > 20)");
    assertSame(
        audience,
        "customer",
        "[['support_rep.reports_to.last_name','=','Edwards'],'!',['invoice.invoice_line.track.genre.name','ilike','metal']]",
        "customer c join chinook.employee e on e.employee_id = c.support_rep_id"
            + " join chinook.employee m on m.employee_id = e.reports_to"
            + " where m.last_name = 'Edwards' and c.customer_id not in (select i.customer_id from"
            + " chinook.invoice i join chinook.invoice_line l on l.invoice_id = i.invoice_id"
            + " join chinook.track t on t.track_id = l.track_id"
            + " join chinook.genre g on g.genre_id = t.genre_id where g.name ilike '%metal%')");
    assertSame(
        audience, "employee", "[['reports_to','=',null]]", "employee where reports_to is null");
    assertSame(audience, "employee", "[['reports_to','=',2]]", "employee where reports_to = 2");
    assertSame(
        audience,
        "track",
        "[['playlist.name','=','Grunge']]",
        "playlist_track pt join chinook.playlist p on p.playlist_id = pt.playlist_id"
            + " where p.name = 'Grunge'");
    assertSame(
        audience,
        "customer",
        "[['company','!=','Google Inc.']]",
        "customer where company is null or company <> 'Google Inc.'");
    assertThat(
            audience
                .records(
                    "customer",
                    Filter.parse("[[\"customer_id\",\"=\",1]]"),
                    false,
                    List.of("email", "support_rep.first_name", "invoice.total"),
                    5,
                    NOW)
                .get(0)
                .get("support_rep.first_name"))
        .isEqualTo("Jane");
  }

  private void assertSame(HostAudience audience, String target, String filter, String rows) {
    long expected =
        db.ask(sql -> sql.fetchSingle("select count(*) from " + rowsOf(rows)).get(0, Long.class));
    assertThat(expected).as(rows).isPositive();
    assertThat(count(audience, target, filter)).as(filter).isEqualTo(expected);
  }

  /** The copy in our own database may have its table renamed, to prove that nobody reads it. */
  private String rowsOf(String rows) {
    boolean renamed =
        db.ask(
            sql ->
                sql.fetchSingle("select to_regclass('chinook.gone') is not null")
                    .get(0, Boolean.class));
    return "chinook."
        + (renamed && rows.startsWith("customer") ? "gone" + rows.substring(8) : rows);
  }

  private static long count(HostAudience audience, String target, String filter) {
    return audience.count(target, Filter.parse(filter.replace('\'', '"')), false, NOW);
  }
}
