package org.nurture.message.sms;

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
 * A campaign with every trigger that an SMS can set off, on a server of its own with a real
 * gateway: one person presses the link, one's phone can't be reached, one is quiet, one says STOP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
abstract class GatewayStory {
  private static final Instant START = Instant.parse("2031-05-05T09:00:00Z");
  private static final String AGENT = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile";
  private static final String OFFER = "https://example.org/offer?for=";

  private static final String CHILD =
      """
      {"ref": "%1$s", "name": "%1$s", "type": "sms", "template": "Second text",
       "trigger": {"type": "%2$s", "interval": %3$d, "unit": "hours"}}\
      """;

  private final HttpClient phone = HttpClient.newHttpClient();
  NurtureServer server;
  RestClient rest;
  private String campaign;
  JsonObject clicker;
  JsonObject failed;
  JsonObject quiet;
  JsonObject stopper;

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

  /** The gateway reports that the last message to that phone arrived; in a disorderly way. */
  abstract void delivered(String phone) throws Exception;

  /** The gateway reports that there is no such phone. */
  abstract void failed(String phone) throws Exception;

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
                      "template": {"title": "Second text", "target": "contact", "text": "Still there? {{ unsubscribe_url }}"},
                      "trigger": {"type": "sms_bounced", "interval": 0, "unit": "hours"}}]}]}\
                """
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
    assertThat(sent).hasSizeGreaterThan(4);
    assertThat(taken()).isEqualTo(sent.size());
    clicker = sent.get(0);
    failed = sent.get(1);
    quiet = sent.get(2);
    stopper = sent.get(3);
    assertThat(text(to(clicker))).startsWith("Hi ").contains(server.url() + "/t/s/");
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
    assertThat(states(failed))
        .containsEntry("clicked", "CANCELED parent_bounced")
        .containsEntry("not", "CANCELED parent_bounced")
        .containsEntry("after", "SCHEDULED");
    // the number is wrong for good: its child finds it suppressed
    assertThat(states(failed)).containsEntry("bounced", "CANCELED suppressed");
    assertThat(suppressed(failed)).isEqualTo("bounced");
  }

  @Test
  @Order(3)
  void pressing_the_link_is_a_click() throws Exception {
    String body = text(to(clicker));

    HttpResponse<Void> answer =
        phone.send(
            HttpRequest.newBuilder(URI.create(body.substring(body.indexOf("http")).strip()))
                .header("User-Agent", AGENT)
                .build(),
            HttpResponse.BodyHandlers.discarding());
    rest.run("process");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .contains(OFFER + clicker.get("record").toString());
    assertThat(states(clicker))
        .containsEntry("clicked", "PROCESSED")
        .containsEntry("not", "CANCELED opposite_event");
  }

  @Test
  @Order(4)
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
  @Order(5)
  void a_day_later_the_quiet_one_is_reminded_and_who_said_stop_is_not() throws Exception {
    at(START.plus(Duration.ofDays(1)));
    rest.run("process");
    rest.run("send-sms");

    assertThat(states(quiet)).containsEntry("not", "PROCESSED").containsEntry("after", "PROCESSED");
    assertThat(text(to(quiet))).startsWith("Still there? http");
    assertThat(states(stopper))
        .containsEntry("not", "CANCELED suppressed")
        .containsEntry("after", "CANCELED suppressed");
    assertThat(text(to(stopper))).startsWith("Hi ");
  }

  @Test
  @Order(6)
  void the_opt_out_link_asks_first_and_takes_the_number_off_C11() throws Exception {
    String body = text(to(quiet));
    String link = body.substring(body.indexOf("http")).strip();

    assertThat(link).startsWith(optOutRoot());
    assertThat(ask(HttpRequest.newBuilder(URI.create(link)))).isEqualTo(200);
    assertThat(suppressed(quiet)).isNull();
    assertThat(
            ask(HttpRequest.newBuilder(URI.create(link)).POST(HttpRequest.BodyPublishers.noBody())))
        .isEqualTo(200);
    assertThat(suppressed(quiet)).isEqualTo("unsubscribed");
  }

  private int ask(HttpRequest.Builder request) throws Exception {
    return phone.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** What opt-out links start with. */
  String optOutRoot() {
    return server.url() + "/t/u/";
  }

  List<JsonObject> traces(String activity) {
    return rest.all("/campaigns/" + campaign + "/traces?activity=" + activity);
  }

  static String to(JsonObject trace) {
    return trace.getJsonObject("message").getString("to");
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
}
