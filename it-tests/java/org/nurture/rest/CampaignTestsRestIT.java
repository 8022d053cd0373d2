package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.RestClient.Answer;

/** Testing a campaign from outside, in the server, while the clock is set. */
class CampaignTestsRestIT {
  private static final Instant NOW = Instant.parse("2031-05-01T08:00:00Z");
  private static RestClient admin;

  /** Mailboxes of this test's own: others share the server. */
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private final String mailbox = "tester." + mark + "@example.org";

  @BeforeAll
  static void server() {
    admin = NurtureServer.shared().rest();
    admin.delete("/clock");
    admin.put("/clock", "{\"now\": \"%s\"}".formatted(NOW)).expect(200);
  }

  @AfterAll
  static void clock() {
    admin.delete("/clock");
  }

  @Test
  void a_test_is_launched_run_played_and_stopped_T1_T4_T5_T6() {
    String campaign = campaign(admin, document());
    JsonObject launched = launch(admin, campaign);
    JsonObject participant = launched.getJsonObject("participant");
    JsonObject hello = launched.getJsonArray("traces").getJsonObject(0);
    assertThat(participant.getBoolean("test")).isTrue();
    assertThat(participant.getString("state")).isEqualTo("RUNNING");
    assertThat(hello.getString("activity")).isEqualTo("hello");
    assertThat(hello.getString("state")).isEqualTo("SCHEDULED");

    JsonObject ran = run(admin, hello).expect(200);

    assertThat(ran.getString("state")).isEqualTo("PROCESSED");
    assertThat(ran.getJsonObject("message").getString("state")).isEqualTo("SENT");
    assertThat(ran.getJsonObject("message").getString("to")).isEqualTo(mailbox);
    assertThat(admin.get("/demo/mails?to=" + RestClient.encode(mailbox)).list()).hasSize(1);
    JsonObject opened = trace(campaign, participant, "opened");
    assertThat(run(admin, opened).status()).isEqualTo(409);
    assertThat(run(admin, hello).status()).isEqualTo(409);
    admin
        .post("/traces/" + hello.getString("id") + "/events", "{\"type\": \"clicked\"}")
        .expect(200);
    assertThat(run(admin, trace(campaign, participant, "opened")).expect(200).getString("state"))
        .isEqualTo("PROCESSED");
    assertThat(trace(campaign, participant, "again").getString("reason"))
        .isEqualTo("opposite_event");

    String path = "/campaigns/" + campaign + "/tests/" + participant.getString("id");
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(trace(campaign, participant, "later").getString("reason")).isEqualTo("test_stopped");
    JsonObject figures =
        admin
            .get("/campaigns/" + campaign + "/figures")
            .expect(200)
            .getJsonObject("activities")
            .getJsonObject("hello");
    assertThat(figures.getInt("success")).isZero();
    assertThat(figures.getInt("opened")).isZero();
  }

  @Test
  void a_users_own_campaign_is_theirs_to_test() {
    RestClient user = admin.as("user");
    String own = campaign(user, document());
    JsonObject hello = launch(user, own).getJsonArray("traces").getJsonObject(0);
    run(user, hello).expect(200);
    user.post("/traces/" + hello.getString("id") + "/events", "{\"type\": \"opened\"}").expect(200);
    String others = campaign(admin, document());
    JsonObject theirs = launch(admin, others).getJsonArray("traces").getJsonObject(0);

    assertThat(user.post("/campaigns/" + others + "/tests", body()).status()).isEqualTo(403);
    assertThat(run(user, theirs).status()).isEqualTo(403);
  }

  @Test
  void what_can_not_be_tested_is_refused_with_its_place() {
    String campaign = campaign(admin, document());
    String path = "/campaigns/" + campaign + "/tests";

    assertThat(admin.post(path, "{}").violations().get(0)).startsWith("/record ");
    assertThat(admin.post(path, "{\"record\": \"x\"}").violations().get(0)).startsWith("/record ");
    assertThat(admin.post(path, "{\"record\": 987654321}").violations().get(0))
        .startsWith("/record ");
    assertThat(admin.post(path, "{\"record\": 1, \"too\": 1}").status()).isEqualTo(422);
    assertThat(admin.post("/campaigns/999999999/tests", body()).status()).isEqualTo(404);
    assertThat(admin.delete(path + "/999999999").status()).isEqualTo(404);
    assertThat(admin.post("/traces/999999999/run").status()).isEqualTo(404);
    String empty = campaign(admin, "{\"name\": \"Nothing\", \"target\": \"contact\"}");
    assertThat(admin.post("/campaigns/" + empty + "/tests", body()).status()).isEqualTo(409);
  }

