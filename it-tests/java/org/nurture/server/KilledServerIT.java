package org.nurture.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.SmtpProcess;

/**
 * A server that is killed (SIGKILL) again and again while its schedules carry a campaign out, on
 * one database: each start goes on by itself, and in the end nothing is lost and nothing was done
 * twice. Meanwhile the database, too, throws everybody out. With the three servers that {@link
 * ServersIT} and {@code MainJobInAnotherDatabaseIT} kill, these are ten in the suite.
 */
// what its one test has begun
@SuppressWarnings("NullAway")
class KilledServerIT {
  private static final int KILLS = Integer.getInteger("nurture.serverKills", 7);
  private static final int CONTACTS = 900;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String CAMPAIGN =
      """
      {"name": "Unkillable", "target": "contact", "filter": [["email", "!=", null]], "activities": [
        {"ref": "hello", "name": "Hello", "type": "email",
         "template": {"title": "Hello", "target": "contact", "subject": "Hello",
                      "from": "Ann <ann@example.org>", "html": "<p>Hello</p>"},
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
         "children": [
           {"ref": "again", "name": "Again", "type": "email",
            "template": {"title": "Again", "target": "contact", "subject": "Again",
                         "from": "Ann <ann@example.org>", "html": "<p>Again</p>"},
            "trigger": {"type": "activity", "interval": 0, "unit": "hours"}}]}]}
      """;

  /** Handed over, or on its way. */
  private static final String MAILS_AT_WORK =
      "select count(*) from outbox where state in (2, 3, 4, 5, 8)";

  private EmptyPostgres database;
  private RestClient rest;

  @Test
  void kills_and_a_cut_lose_nothing_and_double_nothing_D14_X6() throws Exception {
    try (EmptyPostgres db = EmptyPostgres.create();
        SmtpProcess smtp =
            SmtpProcess.start(
                Path.of("target", "it", "killed-mail", UUID.randomUUID().toString()))) {
      database = db;
      NurtureServer server = settings(smtp).start();
      try {
        rest = server.rest();
        String id = rest.post("/campaigns", CAMPAIGN).expect(201).getString("id");
        rest.post("/campaigns/" + id + "/start").expect(200);
        for (int kill = 1; kill <= KILLS; kill++) {
          await(moment(kill), "the moment of kill " + kill);
          server.kill();
          someTimePasses();
          server = settings(smtp).keepData().start();
          if (kill == KILLS / 2) {
            cutConnections();
          }
        }
        rest = server.rest();
        await(
            "select not exists (select 1 from trace where state = 0)"
                + " and not exists (select 1 from outbox where state < 3)"
                + " and exists (select 1 from outbox)",
            "the campaign's end");
        nobodyIsLeftOut();
        everyMailArrivedOnce(smtp);
        interruptedExecutionsAreShownAndCanBeRestarted();
        verifyFindsNothingBeforeSomethingIsBrokenAndThenThat();
      } finally {
        server.close();
      }
    }
  }

  private NurtureServer.Builder settings(SmtpProcess smtp) {
    return NurtureServer.named("killed")
        .with("NURTURE_DB_URL", database.url())
        .with("NURTURE_DB_USER", database.user())
        .with("NURTURE_DB_PASSWORD", database.password())
        .with("NURTURE_DEMO_CONTACTS", String.valueOf(CONTACTS))
        .with("NURTURE_SMTP_URL", smtp.url());
  }

  /** When to kill: in each of the jobs, then ever further in sending. */
  private static String moment(int kill) {
    return switch (kill) {
      case 1 -> "select exists (select 1 from job_run where status = 'STARTED')";
      case 2 -> "select exists (select 1 from participant)";
      case 3 -> "select exists (select 1 from outbox)";
      default -> "select (" + MAILS_AT_WORK + ") >= " + (kill - 3) * 2 * CONTACTS / (KILLS + 2);
    };
  }

