package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.ScriptedSmtp;
import org.nurture.support.Story;

/**
 * A mail server that takes mails and does not say so; a person decides what became of them (X6).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({Story.class, Witness.class})
@SuppressWarnings("NullAway")
class DoubtsIT {
  private static final int UNANSWERED = 6;
  private static final String CAMPAIGN =
      """
      {"name": "Unanswered", "target": "contact", "filter": [["country.code", "=", "FR"]],
       "activities": [
        {"ref": "hello", "name": "Hello", "type": "email",
         "template": {"title": "Hello", "target": "contact", "subject": "Hello",
                      "from": "Ann <ann@example.org>", "html": "<p>Hello</p>"},
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
      """;

  private final Axe axe = new Axe();
  private final ScriptedSmtp smtp = new ScriptedSmtp();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private NurtureServer server;
  private RestClient rest;
  private String campaign;
  @AutoClose private Visitor visitor;
  private Page page;

  @BeforeAll
  void leave_some_unanswered() {
    smtp.answering(
        command ->
            command.startsWith("END")
                    && (unanswered.size() < UNANSWERED && unanswered.add(command)
                        || unanswered.contains(command))
                ? ScriptedSmtp.DROP
                : null);
    server =
        NurtureServer.named("doubts")
            .with("NURTURE_SMTP_URL", "smtp://127.0.0.1:" + smtp.port())
            .with("NURTURE_SCHEDULES", "off")
            .start();
    rest = server.rest();
    campaign = rest.post("/campaigns", CAMPAIGN).expect(201).getString("id");
    rest.post("/campaigns/" + campaign + "/start").expect(200);
    List.of("enroll", "process", "send-mail").forEach(rest::run);
    smtp.answering(command -> null);
    // an execution ends where its mail server does not answer
    rest.run("send-mail");
    visitor = new Visitor(server.url());
    page = visitor.page();
    visitor.go("/operations/jobs.xhtml");
    new LoginPage(visitor).logIn("admin", "admin");
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    smtp.close();
  }

  @Test
  @Order(1)
  void operators_are_led_to_them() {
    page.getByRole(AriaRole.LINK, named("Decide")).click();

    assertThat(rows()).hasCount(UNANSWERED);
    assertThat(rows().first()).containsText("Unanswered");
    assertThat(rows().first()).containsText("Hello");
    for (int width : Visitor.WIDTHS) {
      visitor.width(width);
      assertThat(axe.faults(visitor, "doubts")).isEmpty();
    }
    visitor.width(Visitor.WIDTHS.get(0));
  }

  @Test
  @Order(2)
  void one_was_sent_one_was_not_and_one_is_sent_again() {
    int sent = hello().getInt("sent");
    int failed = hello().getInt("error");

    press(rows().first(), "Was sent");
    assertThat(rows()).hasCount(UNANSWERED - 1);
    press(rows().first(), "Was not sent");
    assertThat(rows()).hasCount(UNANSWERED - 2);
    String again = rows().first().getByRole(AriaRole.LINK).first().textContent();
    press(rows().first(), "Send again");
    confirm();
    assertThat(rows()).hasCount(UNANSWERED - 3);
    assertThat(page.locator("[id='form:list'] [role=status]")).containsText("One message decided");

    assertThat(smtp.mails()).noneMatch(mail -> mail.to().equals(again));
    rest.run("send-mail");
    assertThat(smtp.mails()).filteredOn(mail -> mail.to().equals(again)).hasSize(1);
    assertThat(hello().getInt("error")).isEqualTo(failed + 1);
    assertThat(hello().getInt("sent")).isEqualTo(sent + 2);
  }

  @Test
  @Order(3)
  void the_rest_is_decided_at_once() {
    page.getByRole(AriaRole.BUTTON, named("All of these were sent")).click();
    confirm();

    assertThat(page.getByRole(AriaRole.HEADING, named("No message is in doubt"))).isVisible();
    assertThat(axe.faults(visitor, "doubts-none")).isEmpty();
    visitor.go("/operations/jobs.xhtml");
    assertThat(page.getByLabel("In doubt")).containsText("0");
    assertThat(page.getByRole(AriaRole.LINK, named("Decide"))).hasCount(0);
    assertThat(visitor.errors()).isEmpty();
  }

  @Test
  @Order(4)
  void users_may_not_decide() {
    try (Visitor user = new Visitor(server.url())) {
      user.go("/operations/doubts.xhtml");
      new LoginPage(user).logIn("user", "user");

      assertThat(user.page().getByRole(AriaRole.HEADING)).hasText("Not for this account");
    }
  }

  private Locator rows() {
    return page.locator("[id='form:list'] tbody tr");
  }

  private static void press(Locator row, String name) {
    row.locator("button[aria-label^='" + name + "']").click();
  }

  private void confirm() {
    page.locator(".ui-confirmdialog-yes").click();
    visitor.settle();
  }

  private JsonObject hello() {
    return rest.get("/campaigns/" + campaign + "/figures")
        .expect(200)
        .getJsonObject("activities")
        .getJsonObject("hello");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
