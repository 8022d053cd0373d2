package org.nurture.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nurture.action.ActionWorld.trace;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.platform.json.JsonText;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** What {@code webhook} puts into the outbox, and keeps to itself. */
abstract class WebhookActionContract extends ActionContract {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  WebhookActionContract(TestDatabase db) {
    super(db);
  }

  @ParameterizedTest(name = "{0} records")
  @ValueSource(ints = {1, RECORDS})
  void a_webhook_is_queued_for_each_in_the_transaction_and_nothing_is_posted(int n) {
    long action = world.create(hook("'fields': ['email', 'score'], 'secret': '" + SECRET + "'"));

    assertThat(world.execute(action, LongStream.rangeClosed(1, n))).isEmpty();

    assertThat(world.count("outbox", "kind = 3 and slot = 1 and state = 0")).isEqualTo(n);
    assertThat(world.count("outbox", "address = 'hook.example.org'")).isEqualTo(n);
    assertThat(
            world.count(
                "outbox",
                "data = '{\"record\":1,\"fields\":{\"email\":\"a1@example.org\",\"score\":0}}'"))
        .isEqualTo(1);
    assertThat(world.count("message_content", "document like '%hook.example.org%'")).isEqualTo(1);
  }

  @Test
  void a_webhook_for_a_record_that_is_gone_is_its_trace_s_error() {
    long action = world.create(hook("'fields': ['email']"));
    db.execute("delete from crm.contact where id = 2");

    assertThat(world.execute(action, LongStream.of(1, 2))).containsOnlyKeys(trace(2));

    assertThat(world.count("outbox", "kind = 3")).isEqualTo(1);
  }

  @Test
  void fields_that_are_too_much_together_are_their_trace_s_error_alone_X7() {
    db.execute(
        "create table crm.letter (id bigint primary key, body varchar(300000))",
        "insert into crm.letter (id, body) values (1, 'short'), (2, repeat('x', 250000))");
    world.addTarget("letter");
    long action = world.create(hook("'fields': ['body']").replace("\"contact\"", "\"letter\""));

    Map<Long, String> failures = world.execute(action, LongStream.of(1, 2));

    assertThat(failures).containsOnlyKeys(trace(2));
    assertThat(failures.get(trace(2)))
        .startsWith("The fields have 250033 characters together; a webhook may have 200000");
    assertThat(world.count("outbox", "kind = 3 and data like '%short%'")).isEqualTo(1);
    assertThat(world.count("outbox", "kind = 3")).isEqualTo(1);
  }

  @Test
  void what_a_webhook_can_not_be_is_refused_where_it_stands() {
    assertThat(refused(hook("'fields': []"))).containsExactly("/fields");
    assertThat(refused(hook("'fields': ['email', 'nothing']"))).containsExactly("/fields/1");
    assertThat(refused(hook("'fields': ['email', 'email']"))).containsExactly("/fields/1");
    assertThat(refused(hook("'fields': ['email', 'tag.name']"))).containsExactly("/fields/1");
    assertThat(refused(hook("'fields': ['email'], 'secret': 'short'"))).containsExactly("/secret");
    assertThat(
            refused(
                hook("'fields': ['email']").replace("https://hook.example.org", "http://10.0.0.1")))
        .containsExactly("/url");
  }

  @Test
  void trying_a_webhook_shows_the_request_and_leaves_nothing() {
    Trial.Result result = world.attempt(hook("'fields': ['email'], 'secret': '" + SECRET + "'"), 1);

    assertThat(result.failure()).isNull();
    assertThat(result.lines()).extracting(Trial.Line::what).containsExactly("url", "body");
    assertThat(String.valueOf(result.lines().get(1).after()))
        .contains("\"fields\":{\"email\":\"a1@example.org\"}", "\"record\":1", "\"test\":true")
        .doesNotContain(SECRET);
    assertThat(world.count("outbox", "1 = 1")).isZero();
  }

  @Test
  void a_secret_is_never_read_back_stays_where_it_is_not_mentioned_and_goes_where_it_is_null() {
    long id = world.create(hook("'fields': ['email'], 'secret': '" + SECRET + "'"));
    assertThat(world.shown(id)).contains("\"hasSecret\":true").doesNotContain(SECRET);
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(1);

    world.put(id, hook("'fields': ['score'], 'hasSecret': true"));
    assertThat(world.shown(id)).contains("\"hasSecret\":true", "score");
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(1);

    world.put(id, hook("'fields': ['score'], 'secret': null"));
    assertThat(world.shown(id)).contains("\"hasSecret\":false");
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isZero();
  }

  @Test
  void a_campaign_s_own_copy_of_a_library_s_webhook_has_its_secret_or_is_refused() {
    world.create(hook("'fields': ['email'], 'secret': '" + SECRET + "'"));
    JsonObject copy = JsonText.object(hook("'fields': ['score'], 'hasSecret': true"));
    JsonObject elsewhere =
        JsonText.object(copy.toString().replace("hook.example.org", "other.example.org"));
    JsonObject renamed = JsonText.object(copy.toString().replace("Hook", "Other"));

    for (JsonObject lacking : List.of(elsewhere, renamed)) {
      assertThat(secretless(() -> world.actions().check(0, "contact", lacking)))
          .containsExactly("/secret");
      assertThatThrownBy(() -> store(lacking))
          .isInstanceOfSatisfying(
              NurtureException.class,
              e -> assertThat(e.violations().get(0).path()).isEqualTo("/secret"));
    }
    assertThat(secretless(() -> world.actions().check(0, "contact", copy))).isEmpty();
    long own = store(copy);

    assertThat(world.shown(own)).contains("\"hasSecret\":true", "score");
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(2);
    // a campaign's own keeps it, wherever it goes
    assertThat(store(elsewhere)).isEqualTo(own);
    assertThat(world.count("server_action", "document like '%" + SECRET + "%'")).isEqualTo(2);
  }

  @Test
  void a_secret_is_not_for_those_whom_the_library_s_webhook_is_not_for() {
    world.create(
        hook("'fields': ['email'], 'groups': ['marketing-admin'], 'secret': '" + SECRET + "'"));
    JsonObject copy = JsonText.object(hook("'fields': ['email'], 'hasSecret': true"));

    assertThat(secretless(() -> world.actionsFor(Role.USER).check(0, "contact", copy)))
        .containsExactly("/secret");
    assertThat(secretless(() -> world.actions().check(0, "contact", copy))).isEmpty();
  }

  private List<String> secretless(Supplier<List<Violation>> check) {
    return world.jpa().ask(check).stream().map(Violation::path).toList();
  }

  private long store(JsonObject document) {
    return world.jpa().ask(() -> world.actions().store(ActionWorld.CAMPAIGN, "contact", document));
  }

  private static String hook(String members) {
    return json(
        "{'name': 'Hook', 'target': 'contact', 'kind': 'webhook', 'url':"
            + " 'https://hook.example.org/in', "
            + members
            + "}");
  }
}
