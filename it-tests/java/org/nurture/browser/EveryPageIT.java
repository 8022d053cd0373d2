package org.nurture.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/**
 * Every page in light and dark, 1440 and 390 pixels wide: a picture under target/screenshots, no
 * sideways scrolling, no inline style of ours, nothing that axe-core objects to, no script error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// its fields are set before all tests
@SuppressWarnings("NullAway")
class EveryPageIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private final Axe axe = new Axe();
  private Visitor visitor;
  private Page page;
  private ShownCampaign shown;
  private ShownCampaign staged;

  private static final String SCRIPT =
      """
      {"name": "Score by script", "target": "contact", "kind": "execute_code",
       "script": "// who was quiet is worth a call\\nif (record.score < 50) {\\n  return {\
      set: {score: record.score + 1},\\n    todo: {summary: 'Call ' + record.first_name}};\\n}"}
      """;

  /** What there is to see, and how one gets to see it. */
  record Sight(String name, String path, Consumer<EveryPageIT> open) {
    Sight(String name, String path) {
      this(name, path, here -> {});
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sight> sights() {
    return Stream.of(
        new Sight("campaigns", "/campaigns/list.xhtml"),
        new Sight("campaigns-list", "/campaigns/list.xhtml?view=list"),
        new Sight("campaign", "/campaigns/campaign.xhtml?id=SHOWN"),
        new Sight("campaign-staged", "/campaigns/campaign.xhtml?id=STAGED"),
        new Sight("campaign-new", "/campaigns/campaign.xhtml"),
        new Sight(
            "activity-dialog",
            "/campaigns/campaign.xhtml?id=SHOWN",
            here -> here.press("Product tour")),
        new Sight("participants", "/campaigns/participants.xhtml?id=SHOWN"),
        new Sight("timeline", "/campaigns/participant.xhtml?campaign=SHOWN&id=PARTICIPANT"),
        new Sight("record", "/records/record.xhtml?target=contact&key=1"),
        new Sight("targets", "/targets/list.xhtml"),
        new Sight("target", "/targets/target.xhtml?name=contact"),
        new Sight("target-new", "/targets/target.xhtml"),
        new Sight("mail-templates", "/templates/list.xhtml"),
        new Sight("sms-templates", "/templates/sms.xhtml"),
        new Sight("actions", "/actions/list.xhtml"),
        new Sight("action-script", "/actions/list.xhtml", EveryPageIT::tryScript),
        new Sight("todos", "/todos/list.xhtml"),
        new Sight("test", "/campaigns/test.xhtml?campaign=SHOWN"),
        new Sight("operations", "/operations/jobs.xhtml"),
        new Sight("mails", "/demo/mails.xhtml"),
        new Sight("texts", "/demo/sms.xhtml"),
        new Sight("not-here", "/campaigns/campaign.xhtml?id=999999"));
  }

  @BeforeAll
  void live() {
    shown = new ShownCampaign(rest, "Welcome flow, Italy");
    shown.live();
    staged = new ShownCampaign(rest, "Welcome flow, staged");
    staged.live();
    staged.stage();
    rest.post("/server-actions", SCRIPT).expect(201);
    visitor = new Visitor(server.url());
    page = visitor.page();
    visitor.go("/campaigns/list.xhtml");
    new LoginPage(visitor).logIn("admin", "admin");
  }

  @AfterAll
  void end() {
    if (visitor != null) {
      visitor.close();
    }
    rest.delete("/clock");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sights")
  void is_fit_to_be_seen(Sight sight) {
    List<String> faults = new ArrayList<>();
    for (int width : Visitor.WIDTHS) {
      visitor.width(width);
      visitor.go(address(sight.path()));
      visitor.settle();
      sight.open().accept(this);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String what =
            sight.name() + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
        visitor.shoot(what);
        if (visitor.scrollsSideways()) {
          faults.add(what + " scrolls sideways");
        }
        (scheme == ColorScheme.LIGHT ? axe.findings(page) : axe.findingsOnColours(page))
            .forEach(finding -> faults.add(what + " " + finding));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void the_log_in_page_is_fit_to_be_seen_too() {
    try (Visitor stranger = new Visitor(server.url())) {
      stranger.go("/login.xhtml");
      stranger.picture("login");
      assertAll(
          () -> assertThat(axe.findings(stranger.page())).isEmpty(),
          () -> assertThat(stranger.scrollsSideways()).isFalse());
    }
  }

  @Test
  void what_a_user_may_not_see_is_refused_in_words() {
    try (Visitor user = new Visitor(server.url())) {
      user.go("/operations/jobs.xhtml");
      new LoginPage(user).logIn("user", "user");
      PlaywrightAssertions.assertThat(user.page().getByRole(AriaRole.HEADING))
          .hasText("Not for this account");
      assertThat(user.errors()).isEmpty();
    }
  }

  @AfterAll
  void no_script_failed() {
    assertThat(visitor.errors()).isEmpty();
  }

  private String address(String path) {
    String address = path.replace("SHOWN", shown.id()).replace("STAGED", staged.id());
    return address.contains("PARTICIPANT")
        ? address.replace("PARTICIPANT", shown.participant("&activity=tour"))
        : address;
  }

  /** Its form, checked, and what it would do to a record. */
  private void tryScript() {
    page.locator("td a:has-text('Score by script')").click();
    page.locator("[role=dialog]:visible").first().waitFor();
    page.locator("[id='actionForm:check']").click();
    visitor.settle();
    page.locator("[id='actionForm:record'] .ui-autocomplete-dropdown").click();
    page.locator(".ui-autocomplete-item:visible").first().click();
    page.locator("[id='actionForm:try']").click();
    visitor.settle();
    page.locator(".n-tried").waitFor();
  }

  private void press(String activity) {
    new CampaignPage(visitor).node(activity).locator(".name").click();
    page.locator("[role=dialog]:visible").first().waitFor();
    visitor.settle();
  }
}
