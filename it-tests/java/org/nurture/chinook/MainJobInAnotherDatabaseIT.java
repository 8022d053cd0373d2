package org.nurture.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.StoppingProxy;

/**
 * Chinook in a database of its own, reached through a second pool; both are XA, and what changes
 * both databases is one transaction (D4).
 */
class MainJobInAnotherDatabaseIT extends MainJobAfterwards {
  private static final String ACTS =
      """
      {"name": "Both", "target": "customer", "filter": [["customer_id", "in", [10, 11, 12]]],
       "activities": [{"ref": "both", "name": "Both", "type": "action",
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
         "action": {"name": "Everything", "target": "customer", "kind": "sequence",
           "actions": ["Write elsewhere", "Make elsewhere", "Remember here"]},
         "filter": [["company", "!=", "taken"]]}]}\
      """;

  private static final List<String> PARTS =
      List.of(
          """
          {"name": "Write elsewhere", "target": "customer", "kind": "update_record",
           "set": [{"field": "fax", "value": "both"}, {"field": "state", "from": "first_name"}]}\
          """,
          """
          {"name": "Make elsewhere", "target": "customer", "kind": "create_record", "in": "wish",
           "set": [{"field": "title", "from": "fax"}], "linkField": "customer"}\
          """,
          """
          {"name": "Remember here", "target": "customer", "kind": "create_activity",
           "summary": "Call {{ object.fax }}"}\
          """);

  /** A transaction that has notified somebody can't be prepared: the fault between the two. */
  private static final String REFUSE =
      """
      create function %1$s.refuse() returns trigger language plpgsql as $$
      begin notify nobody; return null; end $$;
      create trigger refuse after update on %2$s for each statement execute function %1$s.refuse()\
      """;

  private StoppingProxy way;

  MainJobInAnotherDatabaseIT() {
    super("chinook-other");
  }

  @Override
  EmptyPostgres crm(EmptyPostgres nurtures) {
    EmptyPostgres crm = EmptyPostgres.create();
    way = new StoppingProxy(URI.create(crm.url().replace("jdbc:", "")).getPort());
    return crm;
  }

  @Override
  NurtureServer.Builder settings(NurtureServer.Builder builder) {
    return builder
        .with("NURTURE_SCRIPTS", "on")
        .with("NURTURE_CRM_URL", crm().url().replaceFirst(":[0-9]+/", ":" + way.port() + "/"))
        .with("NURTURE_CRM_USER", crm().user())
        .with("NURTURE_CRM_PASSWORD", crm().password());
  }

  @AfterAll
  void closeTheWay() {
    way.close();
  }

  @Test
  @Order(101)
  void both_databases_commit_or_neither_does_D4() throws Exception {
    chinook()
        .execute(
            """
            create table wish (
              wish_id integer generated always as identity primary key,
              customer_id integer not null references customer, title varchar(40) not null)\
            """,
            "update customer set company = 'taken' where customer_id = 12");
    rest()
        .post(
            "/targets",
            """
            {"name": "wish", "dataSource": "crm", "schema": "chinook", "table": "wish",
             "writable": true}\
            """)
        .expect(201);
    for (String part : PARTS) {
      rest().post("/server-actions", part).expect(201);
    }
    String both = rest().post("/campaigns", ACTS).expect(201).getString("id");
    rest().post("/campaigns/" + both + "/start").expect(200);
    rest().run("enroll");
    List<String> before = rows();

    refuse(nurtures(), "public", "public.trace");
    rest().post("/jobs/process/executions?wait=60", "{}").expect(200);
    assertThat(rows()).as("Nurture's database could not").isEqualTo(before);
    assertThat(states(both)).containsOnly("SCHEDULED null");
    permit(nurtures(), "public", "public.trace");
    assertThat(prepared()).isZero();

    refuse(crm(), "chinook", "chinook.customer");
    rest().post("/jobs/process/executions?wait=60", "{}").expect(200);
    assertThat(rows()).as("the CRM's database could not").isEqualTo(before);
    assertThat(states(both)).containsOnly("SCHEDULED null");
    assertThat(todos()).isZero();
    permit(crm(), "chinook", "chinook.customer");
    assertThat(prepared()).isZero();

    later();
    rest().run("process");
    assertThat(states(both))
        .containsExactlyInAnyOrder("PROCESSED null", "PROCESSED null", "REJECTED filter");
    assertThat(chinook().ask("select customer_id, fax from customer where fax = 'both' order by 1"))
        .containsExactly("10|both", "11|both");
    assertThat(chinook().ask("select customer_id, title from wish order by 1"))
        .as("read as the part before left it")
        .containsExactly("10|both", "11|both");
    assertThat(todos()).isEqualTo(2);
    assertThat(prepared()).isZero();
  }

  @Test
  @Order(102)
  void one_record_that_the_crm_refuses_is_that_one_s_error_D4() throws Exception {
    chinook()
        .execute(
            "alter table customer add constraint no_twenty check (customer_id <> 20 or fax <>"
                + " 'x')");
    String one =
        executing(
            "Poison",
            "[20, 21, 22]",
            """
            {"name": "Write x", "target": "customer", "kind": "update_record",
             "set": [{"field": "fax", "value": "x"}]}\
            """);

    rest().run("process");

    assertThat(states(one))
        .containsExactlyInAnyOrder("ERROR action", "PROCESSED null", "PROCESSED null");
    assertThat(chinook().ask("select customer_id from customer where fax = 'x' order by 1"))
        .containsExactly("21", "22");
  }

