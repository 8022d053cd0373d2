package org.nurture.browser;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.nurture.support.RestClient;

/** A campaign with a week of history, so that pictures have something to show. */
final class ShownCampaign {
  private static final Instant START = Instant.parse("2026-11-03T08:00:00Z");
  private static final int DAYS = 8;

  private final RestClient rest;
  private final String name;
  private String id = "";

  ShownCampaign(RestClient rest, String name) {
    this.rest = rest;
    this.name = name;
  }

  String id() {
    return id;
  }

  /** Participants that have at least one trace of this state. */
  String participant(String query) {
    return traces(query).get(0).getString("participant");
  }

  void live() {
    rest.delete("/clock");
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(START)).expect(200);
    id = rest.post("/campaigns", DOCUMENT.replace("NAME", name)).expect(201).getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    for (int day = 0; day < DAYS; day++) {
      rest.put("/clock", "{\"now\": \"%s\"}".formatted(START.plus(Duration.ofDays(day))))
          .expect(200);
      List.of("enroll", "process", "send-mail", "send-sms").forEach(rest::run);
      react(day);
      rest.run("process");
    }
  }

  /** Every day some open, fewer click, one replies, one bounces. */
  private void react(int day) {
    List<JsonObject> sent =
        traces("&state=PROCESSED").stream()
            .filter(t -> !t.isNull("message") && t.getJsonObject("message").isNull("openedAt"))
            .filter(t -> !t.getJsonObject("message").getString("to").startsWith("+"))
            .toList();
    for (int i = 0; i < Math.min(sent.size(), 24 - 2 * day); i++) {
      report(sent.get(i), i == 0 ? "bounced" : i == 1 ? "replied" : i < 9 ? "clicked" : "opened");
    }
  }

  private void report(JsonObject trace, String type) {
    rest.post("/traces/" + trace.getString("id") + "/events", "{\"type\": \"%s\"}".formatted(type))
        .expect(200);
  }

  private List<JsonObject> traces(String query) {
    return rest.get("/campaigns/" + id + "/traces?limit=1000" + query).list();
  }

  /** Something staged: a new activity, a changed one and a removed one. */
  void stage() {
    String document = rest.get("/campaigns/" + id).expect(200).toString();
    rest.put(
            "/campaigns/" + id,
            document.replace(
                "\"interval\":2,\"unit\":\"days\"", "\"interval\":3,\"unit\":\"days\""))
        .expect(200);
  }

  private static final String DOCUMENT =
      """
      {"name": "NAME", "target": "contact", "uniqueField": "email", "timeZone": "Europe/Rome",
       "filter": [["country.code", "=", "IT"], ["id", "<", 1200]], "tags": ["Onboarding", "B2B"],
       "activities": [{"ref": "welcome", "name": "Welcome", "type": "email",
         "template": {"title": "Welcome aboard", "target": "contact", "subject": "Welcome aboard, {{ object.first_name }}",
           "from": "Ann <ann@example.org>",
           "html": "<h1>Welcome aboard</h1><p>Dear {{ object.first_name | default: 'friend' }}, see <a href='https://example.org/tour'>what we have for you</a>.</p>"},
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
         "children": [
           {"ref": "engaged", "name": "Mark as engaged", "type": "action",
            "action": {"name": "Set stage to engaged", "target": "contact", "kind": "update_record", "set": [{"field": "stage", "value": "engaged"}]},
            "trigger": {"type": "mail_opened", "interval": 0, "unit": "hours"},
            "children": [
              {"ref": "tour", "name": "Product tour", "type": "email",
               "template": {"title": "Five things to try first", "target": "contact", "subject": "Five things to try first",
                 "from": "Ann <ann@example.org>", "html": "<p>Five things to try first: <a href='https://example.org/five'>see them</a></p>"},
               "trigger": {"type": "activity", "interval": 1, "unit": "days"},
               "filter": [["revenue", ">", 1000]], "expiry": {"interval": 2, "unit": "days"},
               "children": [
                 {"ref": "call", "name": "Ask for a call", "type": "action",
                  "action": {"name": "Raise the score", "target": "contact", "kind": "update_record", "set": [{"field": "score", "value": 80}]},
                  "trigger": {"type": "mail_clicked", "interval": 1, "unit": "hours"},
                  "filter": [["phone", "!=", null]], "expiry": {"interval": 1, "unit": "weeks"}}]}]},
           {"ref": "second", "name": "Second try", "type": "email",
            "template": {"title": "Did you miss this?", "target": "contact", "subject": "Did you miss this?",
              "from": "Ann <ann@example.org>", "html": "<p>Did you miss <a href='https://example.org/this'>this</a>?</p>"},
            "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"}, "expiry": {"interval": 2, "unit": "days"},
            "children": [
              {"ref": "text", "name": "Text a short link", "type": "sms",
               "template": {"title": "Your welcome, in short", "target": "contact", "text": "Hi {{ object.first_name }}, your welcome in short: https://example.org/short"},
               "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"}, "filter": [["mobile", "!=", null]]}]},
           {"ref": "invalid", "name": "Mark address invalid", "type": "action",
            "action": {"name": "Set stage to invalid", "target": "contact", "kind": "update_record", "set": [{"field": "stage", "value": "invalid"}]},
            "trigger": {"type": "mail_bounced", "interval": 0, "unit": "hours"}}]}]}
      """;
}
