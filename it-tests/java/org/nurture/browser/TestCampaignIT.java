package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
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

/** A campaign is tested by mouse and keyboard, before it was ever started. One story, in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({Story.class, Witness.class})
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
class TestCampaignIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private final String mailbox =
      "page." + UUID.randomUUID().toString().substring(0, 8) + "@example.org";
  @AutoClose private Visitor visitor;
  private Page page;
  private String campaign;

  @BeforeAll
  void open() {
    campaign = rest.post("/campaigns", DOCUMENT).expect(201).getString("id");
    visitor = new Visitor(server.url());
    page = visitor.page();
    visitor.go("/campaigns/test.xhtml?campaign=" + campaign);
    new LoginPage(visitor).logIn("admin", "admin");
  }

  @Test
  @Order(1)
  void a_record_is_found_as_one_types_T1() {
    visitor.go("/campaigns/test.xhtml?campaign=" + campaign);
    assertThat(heading("Launch a test")).isVisible();
    String email =
        rest.post(
                "/targets/contact/records",
                "{\"filter\": [], \"limit\": 1, \"fields\": [\"email\"]}")
            .list()
            .get(0)
            .getString("email");

    page.getByLabel("Name, email or key").pressSequentially(email);

    Locator found = page.locator("[id='form:found'] a");
    assertThat(found).hasCount(1);
    assertThat(found).containsText(email);
    visitor.picture("test-launch");
    found.click();
    page.getByLabel("Send emails to").fill(mailbox);
    visitor.picture("test-launch-record");
    button("Launch a test").click();
    assertThat(heading(Pattern.compile("^Test with "))).isVisible();
  }

  @Test
  @Order(2)
  void a_record_is_made_where_there_is_none_to_test_with_T1() {
    String running = page.url();
    String address = "made." + mailbox;
    visitor.go("/campaigns/test.xhtml?campaign=" + campaign);
    button("New record").click();
    page.getByLabel("First name").fill("Tess");
    page.getByLabel("Last name").fill("Made");
    page.getByLabel("Email").fill(address);
    visitor.picture("test-make");
    button("Create record").click();

    assertThat(page.locator(".n-testrecord")).containsText("Tess");
    assertThat(page.locator(".n-testrecord")).containsText(address);
    button("Launch a test").click();
    assertThat(heading(Pattern.compile("^Test with Tess"))).isVisible();
    page.navigate(running);
  }

  @Test
  @Order(3)
  void a_step_runs_and_its_message_is_shown_as_it_was_sent_T4_T5() {
    assertThat(step("Say hello")).containsText("Scheduled");
    assertThat(step("Thank them")).containsText("Not planned");

    button("Run Say hello").click();

    assertThat(step("Say hello")).containsText("Done");
    assertThat(step("Thank them")).containsText("Waits for a click");
    assertThat(
            page.frameLocator("iframe")
                .getByRole(
                    AriaRole.LINK,
                    new com.microsoft.playwright.FrameLocator.GetByRoleOptions()
                        .setName("our offer")))
        .isVisible();
    assertThat(rest.get("/demo/mails?to=" + RestClient.encode(mailbox)).list()).hasSize(1);
    visitor.picture("test-sent");
  }

  @Test
  @Order(4)
  void a_click_on_the_messages_own_link_is_played_C2_C3() {
    button("Click our offer").click();

    assertThat(step("Thank them")).containsText("Scheduled");
    assertThat(step("Again")).containsText("Canceled");
    button("Run Thank them").press("Enter");
    assertThat(step("Thank them")).containsText("Done");
    visitor.picture("test-played");
  }

  @Test
  @Order(5)
  void the_test_is_stopped_and_stands_among_the_earlier_ones_T6() {
    button("Stop test").click();

    assertThat(step("Later")).containsText("Canceled");
    assertThat(page.getByText("This test has ended")).isVisible();
    visitor.picture("test-stopped");
    visitor.go("/campaigns/test.xhtml?campaign=" + campaign);
    assertThat(page.locator(".n-testlist li")).hasCount(2);
    Locator ended =
        page.locator(".n-testlist li").filter(new Locator.FilterOptions().setHasText("Completed"));
    assertThat(ended).hasCount(1);
    assertThat(visitor.errors()).isEmpty();
  }

  private Locator step(String name) {
    return page.locator(".n-teststeps li")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("b", new Page.LocatorOptions().setHasText(name))));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
  }

  private Locator heading(Pattern name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
  }

  private static final String DOCUMENT =
      """
      {"name": "To be tested", "target": "contact", "activities": [
        {"ref": "hello", "name": "Say hello", "type": "email",
         "template": {"title": "Spring has come",
           "html": "<p>Dear {{ object.first_name }}, see <a href='https://shop.example.org/spring'>our offer</a>.</p>"},
         "trigger": {"type": "begin", "interval": 3, "unit": "days"},
         "children": [
           {"ref": "thanks", "name": "Thank them", "type": "email",
            "template": {"title": "Thanks", "html": "<p>Thanks</p>"},
            "trigger": {"type": "mail_clicked", "interval": 1, "unit": "hours"}},
           {"ref": "again", "name": "Again", "type": "email", "template": "Thanks",
            "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"}},
           {"ref": "later", "name": "Later", "type": "email", "template": "Thanks",
            "trigger": {"type": "activity", "interval": 1, "unit": "months"}}]}]}
      """;
}
