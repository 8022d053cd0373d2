package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The campaign form with its tree. */
final class CampaignPage {
  private final Visitor visitor;
  private final Page page;

  CampaignPage(Visitor visitor) {
    this.visitor = visitor;
    page = visitor.page();
  }

  void name(String name) {
    Locator field = page.getByRole(AriaRole.TEXTBOX, byName("Campaign name"));
    field.fill(name);
    field.press("Tab");
    visitor.settle();
  }

  void target(String label) {
    page.getByLabel("Target").selectOption(label);
    visitor.settle();
  }

  /** Adds a rule: types the field's path, picks it by keyboard, then operator and value. */
  void rule(String path, String operator, String value) {
    FilterBuilder filter = new FilterBuilder(visitor, page.locator("[id='form:filter:box']"));
    filter.addRule();
    filter.field(path);
    filter.operator(operator);
    filter.value(value);
  }

  Locator count() {
    return page.locator("[id='form:count']");
  }

  void showRecords() {
    count().getByRole(AriaRole.LINK).click();
    visitor.settle();
  }

  void save() {
    page.getByRole(AriaRole.BUTTON, byName("Save")).click();
    visitor.settle();
    assertThat(page.getByText("Unsaved changes")).hasCount(0);
  }

  void start() {
    page.getByRole(AriaRole.BUTTON, byName("Start")).click();
    assertThat(page.getByRole(AriaRole.BUTTON, byName("Stop"))).isVisible();
  }

  ActivityDialog addActivity() {
    page.getByRole(AriaRole.BUTTON, byName("Add new activity")).click();
    return dialog();
  }

  /** Opens the node's menu of children and takes one of the triggers that it offers. */
  ActivityDialog addChild(String parent, String trigger) {
    Locator button = page.getByLabel("Add child activity to " + parent);
    button.click();
    button
        .locator("xpath=..")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(named(trigger)))
        .click();
    return dialog();
  }

  /** The words of the children that a node offers, in their order. */
  java.util.List<String> childTriggers(String parent) {
    Locator button = page.getByLabel("Add child activity to " + parent);
    button.click();
    java.util.List<String> words =
        button.locator("xpath=..").getByRole(AriaRole.LINK).allTextContents();
    button.click();
    return words.stream().map(String::strip).toList();
  }

  Locator node(String activity) {
    return page.locator(".n-node")
        .filter(
            new Locator.FilterOptions().setHas(page.getByRole(AriaRole.LINK, byName(activity))));
  }

  private ActivityDialog dialog() {
    ActivityDialog dialog = new ActivityDialog(visitor);
    dialog.waitUntilOpen();
    return dialog;
  }

  /** By its whole name; icons of the font come before it. */
  static Page.GetByRoleOptions byName(String name) {
    return new Page.GetByRoleOptions().setName(named(name));
  }

  static Pattern named(String name) {
    return Pattern.compile("^\\W*" + name + "\\s*$");
  }
}
