package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The operations page: jobs, run by hand. */
final class OperationsPage {
  private final Visitor visitor;
  private final Page page;

  OperationsPage(Visitor visitor) {
    this.visitor = visitor;
    page = visitor.page();
  }

  void open() {
    page.getByRole(AriaRole.NAVIGATION)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Operations"))
        .click();
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Operations"))).isVisible();
  }

  /** What is said of the gateway of a channel. */
  void seeGateway(String channel, String state) {
    assertThat(
            page.locator("section[aria-label='Gateways'] tbody tr")
                .filter(new Locator.FilterOptions().setHasText(channel)))
        .containsText(state);
  }

  /** Presses "Run now" and waits for the end, which must be good. */
  void run(String job) {
    Locator history = page.locator("section[aria-label='History'] tbody tr");
    String newest = history.count() == 0 ? "" : history.first().innerText();
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Run now: " + job)).click();
    visitor.settle();
    page.waitForFunction(
        "newest => { const rows = document.querySelectorAll(\"section[aria-label='History'] tbody"
            + " tr\"); return rows.length && rows[0].innerText !== newest &&"
            + " /Completed|Failed/.test(rows[0].innerText); }",
        newest);
    assertThat(history.first()).containsText(job);
    assertThat(history.first()).containsText(Pattern.compile("Completed"));
  }
}