  /** What a dead server held runs out by the database's time, which is not waited for here. */
  private void someTimePasses() {
    database.execute("update outbox set lease_until = lease_until - interval '2' minute");
    database.execute("update job_run set heartbeat_at = heartbeat_at - interval '2' minute");
  }

  private void cutConnections() {
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
  }

  private void nobodyIsLeftOut() {
    long matching =
        rest.post("/targets/contact/count", "{\"filter\": [[\"email\", \"!=\", null]]}")
            .expect(200)
            .getInt("count");
    assertThat(database.number("select count(*) from participant where state = 1"))
        .isEqualTo(matching);
    assertThat(database.number("select count(*) from trace where parent_id is null"))
        .isEqualTo(matching);
    assertThat(database.number("select count(*) from trace where parent_id is not null"))
        .isEqualTo(
            database.number("select count(*) from trace where parent_id is null and state = 1"))
        .isPositive();
    assertThat(database.number("select count(*) from outbox"))
        .isEqualTo(database.number("select count(*) from trace where state = 1"));
  }

  private void everyMailArrivedOnce(SmtpProcess smtp)
      throws IOException, MessagingException, SQLException {
    Set<String> ids = new HashSet<>();
    Map<String, Integer> arrived = new HashMap<>();
    for (SmtpProcess.Accepted mail : smtp.mails()) {
      assertThat(ids.add(mail.mail().getMessageID())).as("once: " + mail.to()).isTrue();
      arrived.merge(mail.to(), 1, Integer::sum);
    }
    // those with a recorded answer arrived; those in doubt may have
    List<String> wrong = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select address, sum(case when state in (3, 4) then 1 else 0 end),"
                    + " sum(case when state = 8 then 1 else 0 end) from outbox group by address")) {
      while (rows.next()) {
        int is = arrived.getOrDefault(rows.getString(1), 0);
        if (is < rows.getInt(2) || is > rows.getInt(2) + rows.getInt(3)) {
          wrong.add(
              rows.getString(1) + ": " + is + " for " + rows.getInt(2) + " + " + rows.getInt(3));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(database.number("select count(*) from outbox where state not in (3, 4, 8)"))
        .isZero();
  }

  private void interruptedExecutionsAreShownAndCanBeRestarted() {
    List<JsonObject> failed = rest.all("/jobs/executions?status=FAILED");
    List<JsonObject> interrupted =
        failed.stream().filter(e -> e.getString("message", "").contains("server stopped")).toList();

    assertThat(interrupted).isNotEmpty();
    assertThat(interrupted).allMatch(e -> !e.isNull("endedAt"));
    String oldest = interrupted.get(0).getString("id");
    JsonObject again = rest.post("/jobs/executions/" + oldest + "/restart?wait=600").expect(200);
    assertThat(again.getString("status")).isEqualTo("COMPLETED");
  }

  private void verifyFindsNothingBeforeSomethingIsBrokenAndThenThat() {
    assertThat(rest.run("verify").getJsonArray("findings")).isEmpty();

    database.execute("delete from participant where id = (select min(participant_id) from trace)");

    JsonObject found = rest.post("/jobs/verify/executions?wait=600", "{}").expect(200);
    assertThat(found.getString("status")).isEqualTo("FAILED");
    assertThat(found.getString("message")).contains("its participant is not there");
    assertThat(found.getJsonArray("findings").getValuesAs(JsonObject.class))
        .extracting(f -> f.getString("name"))
        .contains("trace_orphan", "counter");
  }

  /** Asks again until it is so, seldom enough to leave the machine to the server. */
  private void await(String condition, String what) throws SQLException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection = database.connect();
        PreparedStatement question = connection.prepareStatement(condition)) {
      while (!isSo(question)) {
        if (System.nanoTime() > end) {
          throw new AssertionError(what + " did not come within " + PATIENCE);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private static boolean isSo(PreparedStatement question) throws SQLException {
    try (ResultSet rows = question.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
