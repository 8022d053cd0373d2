package org.nurture.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.Story;

/**
 * A campaign with every trigger that an SMS can set off, on the demo: the texts are read in the
 * catcher, and a link is pressed there. Three people: one clicks, one's number fails, one is quiet.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
class SmsTriggersIT {
  private static final Instant START = Instant.parse("2031-05-05T09:00:00Z");
  private static final String AGENT = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile";
  private static final String OFFER = "https://example.org/offer?for=";

  private static final String CHILD =
      """
      {"ref": "%1$s", "name": "%1$s", "type": "sms", "template": "Second text",
       "trigger": {"type": "%2$s", "interval": %3$d, "unit": "hours"}}""";

  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private final HttpClient phone = HttpClient.newHttpClient();
  private String campaign;
  private JsonObject clicker;
  private JsonObject failed;
  private JsonObject quiet;

  @BeforeAll
  void setTheClock() {
    rest.delete("/clock");
    at(START);
  }

  @AfterAll
  void letTimeGoOn() {
    if (campaign != null) {
      rest.post("/campaigns/" + campaign + "/stop");
    }
    rest.delete("/clock");
  }

  private void at(Instant now) {
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(now)).expect(200);
  }

  @Test
  @Order(1)
  void texts_go_out_with_short_links() {
    campaign =
        rest.post(
                "/campaigns",
                """
                {"name": "All that a text can set off", "target": "contact",
                 "filter": [["id", "<", 60], ["active", "=", true]],
                 "activities": [{"ref": "first", "name": "First text", "type": "sms",
                   "template": {"title": "First text", "target": "contact",
                     "text": "Hi {{ object.first_name | default: \\"there\\" }}: %s{{ object.id }}"},
                   "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
                   "children": [%s, %s, %s,
                     {"ref": "bounced", "name": "bounced", "type": "sms",
                      "template": {"title": "Second text", "target": "contact", "text": "Still there?"},
                      "trigger": {"type": "sms_bounced", "interval": 0, "unit": "hours"}}]}]}"""
                    .formatted(
                        OFFER,
                        CHILD.formatted("after", "activity", 1),
                        CHILD.formatted("clicked", "sms_clicked", 0),
                        CHILD.formatted("not", "sms_not_clicked", 24)))
            .expect(201)
            .getString("id");
    rest.post("/campaigns/" + campaign + "/start").expect(200);
    rest.run("enroll");
    rest.run("process");
    rest.run("send-sms");

    List<JsonObject> sent =
        traces("first").stream()
            .filter(t -> t.get("message") instanceof JsonObject m && !m.isNull("sentAt"))
            .toList();
    assertThat(sent).hasSizeGreaterThan(3);
    clicker = sent.get(0);
    failed = sent.get(1);
    quiet = sent.get(2);
    assertThat(text(clicker))
        .startsWith("Hi ")
        .contains(server.url() + "/t/s/")
        .doesNotContain(OFFER)
        .hasSizeLessThan(160);
  }

  @Test
  @Order(2)
  void pressing_the_short_link_leads_to_the_offer_and_counts_as_a_click() throws Exception {
    String body = text(clicker);
    String link = body.substring(body.indexOf("http")).strip();

    HttpResponse<Void> answer =
        phone.send(
            HttpRequest.newBuilder(URI.create(link)).header("User-Agent", AGENT).build(),
            HttpResponse.BodyHandlers.discarding());

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .contains(OFFER + clicker.get("record").toString());
    rest.run("process");
    assertThat(states(clicker))
        .containsEntry("clicked", "PROCESSED")
        .containsEntry("not", "CANCELED opposite_event")
        .containsEntry("after", "SCHEDULED")
        .containsEntry("bounced", "SCHEDULED");
  }

  @Test
  @Order(3)
  void a_failure_that_the_gateway_reports_sets_off_bounced_and_ends_the_waiting_C6() {
    rest.post(
            "/traces/" + failed.getString("id") + "/events",
            "{\"type\": \"bounced\", \"hard\": false}")
        .expect(200);
    rest.run("process");

    assertThat(states(failed))
        .containsEntry("bounced", "PROCESSED")
        .containsEntry("clicked", "CANCELED parent_bounced")
        .containsEntry("not", "CANCELED parent_bounced")
        .containsEntry("after", "SCHEDULED");
  }

  @Test
  @Order(4)
  void an_hour_later_another_activity_runs_for_all_of_them_C1() {
    at(START.plus(Duration.ofHours(1)));
    rest.run("process");

    for (JsonObject person : List.of(clicker, failed, quiet)) {
      assertThat(states(person)).containsEntry("after", "PROCESSED");
    }
  }

  @Test
  @Order(5)
  void a_day_later_the_quiet_one_is_reminded_and_waits_on_C3() {
    at(START.plus(Duration.ofDays(1)));
    rest.run("process");
    rest.run("send-sms");

    assertThat(states(quiet))
        .containsEntry("not", "PROCESSED")
        .containsEntry("clicked", "SCHEDULED")
        .containsEntry("bounced", "SCHEDULED");
    assertThat(text(quiet)).isEqualTo("Still there?");
  }

  private List<JsonObject> traces(String activity) {
    return rest.all("/campaigns/" + campaign + "/traces?activity=" + activity);
  }

  /** From activity to state, with its reason. */
  private Map<String, String> states(JsonObject trace) {
    return rest
        .all("/campaigns/" + campaign + "/traces?participant=" + trace.getString("participant"))
        .stream()
        .collect(
            Collectors.toMap(
                t -> t.getString("activity"),
                t ->
                    t.getString("state")
                        + (t.isNull("reason") ? "" : " " + t.getString("reason"))));
  }

  /** What the person's phone got last. */
  private String text(JsonObject trace) {
    String number = trace.getJsonObject("message").getString("to");
    return rest.get("/demo/sms?limit=1&to=" + RestClient.encode(number))
        .expect(200)
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("text");
  }
}
