package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The wizard that makes a target of a table. */
final class TargetWizard {
  private final Visitor visitor;
  private final Page page;

  TargetWizard(Visitor visitor) {
    this.visitor = visitor;
    page = visitor.page();
  }

  void open() {
    visitor.go("/targets/list.xhtml");
    page.getByRole(AriaRole.LINK, CampaignPage.byName("New target")).first().click();
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("New target"))).isVisible();
  }

  void source(String label) {
    page.getByLabel("Data source").selectOption(label);
    visitor.settle();
  }

  void jndi(String name) {
    page.getByLabel("JNDI name").fill(name);
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Connect")).click();
    visitor.settle();
  }

  void schema(String name) {
    page.getByLabel("Schema").selectOption(name);
    visitor.settle();
  }

  /** Searches for it, and takes the first one that is found. */
  void table(String name) {
    page.getByLabel("Search tables and views").pressSequentially(name);
    Locator first = page.locator(".n-tablelist a").first();
    assertThat(page.locator(".n-tablelist b").first()).hasText(name);
    visitor.settle();
    first.click();
    assertThat(role("Key")).isVisible();
    visitor.settle();
  }

  Locator role(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  void name(String label, String name) {
    page.locator("[id='form:label']").fill(label);
    page.locator("[id='form:name']").fill(name);
  }

  /** Types into a field and leaves it. */
  void fill(String label, String value) {
    Locator field = page.getByLabel(label);
    field.fill(value);
    field.blur();
    visitor.settle();
  }

  /** Its heading says how many there are. */
  Locator records() {
    return page.locator("#firstTitle");
  }

  Locator alerts() {
    return page.getByRole(AriaRole.ALERT);
  }

  void save() {
    page.getByRole(AriaRole.BUTTON, CampaignPage.byName("Save target")).click();
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Targets"))).isVisible();
  }
}
