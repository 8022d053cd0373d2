package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
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

/** The page of campaigns: a ready-made one up to its first mail, import, delete and undo. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({Story.class, Witness.class})
@SuppressWarnings("NullAway")
class CampaignsPageIT {
  private static final String NAME = "Welcome for the page";

  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  @AutoClose private Visitor visitor;
  private Page page;

  @BeforeAll
  void open() {
    rest.delete("/clock");
    rest.put("/clock", "{\"now\": \"2026-12-01T08:00:00Z\"}").expect(200);
    visitor = new Visitor(server.url());
    page = visitor.page();
    visitor.go("/campaigns/list.xhtml?view=board");
    new LoginPage(visitor).logIn("admin", "admin");
  }

  @AfterAll
  void close() {
    rest.delete("/clock");
  }

  @Test
  @Order(1)
  void a_ready_made_campaign_becomes_one_of_ours() {
    visitor.go("/campaigns/list.xhtml?view=board");
    page.getByText("Greet new contacts").click();
    page.getByLabel("Campaign name").fill(NAME);
    assertThat(page.getByText("that it names are there")).isVisible();
    visitor.picture("ready-made");
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Create campaign")).click();

    page.waitForURL(Pattern.compile(".*campaign\\.xhtml\\?id=\\d+.*"));
    assertThat(new CampaignPage(visitor).node("Say welcome")).isVisible();
  }

  @Test
  @Order(2)
  void it_starts_from_its_menu_and_its_mail_arrives() {
    visitor.go("/campaigns/list.xhtml?view=board&q=for+the+page");
    choose("Start");
    Locator question = page.locator("[id='askForm:ask']");
    assertThat(question).containsText("records match");
    question.getByRole(AriaRole.BUTTON, named("Start")).click();
    visitor.settle();
    assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Running")))
        .containsText(NAME);

    rest.run("enroll");
    rest.run("process");
    rest.run("send-mail");

    assertThat(rest.all("/demo/mails").stream().map(mail -> mail.getString("subject")))
        .anyMatch(subject -> subject.startsWith("Welcome, "));
    visitor.go("/campaigns/list.xhtml?view=board&q=for+the+page");
    assertThat(page.locator(".n-cfig")).containsText("Participants");
    visitor.picture("campaigns-board");
  }

  @Test
  @Order(3)
  void an_import_tells_what_is_wrong_by_its_place_and_takes_nothing() {
    int before = rest.all("/campaigns").size();
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Import")).first().click();
    page.getByLabel("Or paste it here")
        .fill(
            """
            {"name": "Taken", "target": "contact",
             "activities": [{"name": "Say hello", "type": "action",
               "trigger": {"type": "begin", "interval": 1.5, "unit": "hours"}}]}
            """);
    page.locator("[id='importForm:take']").click();
    visitor.settle();

    Locator wrong = page.locator(".n-wrongs");
    assertThat(wrong).containsText("activities › 1 “Say hello” › trigger › interval");
    assertThat(wrong).containsText("line 3");
    visitor.picture("import-wrong");
    assertThat(rest.all("/campaigns")).hasSize(before);
  }

  @Test
  @Order(4)
  void mended_it_is_imported() {
    Locator text = page.getByLabel("Or paste it here");
    text.fill(text.inputValue().replace("1.5", "2"));
    page.locator("[id='importForm:take']").click();

    page.waitForURL(Pattern.compile(".*campaign\\.xhtml\\?id=\\d+.*"));
    assertThat(new CampaignPage(visitor).node("Say hello")).isVisible();
  }

  @Test
  @Order(5)
  void deleted_it_comes_back_by_undo() {
    visitor.go("/campaigns/list.xhtml?view=board&q=Taken");
    assertThat(page.locator(".n-ccard")).hasCount(1);
    choose("Delete");
    assertThat(page.locator(".n-ccard")).hasCount(0);
    assertThat(page.getByText("“Taken” was deleted.")).isVisible();
    visitor.picture("campaigns-undo");

    undo();
  }

  private void undo() {
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Undo")).click();
    assertThat(page.getByText("“Taken” was deleted.")).isHidden();
    assertThat(rest.all("/campaigns?name=Taken")).hasSize(1);
    // among all campaigns it may be further down than what is shown at first
    visitor.go("/campaigns/list.xhtml?view=board&q=Taken");
    assertThat(page.locator(".n-ccard").getByText("Taken")).isVisible();
  }

  @Test
  @Order(6)
  void deleted_on_its_form_it_comes_back_as_well() {
    page.locator(".n-ccard").getByRole(AriaRole.LINK).getByText("Taken").click();
    page.waitForURL(Pattern.compile(".*campaign\\.xhtml.*"));
    page.waitForLoadState();
    page.locator("summary[title^='More']").click();
    page.getByRole(AriaRole.LINK, CampaignPage.byName("Delete campaign")).click();

    page.waitForURL(Pattern.compile(".*list\\.xhtml.*"));
    assertThat(page.getByText("“Taken” was deleted.")).isVisible();
    undo();
  }

  @Test
  @Order(7)
  void what_is_waited_for_is_a_skeleton() {
    visitor.go("/campaigns/list.xhtml?view=board");
    CompletableFuture<Route> held = new CompletableFuture<>();
    page.route("**/list.xhtml*", route -> holdSearch(route, held));
    page.getByLabel("Search name, tag, target").pressSequentially("Taken");

    page.waitForCondition(held::isDone);
    page.locator("[id='form:result'][aria-busy='true']").waitFor();
    visitor.picture("campaigns-loading");
    held.join().resume();

    assertThat(page.locator("[aria-busy='true']")).hasCount(0);
    assertThat(page.locator(".n-ccard")).hasCount(1);
    page.unroute("**/list.xhtml*");
  }

  /** The page asks for other things meanwhile, such as figures: these go through. */
  private static void holdSearch(Route route, CompletableFuture<Route> held) {
    String sent = route.request().postData();
    if (sent == null || !sent.contains("source=form%3Asearch") || !held.complete(route)) {
      route.resume();
    }
  }

  @Test
  @Order(8)
  void the_address_says_what_is_searched_for() {
    visitor.go("/campaigns/list.xhtml?view=list&archived=any");
    page.getByLabel("Search name, tag, target").pressSequentially("Taken");
    page.waitForURL(Pattern.compile(".*q=Taken.*"));
    assertThat(page.locator(".n-camptable tbody tr")).hasCount(1);
    visitor.picture("campaigns-list");

    page.reload();
    assertThat(page.getByLabel("Search name, tag, target")).hasValue("Taken");
    assertThat(page.locator(".n-camptable tbody tr")).hasCount(1);
    assertThat(visitor.errors()).isEmpty();
  }

  private void choose(String command) {
    page.locator(".n-ccard summary").first().click();
    page.locator("details[open] .n-menu").getByText(command).click();
    visitor.settle();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(CampaignPage.named(name));
  }
}