  @Test
  void an_activity_that_is_not_complete_says_so_when_it_is_run() {
    String campaign =
        campaign(
            admin,
            """
            {"name": "Half", "target": "contact", "activities": [
              {"ref": "half", "name": "Half done", "type": "email",
               "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
            """);
    JsonObject half = launch(admin, campaign).getJsonArray("traces").getJsonObject(0);

    Answer refused = run(admin, half);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().getString("detail")).contains("Half done", "choose its template");
  }

  @Test
  void a_message_is_shown_as_it_is_read_with_nothing_that_runs() {
    String campaign = campaign(admin, document());
    JsonObject hello = launch(admin, campaign).getJsonArray("traces").getJsonObject(0);
    String message = run(admin, hello).expect(200).getJsonObject("message").getString("id");

    Answer html = html(admin, message);

    assertThat(html.status()).isEqualTo(200);
    assertThat(html.text()).contains("our offer").contains("https://shop.example.org/spring");
    assertThat(html.headers().get("content-security-policy").get(0)).contains("sandbox");
    assertThat(html(admin.as("user"), message).status()).isEqualTo(403);
  }

  @Test
  void only_messages_in_doubt_are_resolved_X6() {
    String campaign = campaign(admin, document());
    JsonObject hello = launch(admin, campaign).getJsonArray("traces").getJsonObject(0);
    String path =
        "/messages/"
            + run(admin, hello).expect(200).getJsonObject("message").getString("id")
            + "/resolve";

    assertThat(admin.post(path, "{\"as\": \"sent\"}").status()).isEqualTo(409);
    assertThat(admin.post(path, "{\"as\": \"lost\"}").status()).isEqualTo(422);
    assertThat(admin.post("/messages/999999999/resolve", "{\"as\": \"sent\"}").status())
        .isEqualTo(404);
    assertThat(admin.as("user").post(path, "{\"as\": \"sent\"}").status()).isEqualTo(403);
  }

  private static Answer html(RestClient as, String message) {
    return as.call("GET", "/messages/" + message + "/html", null, "Accept", "text/html");
  }

  private static String campaign(RestClient as, String document) {
    return as.post("/campaigns", document).expect(201).getString("id");
  }

  private JsonObject launch(RestClient as, String campaign) {
    return as.post("/campaigns/" + campaign + "/tests", body()).expect(201);
  }

  private String body() {
    return "{\"record\": 1, \"to\": {\"email\": \"%s\"}}".formatted(mailbox);
  }

  private static Answer run(RestClient as, JsonObject trace) {
    return as.post("/traces/" + trace.getString("id") + "/run");
  }

  private static JsonObject trace(String campaign, JsonObject participant, String ref) {
    return admin
        .get(
            "/campaigns/"
                + campaign
                + "/traces?participant="
                + participant.getString("id")
                + "&activity="
                + ref)
        .list()
        .get(0);
  }

  private static String document() {
    return """
        {"name": "Tested", "target": "contact", "activities": [
          {"ref": "hello", "name": "Say hello", "type": "email",
           "template": {"title": "Spring has come",
             "html": "<p>Dear {{ object.first_name }}, see <a href='https://shop.example.org/spring'>our offer</a>.</p>"},
           "trigger": {"type": "begin", "interval": 3, "unit": "days"},
           "children": [
             {"ref": "opened", "name": "Thank them", "type": "email",
              "template": {"title": "Thanks", "html": "<p>Thanks</p>"},
              "trigger": {"type": "mail_opened", "interval": 1, "unit": "hours"}},
             {"ref": "again", "name": "Again", "type": "email", "template": "Thanks",
              "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"}},
             {"ref": "later", "name": "Later", "type": "email", "template": "Thanks",
              "trigger": {"type": "activity", "interval": 1, "unit": "months"}}]}]}
        """;
  }
}
