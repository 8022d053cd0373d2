package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;

/** The rules of a filter; what it does is done to the rule or group that was added last. */
final class FilterBuilder {
  private final Visitor visitor;
  private final Locator within;

  FilterBuilder(Visitor visitor, Locator within) {
    this.visitor = visitor;
    this.within = within;
  }

  void addRule() {
    button("Rule").last().click();
    visitor.settle();
  }

  /** A rule of the innermost group. */
  void addRuleInside() {
    button("Rule").first().click();
    visitor.settle();
  }

  /** A group with one rule in it. */
  void addGroup() {
    button("Group").last().click();
    visitor.settle();
  }

  /** By keyboard alone: opens the picker of the rule without a field, types, picks. */
  void field(String path) {
    Locator empty = within.locator(".n-fieldbtn.ph").first();
    empty.focus();
    empty.press("Enter");
    Locator search = within.getByRole(AriaRole.COMBOBOX, named("Search fields"));
    assertThat(search).isFocused();
    search.pressSequentially(path);
    within.locator(".n-cols2 [aria-selected='true']").first().waitFor();
    search.press("Enter");
    assertThat(search).hasCount(0);
    visitor.settle();
  }

  /** Opens the picker and leaves it so. */
  Locator openPicker() {
    within.locator(".n-fieldbtn.ph").first().click();
    Locator picker = within.locator(".n-fieldpick");
    picker.locator("[role='option']").first().waitFor();
    return picker;
  }

  void operator(String operator) {
    within.getByLabel("Operator").last().selectOption(operator);
    visitor.settle();
  }

  void value(String value) {
    Locator box = within.getByRole(AriaRole.TEXTBOX, named("Value")).last();
    box.fill(value);
    box.press("Tab");
    visitor.settle();
  }

  /** Adds a value to a list of them, by its beginning. */
  void addValue(String typed) {
    Locator box = within.locator(".ui-autocomplete-input-token input").last();
    box.pressSequentially(typed);
    within.page().locator(".ui-autocomplete-panel:visible .ui-autocomplete-item").first().waitFor();
    box.press("Enter");
    visitor.settle();
  }

  Locator fields() {
    return within.locator(".n-fieldbtn");
  }

  Locator chips() {
    return within.locator(".ui-autocomplete-token-label");
  }

  Locator text() {
    return within.getByLabel("Filter as text");
  }

  Locator alerts() {
    return within.getByRole(AriaRole.ALERT);
  }

  void mode(String mode) {
    button(mode).click();
    visitor.settle();
  }

  private Locator button(String name) {
    return within.getByRole(AriaRole.BUTTON, named(name));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(CampaignPage.named(name));
  }
}
