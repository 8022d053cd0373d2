package org.nurture.job;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/**
 * Jobs in a server of their own: by hand, stopped, restarted, two at once, killed; then schedules
 * and the clock (SPEC section 11, D14).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobsIT {
  private static final int CONTACTS = 6_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static NurtureServer server;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    server = prepared().with("NURTURE_SCHEDULES", "off").start();
    rest = server.rest();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static NurtureServer.Builder prepared() {
    return NurtureServer.named("jobs").with("NURTURE_DEMO_CONTACTS", String.valueOf(CONTACTS));
  }

  @Test
  void an_execution_is_waited_for_and_listed() {
    JsonObject done = rest.run("process");

    JsonObject shown = rest.get("/jobs/executions/" + done.getString("id")).expect(200);
    assertThat(shown.getString("status")).isEqualTo("COMPLETED");
    assertThat(shown.getInt("progress")).isEqualTo(100);
    assertThat(shown.getString("job")).isEqualTo("process");
    assertThat(shown.isNull("endedAt")).isFalse();
    assertThat(rest.all("/jobs/executions?job=process"))
        .extracting(e -> e.getString("id"))
        .contains(done.getString("id"));
    assertThat(rest.get("/jobs").expect(200).getJsonArray("items")).hasSize(Job.values().length);
  }

  @Test
  void what_cannot_be_is_refused_with_words() {
    String done = rest.run("process").getString("id");

    assertThat(rest.post("/jobs/dance/executions", "{}").status()).isEqualTo(404);
    assertThat(rest.get("/jobs/executions/999999").status()).isEqualTo(404);
    assertThat(rest.get("/jobs/executions/first").status()).isEqualTo(404);
    assertThat(rest.post("/jobs/executions/" + done + "/stop").status()).isEqualTo(409);
    assertThat(rest.post("/jobs/executions/" + done + "/restart").status()).isEqualTo(409);
    assertThat(rest.post("/jobs/executions/" + done + "/abandon").status()).isEqualTo(409);
    assertThat(rest.post("/jobs/process/executions?wait=601", "{}").violations())
        .singleElement()
        .asString()
        .startsWith("?wait ");
    assertThat(rest.post("/jobs/process/executions", "{\"campaign\": 1}").status()).isEqualTo(400);
    assertThat(rest.post("/jobs/process/executions", "{\"speed\": 1}").violations())
        .singleElement()
        .asString()
        .startsWith("/speed ");
    assertThat(rest.post("/jobs/process/executions", "{\"campaign\": \"77\"}").status())
        .isEqualTo(422);
  }

  @Test
  void operators_run_jobs_and_users_do_not() {
    assertThat(rest.as("operator").run("process").getString("status")).isEqualTo("COMPLETED");
    assertThat(rest.as("user").get("/jobs").status()).isEqualTo(403);
    assertThat(rest.as("manager").post("/jobs/process/executions", "{}").status()).isEqualTo(403);
    assertThat(rest.asNobody().get("/jobs").status()).isEqualTo(401);
    assertThat(rest.as("operator").get("/clock").status()).isEqualTo(403);
  }

  @Test
  void two_at_once_share_the_work_and_enrol_everybody_once_E6() {
    String campaign = started("Two at once", "[]");

    CompletableFuture<JsonObject> one = CompletableFuture.supplyAsync(() -> rest.run("enroll"));
    CompletableFuture<JsonObject> two = CompletableFuture.supplyAsync(() -> rest.run("enroll"));
    one.join();
    two.join();

    assertThat(participants(campaign)).isEqualTo(matching());
    rest.post("/campaigns/" + campaign + "/stop").expect(200);
  }

  @Test
  void stopped_it_goes_on_after_a_restart_with_nothing_lost_and_nothing_twice() {
    String campaign = started("Stopped", "[]");
    rest.run("enroll");
    long all = participants(campaign);
    String id = rest.post("/jobs/process/executions", "{}").expect(202).getString("id");

    rest.post("/jobs/executions/" + id + "/stop").expect(200);
    until(() -> !execution(id).isNull("endedAt"));

    assertThat(execution(id).getString("status")).isEqualTo("STOPPED");
    assertThat(execution(id).getString("message")).isEqualTo("Stopped by admin");
    JsonObject again = rest.post("/jobs/executions/" + id + "/restart?wait=600").expect(200);
    assertThat(again.getString("id")).isNotEqualTo(id);
    assertThat(again.getString("status")).as("%s", again).isEqualTo("COMPLETED");
    JsonObject hello = hello(campaign);
    assertThat(hello.getInt("scheduled")).isZero();
    assertThat(hello.getInt("success") + hello.getInt("canceled") + hello.getInt("rejected"))
        .isEqualTo((int) all);
    assertThat(rest.post("/jobs/executions/" + id + "/restart").status()).isEqualTo(409);
    rest.post("/campaigns/" + campaign + "/stop").expect(200);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void killed_it_is_failed_after_the_start_and_a_restart_finishes_it_and_schedules_go_on() {
    String campaign = started("Killed", "[]");
    rest.run("enroll");
    long all = participants(campaign);
    String id = rest.post("/jobs/process/executions", "{}").expect(202).getString("id");
    until(() -> hello(campaign).getInt("scheduled") < all);

    server.kill();
    server = prepared().keepData().with("NURTURE_SCHEDULES", "on").start();
    rest = server.rest();

    // With the clock set nothing starts by itself, so what was left is still there.
    rest.put("/clock", "{\"now\": \"2030-01-01T00:00:00Z\"}").expect(200);
    assertThat(execution(id).getString("status")).isEqualTo("FAILED");
    assertThat(execution(id).getString("message")).contains("server stopped");
    JsonObject again = rest.post("/jobs/executions/" + id + "/restart?wait=600").expect(200);
    assertThat(again.getString("status")).as("%s", again).isEqualTo("COMPLETED");
    JsonObject hello = hello(campaign);
    assertThat(hello.getInt("scheduled")).isZero();
    assertThat(hello.getInt("success") + hello.getInt("canceled") + hello.getInt("rejected"))
        .isEqualTo((int) all);
    rest.post("/campaigns/" + campaign + "/stop").expect(200);

    schedules_wait_while_the_clock_is_set_and_resume_when_it_runs();
  }

  private static void schedules_wait_while_the_clock_is_set_and_resume_when_it_runs() {
    String before = rest.get("/jobs").expect(200).getJsonArray("items").toString();
    String campaign = started("By itself", "[[\"country.code\", \"=\", \"IT\"]]");
    rest.run("send-sms");

    assertThat(participants(campaign)).isZero();
    assertThat(before).contains("\"everySeconds\":2");
    assertThat(rest.put("/clock", "{\"now\": \"2029-01-01T00:00:00Z\"}").status()).isEqualTo(409);

    rest.delete("/clock").expect(204);
    until(() -> hello(campaign).getInt("sent") > 0);
    assertThat(participants(campaign)).isPositive();
    // Idle again: no trail of empty executions.
    until(() -> hello(campaign).getInt("sent") == hello(campaign).getInt("success"));
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

  private static long matching() {
    return rest.post("/targets/contact/count", "{\"filter\": []}").expect(200).getInt("count");
  }

  private static JsonObject execution(String id) {
    return rest.get("/jobs/executions/" + id).expect(200);
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

  /** Asks again until it is so: each asking is a call over HTTP, which is pause enough. */
  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come to that in " + PATIENCE);
      }
    }
  }
}
