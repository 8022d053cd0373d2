package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Instant;
import java.util.List;
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
import org.nurture.support.Story;

/** Somebody whose browser asks for Italian, and who takes English in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({Story.class, Witness.class})
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
class ItalianIT {
  private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");
  private static final String DOCUMENT =
      """
      {"name": "Benvenuto", "target": "contact", "filter": [["id", "<", 40]],
       "activities": [{"ref": "hello", "name": "Saluto", "type": "email",
         "template": {"title": "Saluto", "subject": "Ciao", "from": "Ann <ann@example.org>", "html": "<p>Ciao</p>"},
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
         "filter": [["score", ">", 123456]]}]}
      """;

  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  @AutoClose private Visitor visitor;
  private Page page;
  private String id;
  private String participant;

  @BeforeAll
  void open() {
    rest.delete("/clock");
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(START)).expect(200);
    id = rest.post("/campaigns", DOCUMENT).expect(201).getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    List.of("enroll", "process").forEach(rest::run);
    participant =
        rest.get("/campaigns/" + id + "/traces?state=REJECTED")
            .list()
            .get(0)
            .getString("participant");
    visitor = new Visitor(server.url(), "it-IT");
    page = visitor.page();
  }

  @AfterAll
  void close() {
    rest.delete("/clock");
  }

  @Test
  @Order(1)
  void the_log_in_is_in_the_browsers_language() {
    visitor.go("/campaigns/list.xhtml");
    assertThat(page.locator("html")).hasAttribute("lang", "it");
    page.getByLabel("Nome").fill("admin");
    page.getByLabel("Password").fill("admin");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accedi")).click();

    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Campagne"))).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", "it");
  }

  @Test
  @Order(2)
  void a_field_says_in_italian_what_is_wrong_with_it() {
    visitor.go("/campaigns/campaign.xhtml?id=" + id);
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Aggiungi attività")).click();
    visitor.settle();
    page.getByLabel("Intervallo").fill("1,5");
    page.getByLabel("Intervallo").press("Tab");
    visitor.settle();

    assertThat(page.locator("[id='activityForm:intervalError']")).containsText("numero intero");
    visitor.picture("activity-dialog-it");
  }

  @Test
  @Order(3)
  void the_reason_in_the_timeline_is_italian_though_a_job_wrote_it() {
    visitor.go("/campaigns/participant.xhtml?campaign=" + id + "&id=" + participant);

    assertThat(page.locator("main")).containsText("“Saluto” è stata scartata");
    assertThat(page.locator("main")).containsText("Non inviato: non era vero che");
    assertThat(page.locator("main")).containsText("è più di 123.456");
    visitor.picture("participant-it");
  }

  @Test
  @Order(4)
  void the_form_of_a_script_is_fit_to_be_seen_on_a_phone() {
    rest.post(
            "/server-actions",
            """
            {"name": "Punteggio", "target": "contact", "kind": "execute_code",
             "script": "return {set: {score: 1}}"}
            """)
        .expect(201);
    visitor.width(390);
    visitor.go("/actions/list.xhtml");
    page.locator("td a:has-text('Punteggio')").click();
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Controlla")).click();
    visitor.settle();

    assertThat(page.locator("[id='actionForm:fields']"))
        .containsText("Non c’è nulla che non vada.");
    assertThat(new Axe().faults(visitor, "action-script-it")).isEmpty();
  }

  @Test
  @Order(5)
  void rest_refuses_in_the_language_that_is_asked_for() {
    APIResponse answer =
        page.request()
            .get(
                server.url() + "/api/campaigns/999999",
                RequestOptions.create().setHeader("Accept-Language", "it"));

    assertThat(answer.headers()).containsEntry("content-language", "it");
    assertThat(answer.text()).contains("Qui non c’è: campagna “999999”");
    assertThat(rest.get("/campaigns/999999").json().getString("detail"))
        .isEqualTo("There is no campaign “999999”");
  }

  @Test
  @Order(6)
  void english_is_chosen_in_the_menu_and_remembered() {
    visitor.go("/campaigns/list.xhtml");
    page.locator(".n-user > summary").click();
    page.locator("[id='bar:lang-en']").click();
    visitor.go("/campaigns/list.xhtml");

    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Campaigns"))).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    assertThat(visitor.errors()).isEmpty();
  }
}
