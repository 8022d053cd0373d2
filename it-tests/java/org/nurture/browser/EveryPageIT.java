package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/**
 * Every page in light and dark, 1440 and 390 pixels wide: a picture under target/screenshots, no
 * sideways scrolling, no inline style of ours, nothing that axe-core objects to, no script error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Witness.class)
// its fields are set before all tests
@SuppressWarnings("NullAway")
class EveryPageIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private final Axe axe = new Axe();
  @AutoClose private Visitor visitor;
  private Page page;
  private ShownCampaign shown;
  private ShownCampaign staged;

  private static final String SCRIPT =
      """
      {"name": "Score by script", "target": "contact", "kind": "execute_code",
       "script": "// who was quiet is worth a call\\nif (record.score < 50) {\\n  return {\
      set: {score: record.score + 1},\\n    todo: {summary: 'Call ' + record.first_name}};\\n}"}
      """;

  /** For a page whose scripts hear a second later that it is there. */
  private static final String READY_LATER =
      """
      for (const [target, event] of [[document, 'DOMContentLoaded'], [window, 'load']]) {
        target.addEventListener(event, e => {
          e.stopImmediatePropagation();
          setTimeout(() => target.dispatchEvent(new Event(event)), 1000);
        }, {capture: true, once: true});
      }
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
      faults.addAll(axe.faults(visitor, sight.name()));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void the_log_in_page_is_fit_to_be_seen_too() {
    try (Visitor stranger = new Visitor(server.url())) {
      stranger.go("/login.xhtml");
      for (int width : Visitor.WIDTHS) {
        stranger.width(width);
        assertThat(axe.faults(stranger, "login")).isEmpty();
      }
    }
  }

  @Test
  void a_text_is_counted_and_priced_as_it_is_typed_and_made_plainer() {
    visitor.width(Visitor.WIDTHS.get(0));
    visitor.go("/templates/sms.xhtml");
    page.locator("[id='form:new']").click();
    page.locator("[id='libraryForm:target']").selectOption("contact");
    visitor.settle();
    Locator body = page.locator("[id='libraryForm:body']");
    Locator count = page.locator("[id='libraryForm:preview'] .n-count");
    Locator foreign = page.locator("[id='libraryForm:preview'] .n-chip");
    Locator plainer = page.locator("[id='libraryForm:preview'] .n-banner a");

    body.pressSequentially("Grüße, nur 5 € heut");
    assertThat(count).containsText("1 segment · GSM · 19 characters · 140 left");
    assertThat(foreign).hasCount(0);

    body.pressSequentially(", it’s");
    assertThat(count).containsText("1 segment · UCS-2 · 25 characters · 45 left");
    assertThat(foreign).hasText("’");
    assertThat(plainer).hasText("Replace ’ by '");
    plainer.click();
    assertThat(body).hasValue("Grüße, nur 5 € heut, it's");
    assertThat(count).containsText("1 segment · GSM · 25 characters · 134 left");
    long one = price(count, "1 segment each");

    body.press("Control+End");
    body.pressSequentially(" 😀" + "!".repeat(50));
    assertThat(count).containsText("2 segments · UCS-2 · 77 characters · 56 left");
    assertThat(foreign).hasText("😀");
    assertThat(plainer).hasCount(0);
    assertThat(price(count, "2 segments each")).isEqualTo(2 * one);
    visitor.picture("sms-template-dialog");
  }

  /** In cents, as the estimate says; each segment costs five. */
  private static long price(Locator count, String each) {
    Pattern words = Pattern.compile("About ([0-9.,]+) EUR for ([0-9.,]+) records, " + each);
    assertThat(count).containsText(words);
    Matcher said = words.matcher(count.textContent());
    assertThat(said.find()).isTrue();
    long cents = Long.parseLong(said.group(1).replaceAll("[.,]", ""));
    long people = Long.parseLong(said.group(2).replaceAll("[.,]", ""));
    assertThat(cents).isEqualTo(5 * people * Integer.parseInt(each.substring(0, 1))).isPositive();
    return cents;
  }

  @Test
  void a_script_is_coloured_also_while_it_is_typed() {
    visitor.width(Visitor.WIDTHS.get(0));
    visitor.go("/actions/list.xhtml");
    page.locator("td a:has-text('Score by script')").click();
    Locator code = page.locator("[role=dialog]:visible .n-code");
    assertThat(code.locator("pre .comment")).hasText("// who was quiet is worth a call");
    assertThat(code.locator("pre .given").first()).hasText("record");

    // what is typed before goes on in the first field, where the dialog takes the focus to
    assertThat(page.locator("[id='actionForm:target']")).isFocused();

    Locator area = code.locator("textarea");
    area.press("Control+End");
    area.pressSequentially("\nconst late = 17;");

    assertThat(code.locator("pre .word").last()).hasText("const");
    assertThat(code.locator("pre .number").last()).hasText("17");
    assertThat(code.locator("pre").textContent())
        .as("the copy under it says the same")
        .isEqualTo(area.inputValue() + "\n");
    assertThat(code.locator("pre .word").last().evaluate("e => getComputedStyle(e).color"))
        .isNotEqualTo(code.locator("pre").evaluate("e => getComputedStyle(e).color"));
  }

  @Test
  void what_is_pressed_before_the_page_is_ready_waits_for_it() {
    try (Page slow = slow("/actions/list.xhtml")) {
      slow.locator("[id='form:new']").click();

      assertThat(slow.getByRole(AriaRole.DIALOG)).isVisible();
    }
  }

  @Test
  void what_is_chosen_before_the_page_is_ready_waits_for_it() {
    try (Page slow = slow("/campaigns/campaign.xhtml")) {
      slow.getByLabel("Target").selectOption("Contact");

      assertThat(slow.locator("[id='form:countEdit']")).containsText("records");
    }
  }

  @Test
  void enter_before_the_page_is_ready_starts_nothing() {
    try (Page slow = slow("/campaigns/campaign.xhtml")) {
      Locator name = slow.getByRole(AriaRole.TEXTBOX, CampaignPage.byName("Campaign name"));
      name.fill("Not yet");
      name.press("Enter");

      assertThat(slow.getByText("Unsaved changes")).isVisible();
      slow.getByLabel("Target").selectOption("Contact");
      assertThat(slow.locator("[id='form:countEdit']")).containsText("records");
      assertThat(slow.locator("[id='form:missing'] .n-card")).hasCount(0);
    }
  }

  /** A page that is there, and not ready yet. */
  private Page slow(String path) {
    Page slow = page.context().newPage();
    slow.addInitScript(READY_LATER);
    slow.navigate(
        server.url() + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    return slow;
  }

  @Test
  void what_a_user_may_not_see_is_refused_in_words() {
    try (Visitor user = new Visitor(server.url())) {
      user.go("/operations/jobs.xhtml");
      new LoginPage(user).logIn("user", "user");
      assertThat(user.page().getByRole(AriaRole.HEADING)).hasText("Not for this account");
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
