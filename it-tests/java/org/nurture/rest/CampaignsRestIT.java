package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.RestClient.Answer;

/** The contract of /campaigns and /server-actions, from outside. */
class CampaignsRestIT {
  private static RestClient admin;

  /** Titles are unique in the library, and tests share the server. */
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void server() {
    admin = NurtureServer.shared().rest();
  }

  @Test
  void the_contract_s_own_documents_make_a_campaign_that_starts_and_stops() {
    action();

    Answer created = admin.post("/campaigns", welcome());
    JsonObject stored = created.expect(201);
    String id = stored.getString("id");

    assertThat(created.headers().get("location").get(0)).endsWith("/nurture/api/campaigns/" + id);
    assertThat(stored.getString("state")).isEqualTo("NEW");
    assertThat(admin.get("/campaigns/" + id).expect(200)).isEqualTo(stored);
    assertThat(admin.post("/campaigns/" + id + "/start").expect(200).getString("state"))
        .isEqualTo("RUNNING");
    assertThat(admin.post("/campaigns/" + id + "/start").expect(200).getString("state"))
        .isEqualTo("RUNNING");
    assertThat(admin.post("/campaigns/" + id + "/archive").status()).isEqualTo(409);
    assertThat(admin.post("/campaigns/" + id + "/stop").expect(200).getString("state"))
        .isEqualTo("STOPPED");
    assertThat(admin.post("/campaigns/" + id + "/archive").expect(200).getBoolean("archived"))
        .isTrue();
    assertThat(admin.post("/campaigns/" + id + "/unarchive").expect(200).getBoolean("archived"))
        .isFalse();
  }

  @Test
  void two_puts_with_one_etag_one_of_them_is_stale() {
    JsonObject stored = admin.post("/campaigns", simple()).expect(201);
    String path = "/campaigns/" + stored.getString("id");
    String etag = admin.get(path).headers().get("etag").get(0);

    Answer first = admin.call("PUT", path, stored.toString(), "If-Match", etag);
    Answer second = admin.call("PUT", path, stored.toString(), "If-Match", etag);

    first.expect(200);
    assertThat(second.status()).isEqualTo(412);
    assertThat(first.headers().get("etag").get(0)).isNotEqualTo(etag);
    assertThat(admin.call("DELETE", path, null, "If-Match", etag).status()).isEqualTo(412);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
  }

  @Test
  void what_is_not_json_or_of_the_wrong_type_is_400_and_wrong_content_422() {
    assertProblem(admin.post("/campaigns", "{"), 400);
    assertProblem(admin.post("/campaigns", "[]"), 400);
    assertProblem(admin.post("/campaigns", ""), 400);
    assertProblem(admin.post("/campaigns", "{\"name\": 5, \"target\": \"contact\"}"), 400);
    assertProblem(admin.post("/campaigns", "[".repeat(100_000)), 400);
    Answer half =
        admin.post("/campaigns", simple().replace("\"interval\": 0", "\"interval\": 1.5"));
    assertProblem(half, 422);
    assertThat(half.violations().get(0)).startsWith("/activities/0/trigger/interval ");
    assertProblem(admin.post("/campaigns", simple().replace("contact", "nobody")), 422);
    assertThat(admin.get("/campaigns?limit=0").violations().get(0)).startsWith("?limit ");
    assertProblem(admin.get("/campaigns?limit=0"), 400);
    assertProblem(admin.get("/campaigns?after=x"), 400);
    assertProblem(admin.get("/campaigns?state=ASLEEP"), 400);
  }