  @Test
  @Order(103)
  void scripts_and_expressions_read_what_was_written_a_part_before_D4() throws Exception {
    chinook().execute("update customer set fax = 'a' where customer_id in (20, 21, 22)");
    rest()
        .post(
            "/server-actions",
            """
            {"name": "One more", "target": "customer", "kind": "update_record",
             "set": [{"field": "fax", "expression": "object.fax + '+'"}]}\
            """)
        .expect(201);
    rest()
        .post(
            "/server-actions",
            """
            {"name": "Look", "target": "customer", "kind": "execute_code",
             "script": "return {set: {fax: record.customer_id == 20 ? 'x' : record.fax + '*'},\
             note: {subject: 'Seen', text: record.fax}}"}\
            """)
        .expect(201);

    String campaign =
        executing(
            "Count",
            "[20, 21, 22]",
            """
            {"name": "Count", "target": "customer", "kind": "sequence",
             "actions": ["One more", "Look", "One more"]}\
            """);
    rest().run("process");

    assertThat(states(campaign))
        .containsExactlyInAnyOrder("ERROR action", "PROCESSED null", "PROCESSED null");
    assertThat(
            chinook()
                .ask("select customer_id, fax from customer where customer_id between 20 and 22"))
        .containsExactlyInAnyOrder("20|a", "21|a+*+", "22|a+*+");
    assertThat(number("select count(*) from record_note where body = 'a+'")).isEqualTo(2);
    assertThat(prepared()).isZero();
  }

  @Test
  @Order(104)
  void followers_are_written_in_a_table_of_the_crm_elsewhere_D4() throws Exception {
    chinook()
        .execute(
            """
            create table fan (
              customer_id integer not null references customer,
              employee_id integer not null references employee,
              primary key (customer_id, employee_id), check (customer_id <> 21))\
            """);
    JsonObject customer = rest().get("/targets/customer").expect(200);
    rest()
        .put(
            "/targets/customer",
            Json.createObjectBuilder(customer)
                .add(
                    "followers",
                    Json.createObjectBuilder()
                        .add("table", "fan")
                        .add("record", "customer_id")
                        .add("user", "employee_id")
                        .add("userValue", "email"))
                .build()
                .toString())
        .expect(200);
    List<String> employees =
        chinook().ask("select email from employee where employee_id in (1, 2) order by 1");

    String campaign =
        executing(
            "Follow",
            "[20, 21, 22]",
            """
            {"name": "Follow", "target": "customer", "kind": "add_followers",
             "followers": ["%s", "%s"]}\
            """
                .formatted(employees.toArray()));
    rest().run("process");

    assertThat(states(campaign))
        .containsExactlyInAnyOrder("ERROR action", "PROCESSED null", "PROCESSED null");
    assertThat(chinook().ask("select customer_id, employee_id from fan order by 1, 2"))
        .containsExactly("20|1", "20|2", "22|1", "22|2");
    assertThat(number("select count(*) from record_follower")).isZero();
    assertThat(prepared()).isZero();
  }

  @Test
  @Order(105)
  void a_crash_between_the_two_commits_is_made_good_at_the_next_start_D4() throws Exception {
    String campaign =
        executing(
            "Cut",
            "[30, 31, 32]",
            """
            {"name": "Cut", "target": "customer", "kind": "update_record",
             "set": [{"field": "fax", "value": "cut"}]}\
            """);
    CompletableFuture<Void> stopped = way.stopAt("COMMIT PREPARED");
    rest().post("/jobs/process/executions", "{}");
    stopped.get(1, TimeUnit.MINUTES);
    assertThat(prepared()).as("promised, not done").isPositive();

    kill();
    way.stopNobody();
    startAgain();

    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (prepared() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(prepared()).isZero();
    assertThat(chinook().ask("select customer_id from customer where fax = 'cut' order by 1"))
        .containsExactly("30", "31", "32");
    assertThat(states(campaign)).containsOnly("PROCESSED null");
  }

  /** Started, and those customers are enrolled. */
  private String executing(String name, String customers, String action) {
    String id =
        rest()
            .post(
                "/campaigns",
                """
                {"name": "%1$s", "target": "customer",
                 "filter": [["customer_id", "in", %2$s]],
                 "activities": [{"ref": "act", "name": "Act", "type": "action",
                   "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
                   "action": %3$s}]}\
                """
                    .formatted(name, customers, action))
            .expect(201)
            .getString("id");
    rest().post("/campaigns/" + id + "/start").expect(200);
    rest().run("enroll");
    return id;
  }

  private List<String> rows() throws SQLException {
    return chinook()
        .ask(
            "select customer_id, fax, state, (select count(*) from wish) from customer order by 1");
  }

  private List<String> states(String campaign) {
    return rest().all("/campaigns/" + campaign + "/traces").stream().map(MainJob::outcome).toList();
  }

  private static void refuse(EmptyPostgres database, String schema, String table)
      throws SQLException {
    execute(database, REFUSE.formatted(schema, table));
  }

  private static void permit(EmptyPostgres database, String schema, String table)
      throws SQLException {
    execute(
        database, "drop trigger refuse on " + table + "; drop function " + schema + ".refuse()");
  }

  private static void execute(EmptyPostgres database, String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** Of all databases of the server. */
  private int prepared() throws SQLException {
    return Integer.parseInt(chinook().ask("select count(*) from pg_prepared_xacts").get(0));
  }

  private int todos() throws SQLException {
    return number("select count(*) from todo where summary = 'Call both'");
  }

  private int number(String question) throws SQLException {
    try (Connection connection = nurtures().connect();
        Statement sql = connection.createStatement();
        var row = sql.executeQuery(question)) {
      row.next();
      return row.getInt(1);
    }
  }
}
