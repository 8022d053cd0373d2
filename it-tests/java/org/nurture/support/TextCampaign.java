package org.nurture.support;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A campaign with every trigger that an SMS can set off, on a server with demo contacts, and what
 * becomes of the people in it: {@code first}, and its children {@code after} (an hour later),
 * {@code clicked} (waits two days for one), {@code not} (a day without a click) and {@code
 * bounced}.
 */
public final class TextCampaign {
  /** When its tests begin. */
  public static final Instant START = Instant.parse("2031-05-05T09:00:00Z");

  /** What the first text's link leads to, with the record's key behind it. */
  public static final String OFFER = "https://example.org/offer?for=";

  private static final String AGENT = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile";

  private static final String CHILD =
      """
      {"ref": "%1$s", "name": "%1$s", "type": "sms", "template": "Second text",
       "trigger": {"type": "%2$s", "interval": %3$d, "unit": "hours"}%4$s}\
      """;

  private final RestClient rest;
  private final HttpClient phone = HttpClient.newHttpClient();
  private final String id;

  private TextCampaign(RestClient rest, String id) {
    this.rest = rest;
    this.id = id;
  }

  /**
   * Creates and starts it, and sends the first texts.
   *
   * @param second the second text, in Liquid
   */
  public static TextCampaign run(RestClient rest, String second) {
    String id =
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
                      "template": {"title": "Second text", "target": "contact", "text": "%s"},
                      "trigger": {"type": "sms_bounced", "interval": 0, "unit": "hours"}}]}]}\
                """
                    .formatted(
                        OFFER,
                        CHILD.formatted("after", "activity", 1, ""),
                        CHILD.formatted(
                            "clicked",
                            "sms_clicked",
                            0,
                            ", \"waitAtMost\": {\"interval\": 2, \"unit\": \"days\"}"),
                        CHILD.formatted("not", "sms_not_clicked", 24, ""),
                        second))
            .expect(201)
            .getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    rest.run("enroll");
    rest.run("process");
    rest.run("send-sms");
    return new TextCampaign(rest, id);
  }

  public void stop() {
    rest.post("/campaigns/" + id + "/stop");
  }

  /** Traces of an activity. */
  public List<JsonObject> traces(String activity) {
    return rest.all("/campaigns/" + id + "/traces?activity=" + activity);
  }

  /** The first activity's traces whose text was handed over. */
  public List<JsonObject> sent() {
    return traces("first").stream()
        .filter(t -> t.get("message") instanceof JsonObject m && !m.isNull("sentAt"))
        .toList();
  }

  /** The number (E.164) that a trace's text went to. */
  public static String to(JsonObject trace) {
    return trace.getJsonObject("message").getString("to");
  }

  /** The traces of the same person: from activity to state, with its reason. */
  public Map<String, String> states(JsonObject trace) {
    return rest
        .all("/campaigns/" + id + "/traces?participant=" + trace.getString("participant"))
        .stream()
        .collect(
            Collectors.toMap(
                t -> t.getString("activity"),
                t ->
                    t.getString("state")
                        + (t.isNull("reason") ? "" : " " + t.getString("reason"))));
  }

  /** The link in a text. */
  public static String link(String text) {
    return text.substring(text.indexOf("http")).strip();
  }

  /** Opens the link of a text as a phone does. */
  public HttpResponse<Void> press(String text) throws IOException, InterruptedException {
    return phone.send(
        HttpRequest.newBuilder(URI.create(link(text))).header("User-Agent", AGENT).build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