  @ParameterizedTest(name = "{2}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"interval\": 0|\"interval\": -1|/activities/0/trigger/interval|whole number",
        "\"interval\": 0|\"interval\": \"\"|/activities/0/trigger/interval|whole number",
        "\"interval\": 0|\"interval\": \"2\"|/activities/0/trigger/interval|whole number",
        "\"interval\": 0|\"interval\": null|/activities/0/trigger/interval|whole number",
        "\"hours\"|\"minutes\"|/activities/0/trigger/unit|hours, days, weeks, months",
        "\"begin\"|\"start\"|/activities/0/trigger/type|begin",
        "\"begin\"|\"mail_opened\"|/activities/0/trigger/type|needs a parent",
        "\"target\"|\"colour\": 1, \"target\"|/colour|not a member",
        "\"contact\"|\"nobody\"|/target|nobody",
        "<p>Hi</p>|Hi {{ object.shoe_size }}|/activities/0/template/html|shoe_size",
        "<p>Hi</p>|Hi {{ object.first_name|/activities/0/template/html|",
        "\"target\"|\"filter\": [[\"shoes\", \"=\", 1]], \"target\"|/filter/0/0|shoes",
        "\"target\"|\"filter\": [[\"email\", \"~\", 1]], \"target\"|/filter/0/1|!=",
        "\"target\"|\"filter\": [[\"score\", \">\", \"x\"]], \"target\"|/filter/0/2|score",
        "\"target\"|\"filter\": [\"email\", \"=\", \"x\"], \"target\"|/filter|[[",
        "\"target\"|\"uniqueField\": \"shoes\", \"target\"|/uniqueField|shoes",
        "\"target\"|\"timeZone\": \"Mars/Base\", \"target\"|/timeZone|Mars/Base"
      })
  void bad_content_is_422_with_its_place_and_what_is_allowed(
      String right, String wrong, String path, @Nullable String words) {
    assertThat(simple()).contains(right);

    Answer answer = admin.post("/campaigns", simple().replace(right, wrong));

    assertProblem(answer, 422);
    assertThat(answer.violations())
        .as(answer.text())
        .anyMatch(v -> v.startsWith(path) && v.contains(words == null ? "" : words));
  }

  @Test
  void filters_of_ten_thousand_terms_or_depth_500_are_refused() {
    String many = "[\"email\", \"=\", \"x\"],".repeat(9_999) + "[\"email\", \"=\", \"x\"]";
    String deep = "\"&\", \"|\", [\"id\", \"=\", 1],".repeat(250);
    String nested = "[\"tags\", \"any\", [".repeat(250) + "]]".repeat(250);
    for (String filter :
        List.of(many, deep + "[\"id\", \"=\", 1]", nested, "[".repeat(500) + "]".repeat(500))) {
      Answer answer =
          admin.post(
              "/campaigns",
              simple().replace("\"target\"", "\"filter\": [" + filter + "], \"target\""));

      assertProblem(answer, 422);
      assertThat(answer.violations().get(0)).startsWith("/filter");
    }
  }

  @Test
  void what_is_not_there_or_not_allowed_is_a_problem_too() {
    assertProblem(admin.get("/campaigns/999999999"), 404);
    assertProblem(admin.get("/campaigns/abc"), 404);
    assertProblem(admin.get("/nothing/here"), 404);
    assertProblem(admin.call("PATCH", "/campaigns", "{}"), 405);
    assertProblem(admin.post("/campaigns/999999999/start"), 404);
  }

  @Test
  void a_body_of_more_than_5_MB_is_413() {
    String large = "{\"name\": \"" + "x".repeat(5 * 1024 * 1024) + "\"}";

    assertProblem(admin.post("/campaigns", large), 413);
  }

  @Test
  void a_start_that_is_not_possible_says_why_with_places() {
    String id =
        admin
            .post("/campaigns", "{\"name\": \"Nothing\", \"target\": \"contact\"}")
            .expect(201)
            .getString("id");

    Answer refused = admin.post("/campaigns/" + id + "/start");

    assertProblem(refused, 409);
    assertThat(refused.violations().get(0)).startsWith("/activities ");
  }

  @Test
  void of_many_who_put_with_one_etag_at_once_one_wins() throws Exception {
    JsonObject stored = admin.post("/campaigns", simple()).expect(201);
    String path = "/campaigns/" + stored.getString("id");
    String etag = admin.get(path).headers().get("etag").get(0);
    ExecutorService many = Executors.newFixedThreadPool(6);
    try {
      List<Future<Answer>> puts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String mine = stored.toString().replace("Simple", "Simple " + i);
        puts.add(many.submit(() -> admin.call("PUT", path, mine, "If-Match", etag)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> put : puts) {
        statuses.add(put.get().status());
      }

      assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412, 412, 412);
    } finally {
      many.shutdown();
    }
  }

  @Test
  void of_many_who_make_the_same_action_at_once_one_does() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(6);
    try {
      List<Future<Answer>> posts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        posts.add(many.submit(() -> admin.post("/server-actions", actionDocument())));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> post : posts) {
        statuses.add(post.get().status());
      }

      assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 409, 422);
    } finally {
      many.shutdown();
    }
  }

  @Test
  void lists_are_paged_by_key() {
    admin.post("/campaigns", simple()).expect(201);
    admin.post("/campaigns", simple()).expect(201);

    JsonObject page = admin.get("/campaigns?limit=1").expect(200);

    assertThat(page.getJsonArray("items")).hasSize(1);
    JsonObject next = admin.get("/campaigns?limit=1&after=" + page.getString("next")).expect(200);
    assertThat(next.getJsonArray("items")).isNotEqualTo(page.getJsonArray("items"));
  }

  @Test
  void users_have_their_own_campaigns_and_start_none() {
    RestClient user = admin.as("user");
    String others = admin.post("/campaigns", simple()).expect(201).getString("id");
    JsonObject own = user.post("/campaigns", simple()).expect(201);

    assertThat(own.getString("responsible")).isEqualTo("user");
    assertProblem(user.get("/campaigns/" + others), 403);
    assertProblem(user.post("/campaigns/" + own.getString("id") + "/start"), 403);
    assertProblem(admin.asNobody().get("/campaigns"), 401);
    assertThat(admin.as("manager").get("/campaigns/" + others).status()).isEqualTo(200);
  }

  @Test
  void an_update_is_told_in_numbers_then_live_and_carried_out_by_process_U1_U9() {
    String id = admin.post("/campaigns", staged(30, "")).expect(201).getString("id");
    String path = "/campaigns/" + id;
    admin.post(path + "/start").expect(200);
    admin.run("enroll");
    int participants = admin.all(path + "/participants").size();
    assertThat(participants).isPositive();

    assertThat(
            admin.put(path, staged(40, ", " + later("more", 50))).expect(200).getBoolean("staged"))
        .isTrue();
    assertThat(admin.get(path + "/changes").expect(200).getJsonArray("activities").toString())
        .contains("\"ref\":\"hello\",\"change\":\"changed\",\"scheduled\":" + participants)
        .contains("\"ref\":\"more\",\"change\":\"added\",\"scheduled\":" + participants);
    assertProblem(admin.post(path + "/update", "{\"onlyNew\": 1}"), 400);
    assertThat(
            admin.post(path + "/update", "{\"onlyNew\": false}").expect(200).getBoolean("staged"))
        .isFalse();
    admin.run("process");

    assertThat(admin.all(path + "/traces?activity=more"))
        .hasSize(participants)
        .allMatch(t -> t.getString("state").equals("SCHEDULED"));
    assertProblem(admin.post(path + "/update"), 409);
    admin.post(path + "/stop").expect(200);
  }

  private static String staged(int days, String others) {
    return """
    {"name": "Updated", "target": "contact", "filter": [["country.code", "=", "IT"]],
     "activities": [%s%s]}
    """
        .formatted(later("hello", days), others);
  }

  private static String later(String ref, int days) {
    return """
    {"ref": "%s", "name": "Later", "type": "email",
     "template": {"title": "%s", "html": "<p>Hi</p>"},
     "trigger": {"type": "begin", "interval": %d, "unit": "days"}}
    """
        .formatted(ref, ref, days);
  }

  @Test
  void actions_are_kept_listed_changed_and_not_deleted_while_used() {
    JsonObject action = action();
    String path = "/server-actions/" + action.getString("id");
    String campaign = admin.post("/campaigns", welcome()).expect(201).getString("id");

    assertThat(admin.get(path).expect(200).getString("kind")).isEqualTo("update_record");
    assertThat(admin.put(path, action.toString()).status()).isEqualTo(200);
    Answer used = admin.delete(path);
    assertProblem(used, 409);
    assertThat(used.json().getString("detail")).contains("Welcome");
    admin.delete("/campaigns/" + campaign);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertProblem(
        admin.post(
            "/server-actions",
            "{\"name\": \"N\", \"target\": \"contact\", \"kind\": \"execute_code\"}"),
        422);
  }

  @Test
  void an_action_for_another_target_is_refused_by_its_name_and_as_a_document() {
    JsonObject action = action();
    String leads =
        """
        {"name": "Leads", "target": "lead", "activities": [
          {"name": "Act", "type": "action", "action": %s,
           "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
        """;

    Answer named = admin.post("/campaigns", leads.formatted(action.get("name")));
    Answer whole = admin.post("/campaigns", leads.formatted(actionDocument()));

    assertProblem(named, 422);
    assertThat(named.text())
        .contains("/activities/0/action", "is for the target “contact”, the campaign for “lead”");
    assertProblem(whole, 422);
    assertThat(whole.text()).contains("/activities/0/action/target");
  }

  @Test
  void a_user_reads_the_library_s_actions_and_changes_none() {
    String path = "/server-actions/" + action().getString("id");
    RestClient user = admin.as("user");

    user.get(path).expect(200);
    assertProblem(user.post("/server-actions", actionDocument()), 403);
    assertProblem(user.put(path, actionDocument()), 403);
    assertProblem(user.delete(path), 403);
  }

  @Test
  void a_template_that_an_action_sends_is_not_deleted_and_the_action_is_named() {
    String title = "Sent by an action " + mark;
    JsonObject template =
        admin
            .post(
                "/mail-templates",
                "{\"title\": \"%s\", \"target\": \"contact\", \"text\": \"Hi\"}".formatted(title))
            .expect(201);
    JsonObject action =
        admin
            .post(
                "/server-actions",
                """
                {"name": "Send %1$s", "target": "contact", "kind": "send_email", "template": "%1$s"}
                """
                    .formatted(title))
            .expect(201);
    String path = "/mail-templates/" + template.getString("id");

    Answer used = admin.delete(path);

    assertProblem(used, 409);
    assertThat(used.json().getString("detail")).contains("server action “Send " + title + "”");
    assertThat(admin.delete("/server-actions/" + action.getString("id")).status()).isEqualTo(204);
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  private JsonObject action() {
    return admin.post("/server-actions", actionDocument()).expect(201);
  }

  private String actionDocument() {
    return """
    {"name": "Prioritise %s", "target": "contact", "kind": "update_record",
     "set": [{"field": "score", "value": 10}]}
    """
        .formatted(mark);
  }

  private String welcome() {
    return """
    {"name": "Welcome", "target": "contact", "filter": [["country.code", "=", "IT"]],
     "uniqueField": "email", "timeZone": "Europe/Rome",
     "activities": [
       {"ref": "hello", "name": "Say hello", "type": "email",
        "template": {"title": "Welcome aboard", "subject": "Hello {{ object.first_name }}",
          "html": "<p>Hi</p>"},
        "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
        "children": [
          {"ref": "nudge", "name": "Text them", "type": "sms",
           "template": {"title": "Did you see it?", "text": "Hi {{ object.first_name }}"},
           "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"},
           "expiry": {"interval": 1, "unit": "weeks"}, "filter": [["mobile", "!=", null]]},
          {"ref": "hot", "name": "Mark as hot", "type": "action", "action": "Prioritise %s",
           "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"}}]}]}
    """
        .formatted(mark);
  }

  private static String simple() {
    return """
    {"name": "Simple", "target": "contact", "activities": [
      {"name": "Say hello", "type": "email",
       "template": {"title": "Hello", "html": "<p>Hi</p>"},
       "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
    """;
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.headers().get("content-type").get(0))
        .as(answer.toString())
        .startsWith("application/problem+json");
    assertThat(answer.json().getInt("status")).isEqualTo(status);
  }
}
