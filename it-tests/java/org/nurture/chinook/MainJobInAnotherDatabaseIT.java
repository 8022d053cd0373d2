package org.nurture.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.EmptyPostgres;

/**
 * Chinook in a database of its own, reached through a second pool; both are XA, and what changes
 * both databases is one transaction (D4).
 */
class MainJobInAnotherDatabaseIT extends MainJob {
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

  MainJobInAnotherDatabaseIT() {
    super("chinook-other");
  }

  @Override
  EmptyPostgres crm(EmptyPostgres nurtures) {
    return EmptyPostgres.create();
  }

  @Override
  boolean writable() {
    return true;
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
        rest()
            .post(
                "/campaigns",
                """
                {"name": "Poison", "target": "customer",
                 "filter": [["customer_id", "in", [20, 21, 22]]],
                 "activities": [{"ref": "write", "name": "Write", "type": "action",
                   "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
                   "action": {"name": "Write x", "target": "customer", "kind": "update_record",
                     "set": [{"field": "fax", "value": "x"}]}}]}\
                """)
            .expect(201)
            .getString("id");
    rest().post("/campaigns/" + one + "/start").expect(200);
    rest().run("enroll");

    rest().run("process");

    assertThat(states(one))
        .containsExactlyInAnyOrder("ERROR action", "PROCESSED null", "PROCESSED null");
    assertThat(chinook().ask("select customer_id from customer where fax = 'x' order by 1"))
        .containsExactly("21", "22");
  }

  private List<String> rows() throws SQLException {
    return chinook()
        .ask(
            "select customer_id, fax, state, (select count(*) from wish) from customer order by 1");
  }

  private List<String> states(String campaign) {
    return rest().all("/campaigns/" + campaign + "/traces").stream()
        .map(MainJobInAnotherDatabaseIT::outcome)
        .toList();
  }

  private static String outcome(JsonObject trace) {
    return trace.getString("state") + " " + trace.getString("reason", null);
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
    try (Connection connection = nurtures().connect();
        Statement sql = connection.createStatement();
        var row = sql.executeQuery("select count(*) from todo where summary = 'Call both'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
