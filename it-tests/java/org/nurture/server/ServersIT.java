package org.nurture.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.SmtpProcess;

/**
 * Two servers on one PostgreSQL: they share the work, one is killed, nothing is lost; then one on a
 * copy of the database (SPEC section 11, E6, D18).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersIT {
  private static final int CONTACTS = 15_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** As in production; the demo's rhythm is for people who watch. */
  private static final String RHYTHM =
      "update schedule set every_seconds = case when job in ('enroll', 'process') then 60 else 5"
          + " end where every_seconds = 2";

  /** Contains each part of what an idle server does, but never twice what it does in a minute. */
  private static final Duration IDLE = Duration.ofSeconds(25);

  private static EmptyPostgres database;
  private static SmtpProcess mails;
  private static NurtureServer one;
  private static NurtureServer two;
  private static RestClient rest;

  /** A campaign in whose work servers are killed. */
  private static String killed;

  @BeforeAll
  static void start() throws Exception {
    database = EmptyPostgres.create();
    Path folder = Path.of("target", "it", "servers-mails-" + System.nanoTime());
    mails = SmtpProcess.start(folder);
    one = prepared("server-one").start();
    one.rest().put("/clock", "{\"now\": \"2030-01-01T08:00:00Z\"}").expect(200);
    database.execute(RHYTHM);
    two = prepared("server-two").start();
    rest = two.rest();
  }

  private static NurtureServer.Builder prepared(String name) {
    return NurtureServer.named(name)
        .with("NURTURE_DB_URL", database.url())
        .with("NURTURE_DB_USER", database.user())
        .with("NURTURE_DB_PASSWORD", database.password())
        .with("NURTURE_SMTP_URL", mails.url())
        .with("NURTURE_BASE_URL", "http://original.example.org/nurture")
        .with("NURTURE_DEMO_CONTACTS", String.valueOf(CONTACTS));
  }

  @AfterAll
  static void stop() {
    one.kill();
    two.close();
    mails.close();
    database.close();
  }

  @Test
  @Order(1)
  void they_share_enrolment_and_nobody_is_enrolled_twice_E6() {
    String campaign = started("Everybody", "[]");

    JsonObject both = together("enroll");

    int matching =
        rest.post("/targets/contact/count", "{\"filter\": []}").expect(200).getInt("count");
    assertThat(matching).isGreaterThan(CONTACTS * 9 / 10);
    assertThat(participants(campaign)).isEqualTo(matching);
    assertThat(both.getInt("written")).isEqualTo(matching);
    rest.post("/campaigns/" + campaign + "/stop").expect(200);
  }

  @Test
  @Order(2)
  void a_schedule_fires_once_whichever_server_sees_it_first() throws Exception {
    String campaign = started("By itself", "[[\"country.code\", \"=\", \"FR\"]]");

    rest.delete("/clock").expect(204);
    rest.post("/campaigns/" + campaign + "/stop").expect(200);
    rest.post("/campaigns/" + campaign + "/start").expect(200);
    until(() -> hello(campaign).getInt("sent") > 0);
    until(() -> hello(campaign).getInt("sent") == hello(campaign).getInt("success"));

    assertThat(mails.mails()).hasSize(hello(campaign).getInt("sent"));
    assertThat(
            database.number(
                """
                select count(*) from job_run a join job_run b
                    on a.schedule_name = b.schedule_name and a.id < b.id
                   and b.started_at < coalesce(a.ended_at, a.heartbeat_at)
                """))
        .isZero();
    rest.put("/clock", "{\"now\": \"2030-01-02T08:00:00Z\"}").expect(200);
  }

  @Test
  @Order(3)
  void one_is_killed_at_its_work_and_the_other_finishes_it() throws Exception {
    killed = started("Killed", "[[\"country.code\", \"in\", [\"IT\", \"ES\"]]]");
    together("enroll");
    long all = participants(killed);
    one.rest().post("/jobs/process/executions", "{}").expect(202);
    until(() -> hello(killed).getInt("scheduled") < all);

    one.kill();
    rest.run("process");

    JsonObject hello = hello(killed);
    assertThat(hello.getInt("scheduled")).isZero();
    assertThat(hello.getInt("success") + hello.getInt("canceled")).isEqualTo((int) all);
    // the executions of the dead are found and ended by the living
    until(() -> database.number("select count(*) from job_run where ended_at is null") == 0);
  }

  @Test
  @Order(4)
  void they_share_sending_and_one_is_killed_in_it_X6() throws Exception {
    mails.clear();
    one = prepared("server-one").start();
    int all = hello(killed).getInt("success");
    one.rest().post("/jobs/send-mail/executions", "{}").expect(202);
    rest.post("/jobs/send-mail/executions", "{}").expect(202);
    until(
        () ->
            database.number(
                    "select count(distinct server) from job_run"
                        + " where job = 'send-mail' and written_count > 0 and ended_at is null")
                == 2);

    one.kill();
    assertThat(hello(killed).getInt("sent")).isLessThan(all);
    // what the dead held runs out by the database's time, which is not waited for here
    database.execute("update outbox set lease_until = lease_until - interval '2' minute");
    rest.run("send-mail");
    until(() -> database.number("select count(*) from outbox where state < 3") == 0);

    long inDoubt = database.number("select count(*) from outbox where state = 8");
    assertThat(hello(killed).getInt("sent") + inDoubt).isEqualTo(all);
    assertThat(arrivedOnce()).isBetween(all - inDoubt, (long) all);
  }

  @Test
  @Order(5)
  void a_start_on_a_copy_of_the_database_sends_nothing_D18() throws Exception {
    // a set clock only moves forward
    rest.delete("/clock").expect(204);
    rest.put("/clock", "{\"now\": \"2025-01-01T08:00:00Z\"}").expect(200);
    String campaign = started("Queued", "[[\"country.code\", \"=\", \"DE\"]]");
    rest.run("enroll");
    rest.run("process");
    two.close();
    long before = mails.mails().size();
    // a copy is started long after the original gave its last sign of life in it
    database.execute("update server_node set heartbeat_at = heartbeat_at - interval '1 hour'");
    try (EmptyPostgres copy = database.copy();
        NurtureServer server =
            NurtureServer.named("server-copy")
                .with("NURTURE_MODE", "production")
                .with("NURTURE_DB_URL", copy.url())
                .with("NURTURE_DB_USER", copy.user())
                .with("NURTURE_DB_PASSWORD", copy.password())
                .with("NURTURE_SMTP_URL", mails.url())
                .with("NURTURE_BASE_URL", "http://staging.example.org/nurture")
                .realmUser("boss", "s3cret", "marketing-admin")
                .start()) {
      RestClient boss = new RestClient(server.url() + "/api", "boss", "s3cret");
      JsonObject health = boss.asNobody().get("/health").expect(200);
      JsonObject job = boss.run("send-mail");
      JsonObject held = boss.get("/installation").expect(200);
      JsonObject said = boss.post("/installation/confirm", "{\"as\": \"copy\"}").expect(200);
      boss.run("send-mail");

      assertThat(health.getBoolean("held")).isTrue();
      assertThat(health.getString("reason")).contains("http://original.example.org/nurture");
      assertThat(health.getJsonObject("engine").containsKey("lateSeconds")).isTrue();
      assertThat(job.getString("message")).contains("Sending is held");
      assertThat(held.getString("reason")).isEqualTo("other_address");
      assertThat(said.getString("reason")).isEqualTo("copy");
      assertThat(mails.mails().size()).isEqualTo(before);
      JsonObject hello =
          boss.get("/campaigns/" + campaign + "/figures")
              .expect(200)
              .getJsonObject("activities")
              .getJsonObject("hello");
      assertThat(hello.getInt("success")).isPositive();
      assertThat(hello.getInt("sent")).isZero();
      boss.post("/campaigns/" + campaign + "/stop").expect(200);
      assertAsksLessThanOnceASecond(copy);
    }
  }

  /** The server on it has nothing that is due, and asks all the same whether it has. */
  private static void assertAsksLessThanOnceASecond(EmptyPostgres database) throws Exception {
    Map<String, Long> statements = database.statements(IDLE);
    assertThat(statements.values().stream().mapToLong(Long::longValue).sum())
        .as(statements.toString())
        .isPositive()
        .isLessThan(IDLE.toSeconds());
  }

  /** Runs it on both at once; answers the last, with the sum of what both wrote. */
  private static JsonObject together(String job) {
    CompletableFuture<JsonObject> first = CompletableFuture.supplyAsync(() -> one.rest().run(job));
    JsonObject second = rest.run(job);
    JsonObject other = first.join();
    return jakarta.json.Json.createObjectBuilder(second)
        .add("written", second.getInt("written") + other.getInt("written"))
        .build();
  }

  /** How many mails arrived, each of them once. */
  private static long arrivedOnce() throws Exception {
    List<String> ids = new ArrayList<>();
    for (SmtpProcess.Accepted accepted : mails.mails()) {
      ids.add(accepted.mail().getMessageID());
    }
    assertThat(ids).doesNotHaveDuplicates();
    return ids.size();
  }

  private static String started(String name, String filter) {
    String document =
        """
        {"name": "%1$s", "target": "contact", "filter": %2$s, "activities": [
          {"ref": "hello", "name": "Hello", "type": "email",
           "template": {"title": "Hello", "target": "contact", "subject": "Hello",
                        "from": "Ann <ann@example.org>", "html": "<p>Hello</p>"},
           "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
        """
            .formatted(name, filter);
    String id = rest.post("/campaigns", document).expect(201).getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    return id;
  }

  private static JsonObject figures(String campaign) {
    return rest.get("/campaigns/" + campaign + "/figures").expect(200);
  }

  private static JsonObject hello(String campaign) {
    return figures(campaign).getJsonObject("activities").getJsonObject("hello");
  }

  private static long participants(String campaign) {
    return figures(campaign).getJsonObject("participants").values().stream()
        .mapToLong(n -> Long.parseLong(n.toString()))
        .sum();
  }

  /** Asks again until it is so, seldom enough to leave the machine to the servers. */
  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come to that in " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
