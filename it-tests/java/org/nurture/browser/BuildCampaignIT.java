package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/**
 * A campaign by mouse and keyboard, from the log-in to a contact who was nurtured. One story, told
 * in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({Story.class, Witness.class})
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
class BuildCampaignIT {
  private static final Instant START = Instant.parse("2026-12-01T08:00:00Z");
  private static final String NAME = "Spring offer";

  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  @AutoClose private Visitor visitor;
  private Page page;
  private CampaignPage campaign;
  private OperationsPage operations;
  private String id;

  /** Two people of the campaign: one clicks, the other does nothing. */
  private JsonObject reader;

  private JsonObject sleeper;

  @BeforeAll
  void open() {
    rest.delete("/clock");
    // a set clock stands still, and nothing starts by itself
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(START)).expect(200);
    visitor = new Visitor(server.url());
    page = visitor.page();
    campaign = new CampaignPage(visitor);
    operations = new OperationsPage(visitor);
  }

  @AfterAll
  void close() {
    rest.delete("/clock");
  }

  @Test
  @Order(1)
  void logs_in() {
    visitor.go("/campaigns/list.xhtml");
    visitor.picture("login");
    new LoginPage(visitor).logIn("admin", "wrong");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");

    new LoginPage(visitor).logIn("admin", "admin");

    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Campaigns"))).isVisible();
    visitor.picture("campaigns-empty");
  }

  @Test
  @Order(2)
  void filters_the_contacts_with_a_live_count() {
    page.getByRole(AriaRole.LINK, CampaignPage.byName("New campaign")).first().click();
    campaign.name(NAME);
    campaign.target("Contact");
    campaign.rule("country.code", "is", "IT");

    long expected =
        rest.post(
                "/targets/contact/count",
                "{\"filter\": [[\"country.code\", \"=\", \"IT\"], [\"active\", \"=\", true]]}")
            .expect(200)
            .getInt("count");
    assertThat(expected).isBetween(150L, 500L);
    assertThat(campaign.count()).containsText(String.valueOf(expected));
    campaign.showRecords();
    assertThat(page.locator("[id='form:preview'] tbody tr").first()).isVisible();
    campaign.save();
    id = page.url().replaceAll(".*id=(\\d+).*", "$1");
    visitor.picture("campaign-filter");
  }

  @Test
  @Order(3)
  void begins_the_workflow_with_a_mail() {
    ActivityDialog dialog = campaign.addActivity();
    dialog.name("Say hello");
    dialog.type("Email");
    dialog.createMailTemplate(
        "Spring has come",
        "Spring has come, {{ object.first_name }}",
        "<p>Dear {{ object.first_name | default: \"friend\" }}, see <a"
            + " href=\"https://shop.example.org/spring\">our offer</a>.</p>");
    dialog.interval("1.5", "hours");
    dialog.trySave();
    assertThat(dialog.alerts().first()).containsText("whole number");
    visitor.picture("activity-dialog-wrong");

    dialog.interval("1.5", "days");
    assertThat(dialog.intervalError())
        .containsText("1.5 is not a whole number. Enter 0, 1, 2 and so on. Use 36 hours instead");
    assertThat(dialog.foot()).containsText("1 field needs a look: Interval");
    assertThat(dialog.sentence()).containsText("Runs … after the record was enrolled.");
    dialog.intervalError().getByText("Use 36 hours instead").click();
    visitor.settle();
    assertThat(dialog.intervalError()).hasText("");
    assertThat(dialog.foot()).hasText("");
    assertThat(dialog.sentence()).containsText("Runs 36 hours after the record was enrolled.");
    dialog.interval("0", "hours");
    assertThat(dialog.sentence()).containsText("Runs as soon as the record is enrolled.");
    visitor.picture("activity-dialog");
    dialog.saveAndClose();

    assertThat(campaign.node("Say hello")).isVisible();
  }

  @Test
  @Order(4)
  void offers_exactly_the_fitting_triggers() {
    assertThat(campaign.childTriggers("Say hello"))
        .containsExactlyInAnyOrder(
            "Another activity",
            "Opened",
            "Not opened",
            "Replied",
            "Not replied",
            "Clicked",
            "Not clicked",
            "Bounced");
  }

  @Test
  @Order(5)
  void reminds_those_who_did_not_open_for_two_days() {
    ActivityDialog dialog = campaign.addChild("Say hello", "Not opened");
    dialog.name("Remind");
    dialog.type("Email");
    dialog.createMailTemplate("Still spring", "Still spring", "<p>Have you seen it?</p>");
    dialog.interval("2", "days");
    assertThat(dialog.sentence())
        .containsText("Runs 2 days after “Say hello” was sent, unless it is opened first.");
    dialog.trigger().selectOption("Mail: clicked");
    visitor.settle();
    assertThat(dialog.sentence())
        .containsText("Runs 2 days after a link in “Say hello” was clicked.");
    dialog.trigger().selectOption("Mail: not opened");
    visitor.settle();
    dialog.saveAndClose();

    assertThat(campaign.node("Remind")).isVisible();
  }

  @Test
  @Order(6)
  void marks_those_who_click() {
    ActivityDialog dialog = campaign.addChild("Say hello", "Clicked");
    dialog.name("Mark as hot");
    dialog.type("Server action");
    dialog.createUpdateAction("Prioritise", "score", "99");
    dialog.interval("0", "hours");
    dialog.saveAndClose();

    assertThat(campaign.node("Mark as hot")).isVisible();
    campaign.save();
    visitor.picture("campaign-tree");
  }

  @Test
  @Order(7)
  void starts_and_runs_the_jobs() {
    campaign.start();
    visitor.picture("campaign-started");
    operations.open();
    operations.run("enroll");
    operations.run("process");
    operations.run("send-mail");
    operations.seeGateway("Mail", "Ready");
    visitor.picture("operations");

    List<JsonObject> sent =
        rest.all("/campaigns/" + id + "/traces?state=PROCESSED").stream()
            .filter(trace -> trace.getJsonObject("message").getString("state").equals("SENT"))
            .toList();
    assertThat(sent).hasSizeGreaterThan(100);
    reader = sent.get(0);
    sleeper = sent.get(1);
  }

  @Test
  @Order(8)
  void reads_the_mail_and_clicks_its_link() {
    String address = reader.getJsonObject("message").getString("to");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Mails sent"))
        .first()
        .click();
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Mails sent"))).isVisible();
    visitor.picture("mails");
    page.getByLabel("Search by recipient or subject").pressSequentially(address);
    Locator mail =
        page.getByRole(
            AriaRole.LINK,
            new Page.GetByRoleOptions().setName(Pattern.compile("Spring has come, ")));
    assertThat(mail).hasCount(1);
    mail.click();
    assertThat(
            page.getByRole(
                    AriaRole.HEADING,
                    new Page.GetByRoleOptions().setName(Pattern.compile("Spring has come, ")))
                .first())
        .isVisible();
    visitor.picture("mail");

    Page shop =
        page.waitForPopup(
            () ->
                page.frameLocator("iframe")
                    .getByRole(
                        AriaRole.LINK,
                        new com.microsoft.playwright.FrameLocator.GetByRoleOptions()
                            .setName("our offer"))
                    .click());

    shop.waitForURL("https://shop.example.org/spring");
    assertThat(shop.getByRole(AriaRole.HEADING)).containsText("own page");
    shop.close();
  }

  @Test
  @Order(9)
  void the_click_marks_the_contact_C3() {
    operations.open();
    operations.run("process");

    assertThat(score(reader)).isEqualTo("99");
    assertThat(outcomes(reader))
        .containsExactlyInAnyOrder("PROCESSED null", "CANCELED opposite_event", "PROCESSED null");
    visitor.go("/campaigns/campaign.xhtml?id=" + id);
    assertThat(campaign.node("Say hello")).containsText("Clicked");
    JsonObject hello =
        rest
            .get("/campaigns/" + id + "/figures")
            .expect(200)
            .getJsonObject("activities")
            .values()
            .stream()
            .map(JsonObject.class::cast)
            .filter(figures -> figures.getInt("clicked") == 1)
            .findFirst()
            .orElseThrow();
    assertThat(hello.getInt("opened")).isEqualTo(1);
    visitor.picture("campaign-figures");
  }

  @Test
  @Order(10)
  void two_days_later_the_others_are_reminded_C2() {
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(START.plus(Duration.ofDays(2)))).expect(200);
    operations.open();
    operations.run("process");
    operations.run("send-mail");

    assertThat(subjects(sleeper)).contains("Still spring");
    assertThat(subjects(reader)).doesNotContain("Still spring");
    assertThat(score(sleeper)).isNotEqualTo("99");
    assertThat(outcomes(sleeper))
        .containsExactlyInAnyOrder("PROCESSED null", "PROCESSED null", "SCHEDULED null");
  }

  @Test
  @Order(11)
  void the_timeline_tells_it_in_words() {
    visitor.go("/campaigns/campaign.xhtml?id=" + id);
    page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Participants")))
        .first()
        .click();
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Participants"))).isVisible();
    visitor.picture("participants");
    page.getByLabel("Search by name, address or key")
        .pressSequentially(reader.getJsonObject("message").getString("to"));
    Locator row = page.locator("tbody tr");
    assertThat(row).hasCount(1);
    row.getByRole(AriaRole.LINK).click();

    Locator timeline = page.locator("[aria-label='Timeline']");
    for (String word : List.of("Say hello", "Remind", "Mark as hot", "pened", "licked")) {
      assertThat(timeline).containsText(word);
    }
    visitor.picture("timeline");
  }

  @Test
  @Order(12)
  void what_is_folded_stays_folded() {
    visitor.go("/campaigns/campaign.xhtml?id=" + id);
    page.waitForResponse(
        answer -> String.valueOf(answer.request().postData()).contains("folded="),
        () -> campaign.press("Say hello", "ArrowLeft"));
    assertThat(campaign.node("Remind")).isHidden();
    assertThat(campaign.item("Say hello")).containsText("2 below");

    visitor.go("/campaigns/campaign.xhtml?id=" + id);

    assertThat(campaign.node("Remind")).isHidden();
    campaign.press("Say hello", "ArrowRight");
    assertThat(campaign.node("Remind")).isVisible();
  }

  @Test
  @Order(13)
  void a_child_is_added_by_keys_alone() {
    campaign.press("Say hello", "ArrowDown");
    page.keyboard().press("+");
    assertThat(campaign.menu()).isVisible();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    ActivityDialog dialog = campaign.dialog();

    assertThat(dialog.sentence()).containsText("is opened");

    dialog.discardsAtOnce();
    assertThat(campaign.item("Remind")).isFocused();
    page.keyboard().press("Enter");
    dialog = campaign.dialog();
    dialog.name("Remind them");
    dialog.discardsOnlyWhenAsked();
    assertThat(campaign.item("Remind")).isFocused();
    page.keyboard().press("Enter");
    dialog = campaign.dialog();
    dialog.press("Control+Enter");
    assertThat(campaign.item("Remind")).isFocused();
  }

  @Test
  @Order(14)
  void dragging_offers_what_fits_and_refuses_what_does_not() {
    campaign.drag("Say hello", "Remind");
    assertThat(campaign.menu()).hasCount(0);

    campaign.drag("Mark as hot", "Remind");
    assertThat(campaign.menu().getByRole(AriaRole.MENUITEM)).hasCount(8);
    campaign.choose("Not clicked");

    assertThat(campaign.item("Remind")).containsText("Mark as hot");
    assertThat(campaign.item("Mark as hot")).containsText("was under Say hello");
    assertThat(campaign.node("Mark as hot")).containsText("Changed, not saved");
    campaign.undo();
    assertThat(campaign.item("Remind")).not().containsText("Mark as hot");
  }

  @Test
  @Order(15)
  void what_an_update_removes_is_drawn_until_then_U1() {
    campaign.press("Remind", "Delete");
    assertThat(campaign.node("Remind")).containsText("Removed, not saved");
    campaign.save();
    assertThat(campaign.node("Remind")).containsText("Removed, staged");
    assertThat(page.getByText("1 change is staged.")).isVisible();
    visitor.picture("campaign-staged");

    campaign.node("Remind").getByRole(AriaRole.BUTTON, named("Keep Remind")).click();
    visitor.settle();
    assertThat(campaign.node("Remind")).not().containsText("Removed");
    campaign.save();
    assertThat(page.getByText("1 change is staged.")).hasCount(0);
  }

  @Test
  @Order(16)
  void every_other_page_shows_too_and_no_script_failed() {
    for (String path :
        List.of("/campaigns/list", "/templates/list", "/actions/list", "/demo/sms")) {
      visitor.go(path + ".xhtml");
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .isVisible();
      visitor.picture(path.substring(1).replace('/', '-'));
    }
    assertThat(visitor.errors()).isEmpty();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(CampaignPage.named(name));
  }

  private String score(JsonObject trace) {
    return rest.post(
            "/targets/contact/records",
            "{\"filter\": [[\"id\", \"=\", %d]], \"fields\": [\"score\"]}"
                .formatted(trace.getInt("record")))
        .list()
        .get(0)
        .get("score")
        .toString();
  }

  private List<String> outcomes(JsonObject trace) {
    return rest
        .all("/campaigns/" + id + "/traces?participant=" + trace.getString("participant"))
        .stream()
        .map(each -> each.getString("state") + " " + each.getString("reason", null))
        .toList();
  }

  private List<String> subjects(JsonObject trace) {
    String to = RestClient.encode(trace.getJsonObject("message").getString("to"));
    return rest.all("/demo/mails?to=" + to).stream()
        .map(mail -> mail.getString("subject"))
        .toList();
  }
}
