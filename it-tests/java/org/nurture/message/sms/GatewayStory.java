package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.support.TextCampaign.START;
import static org.nurture.support.TextCampaign.to;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
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
import org.nurture.support.TextCampaign;

/**
 * A campaign with every trigger that an SMS can set off, on a server of its own with a real
 * gateway: one person presses the link, one's number is wrong, one's phone is off, one is quiet,
 * one says STOP, and of three the gateway reports when all is decided, or never.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
abstract class GatewayStory {
  private final HttpClient phone = HttpClient.newHttpClient();
  NurtureServer server;
  RestClient rest;
  private TextCampaign campaign;
  JsonObject clicker;
  JsonObject failed;
  JsonObject off;
  JsonObject quiet;
  JsonObject stopper;
  private JsonObject late;
  private JsonObject lateFailed;
  private JsonObject lost;

  /** {@code NURTURE_SMS_URL} of a gateway that is up. */
  abstract String gateway() throws Exception;

  /** What else the server is told. */
  NurtureServer.Builder settings(NurtureServer.Builder builder) {
    return builder;
  }

  /** What that phone (E.164) got last. */
  abstract String text(String phone);

  /** How many messages the gateway took. */
  abstract int taken();

  /** The gateway reports that the first message to that phone arrived; in a disorderly way. */
  abstract void delivered(String phone) throws Exception;

  /** The gateway reports of the first message that there is no such phone. */
  abstract void failed(String phone) throws Exception;

  /** The gateway reports of the first message that the phone could not be reached. */
  abstract void unreachable(String phone) throws Exception;

  /** That person writes to us. */
  abstract void write(String phone, String text) throws Exception;

  @BeforeAll
  void start() throws Exception {
    server =
        settings(NurtureServer.named(getClass().getSimpleName()))
            .with("NURTURE_SMS_URL", gateway())
            .with("NURTURE_DEMO_CONTACTS", "200")
            .start();
    rest = server.rest();
    at(START);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void at(Instant now) {
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(now)).expect(200);
  }

  @Test
  @Order(1)
  void texts_go_out_by_the_gateway() {
    campaign = TextCampaign.run(rest, "Still there? {{ unsubscribe_url }}");

    List<JsonObject> sent = campaign.sent();
    assertThat(sent).hasSizeGreaterThanOrEqualTo(8);
    assertThat(taken()).isEqualTo(sent.size());
    clicker = sent.get(0);
    failed = sent.get(1);
    quiet = sent.get(2);
    stopper = sent.get(3);
    off = sent.get(4);
    late = sent.get(5);
    lateFailed = sent.get(6);
    lost = sent.get(7);
    assertThat(text(to(clicker))).startsWith("Hi ").contains(server.url() + "/t/s/");
    JsonObject health = rest.get("/health").expect(200).getJsonObject("gateways");
    assertThat(health.getJsonObject("sms").getString("state")).isIn("READY", "THROTTLED");
  }

  @Test
  @Order(2)
  void what_the_gateway_reports_arrives_once_whatever_its_order() throws Exception {
    delivered(to(clicker));
    delivered(to(quiet));
    failed(to(failed));
    rest.run("process");

    assertThat(message(clicker)).isEqualTo("DELIVERED");
    assertThat(message(quiet)).isEqualTo("DELIVERED");
    assertThat(message(failed)).isEqualTo("BOUNCED");
    assertThat(message(stopper)).isEqualTo("SENT");
    assertThat(campaign.states(failed))
        .containsEntry("clicked", "CANCELED parent_bounced")
        .containsEntry("not", "CANCELED parent_bounced")
        .containsEntry("after", "SCHEDULED");
    // the number is wrong for good: its child finds it suppressed
    assertThat(campaign.states(failed)).containsEntry("bounced", "CANCELED suppressed");
    assertThat(suppressed(failed)).isEqualTo("bounced");
  }

  @Test
  @Order(3)
  void a_failure_that_the_gateway_reports_runs_bounced_and_ends_the_waiting_C3_C6()
      throws Exception {
    unreachable(to(off));
    rest.run("process");
    rest.run("send-sms");

    assertThat(message(off)).isEqualTo("BOUNCED");
    assertThat(suppressed(off)).as("soft").isNull();
    assertThat(campaign.states(off))
        .containsEntry("bounced", "PROCESSED")
        .containsEntry("clicked", "CANCELED parent_bounced")
        .containsEntry("not", "CANCELED parent_bounced")
        .containsEntry("after", "SCHEDULED");
    assertThat(text(to(off))).startsWith("Still there? http");
  }

  @Test
  @Order(4)
  void pressing_the_link_is_a_click() throws Exception {
    HttpResponse<Void> answer = campaign.press(text(to(clicker)));
    rest.run("process");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .contains(TextCampaign.OFFER + clicker.get("record").toString());
    assertThat(campaign.states(clicker))
        .containsEntry("clicked", "PROCESSED")
        .containsEntry("not", "CANCELED opposite_event");
  }

  @Test
  @Order(5)
  void stop_takes_the_number_off_and_start_brings_it_back_C11() throws Exception {
    write(to(stopper), "Basta!");
    assertThat(suppressed(stopper)).isEqualTo("unsubscribed");
    rest.run("process");

    write(to(stopper), "START");
    rest.run("process");
    assertThat(suppressed(stopper)).isNull();

    write(to(stopper), "STOP");
    write(to(failed), "START");
    rest.run("process");
    assertThat(suppressed(stopper)).isEqualTo("unsubscribed");
    assertThat(suppressed(failed)).isEqualTo("bounced");
  }

  @Test
  @Order(6)
  void a_day_later_the_quiet_one_is_reminded_and_who_said_stop_is_not() throws Exception {
    at(START.plus(Duration.ofDays(1)));
    rest.run("process");
    rest.run("send-sms");

    assertThat(campaign.states(quiet))
        .containsEntry("not", "PROCESSED")
        .containsEntry("after", "PROCESSED");
    assertThat(text(to(quiet))).startsWith("Still there? http");
    assertThat(campaign.states(stopper))
        .containsEntry("not", "CANCELED suppressed")
        .containsEntry("after", "CANCELED suppressed");
    assertThat(text(to(stopper))).startsWith("Hi ");
  }

  @Test
  @Order(7)
  void the_opt_out_link_asks_first_and_takes_the_number_off_C11() throws Exception {
    String link = TextCampaign.link(text(to(quiet)));

    assertThat(link).startsWith(optOutRoot());
    assertThat(ask(HttpRequest.newBuilder(URI.create(link)))).isEqualTo(200);
    assertThat(suppressed(quiet)).isNull();
    assertThat(
            ask(HttpRequest.newBuilder(URI.create(link)).POST(HttpRequest.BodyPublishers.noBody())))
        .isEqualTo(200);
    assertThat(suppressed(quiet)).isEqualTo("unsubscribed");
  }

  @Test
  @Order(8)
  void what_the_gateway_reports_when_all_is_decided_undoes_nothing_C6_C12() throws Exception {
    at(START.plus(Duration.ofDays(3)));
    rest.run("process");
    Map<String, String> decided =
        Map.of(
            "first", "PROCESSED",
            "after", "PROCESSED",
            "not", "PROCESSED",
            "clicked", "CANCELED expired",
            "bounced", "SCHEDULED");
    assertThat(List.of(late, lateFailed, lost))
        .allSatisfy(person -> assertThat(campaign.states(person)).isEqualTo(decided));

    delivered(to(late));
    unreachable(to(lateFailed));
    rest.run("process");

    assertThat(message(late)).isEqualTo("DELIVERED");
    assertThat(message(lateFailed)).isEqualTo("BOUNCED");
    assertThat(message(lost)).isEqualTo("SENT");
    assertThat(campaign.states(late)).isEqualTo(decided);
    assertThat(campaign.states(lost)).isEqualTo(decided);
    assertThat(campaign.states(lateFailed))
        .containsEntry("not", "PROCESSED")
        .containsEntry("clicked", "CANCELED expired")
        .containsEntry("bounced", "PROCESSED");
  }

  @Test
  @Order(10)
  void what_a_person_wrote_is_in_their_export_and_in_nobody_elses_P3() throws Exception {
    write(to(quiet), "Is it still on sale?");

    assertThat(written(stopper))
        .containsExactly(
            to(stopper) + ": Basta! STOP",
            to(stopper) + ": START START",
            to(stopper) + ": STOP STOP");
    assertThat(written(quiet)).containsExactly(to(quiet) + ": Is it still on sale? OTHER");
    assertThat(written(clicker)).isEmpty();
  }

  @Test
  @Order(11)
  void an_actions_text_goes_out_once_and_fails_where_none_can_go_D7_X4_X6_X7() throws Exception {
    rest.post("/sms-templates", "{\"title\": \"Now\", \"target\": \"contact\", \"text\": \"Now!\"}")
        .expect(201);
    at(START.plus(Duration.ofDays(4)));
    String id =
        rest.post(
                "/campaigns",
                """
                {"name": "Texts of an action", "target": "contact",
                 "filter": [["id", "in", [%1$s, %2$s, %3$s, %4$s, %5$s]]],
                 "activities": [%6$s, %7$s, %8$s,
                   {"ref": "text", "name": "text", "type": "sms", "template": "Now",
                    "trigger": {"type": "begin", "interval": 1, "unit": "hours"}},
                   {"ref": "act", "name": "act", "type": "action",
                    "action": {"name": "Text them", "target": "contact", "kind": "send_sms",
                      "template": "Now"},
                    "trigger": {"type": "begin", "interval": 2, "unit": "hours"}}]}\
                """
                    .formatted(
                        clicker.get("record"),
                        off.get("record"),
                        late.get("record"),
                        lateFailed.get("record"),
                        lost.get("record"),
                        number("landline", late, "\"+39 06 698 12345\""),
                        number("none", lateFailed, "null"),
                        number("letters", lost, "\"347 CALL NOW\"")))
            .expect(201)
            .getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    rest.run("enroll");
    // what earlier chapters queued
    rest.run("send-sms");
    int before = taken();
    for (int hour = 0; hour <= 2; hour++) {
      at(START.plus(Duration.ofDays(4)).plus(Duration.ofHours(hour)));
      rest.run("process");
      rest.run("send-sms");
    }
    rest.run("send-sms");

    assertThat(states(id, "text"))
        .containsEntry(off.get("record"), "PROCESSED")
        .containsEntry(clicker.get("record"), "PROCESSED")
        .containsEntry(late.get("record"), "CANCELED invalid_address")
        .containsEntry(lateFailed.get("record"), "CANCELED no_address")
        .containsEntry(lost.get("record"), "CANCELED invalid_address");
    assertThat(states(id, "act"))
        .containsEntry(off.get("record"), "PROCESSED")
        .containsEntry(clicker.get("record"), "PROCESSED")
        .containsEntry(late.get("record"), "ERROR action")
        .containsEntry(lateFailed.get("record"), "ERROR action")
        .containsEntry(lost.get("record"), "ERROR action");
    assertThat(taken()).as("a text and an action's text to two people").isEqualTo(before + 4);
    assertThat(text(to(off))).isEqualTo("Now!");
  }

  /** An activity that gives one person another number. */
  private static String number(String ref, JsonObject trace, String number) {
    return """
    {"ref": "%1$s", "name": "%1$s", "type": "action",
     "action": {"name": "A number: %1$s", "target": "contact", "kind": "update_record",
       "set": [{"field": "mobile", "value": %2$s}]},
     "filter": [["id", "=", %3$s]],
     "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}\
    """
        .formatted(ref, number, trace.get("record"));
  }

  /** Of another campaign's activity: from record to state, with its reason. */
  private Map<JsonValue, String> states(String id, String activity) {
    return rest.all("/campaigns/" + id + "/traces?activity=" + activity).stream()
        .collect(
            Collectors.toMap(
                t -> t.get("record"),
                t ->
                    t.getString("state")
                        + (t.isNull("reason") ? "" : " " + t.getString("reason"))));
  }

  private List<String> written(JsonObject trace) {
    return rest
        .get("/records/contact/" + trace.get("record") + "/export")
        .expect(200)
        .getJsonArray("texts")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(t -> t.getString("from") + ": " + t.getString("text") + " " + t.getString("meaning"))
        .toList();
  }

  private int ask(HttpRequest.Builder request) throws Exception {
    return phone.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** What opt-out links start with. */
  String optOutRoot() {
    return server.url() + "/t/u/";
  }

  List<JsonObject> traces(String activity) {
    return campaign.traces(activity);
  }

  /** The state of the trace's own message now. */
  private String message(JsonObject trace) {
    return traces("first").stream()
        .filter(t -> t.getString("id").equals(trace.getString("id")))
        .map(t -> t.getJsonObject("message").getString("state"))
        .findFirst()
        .orElseThrow();
  }

  /** Why the number is suppressed on SMS; null: it is not. */
  private String suppressed(JsonObject trace) {
    return rest.all("/suppressions").stream()
        .filter(s -> s.getString("channel").equals("sms"))
        .filter(s -> s.getString("address").equals(to(trace)))
        .map(s -> s.getString("reason"))
        .findFirst()
        .orElse(null);
  }
}
