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
    return page.locator("[id='form:countEdit'], [id='form:count']");
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
    page.getByRole(AriaRole.BUTTON, byName("Add child activity to " + parent)).click();
    choose(trigger);
    return dialog();
  }

  /** The words of the children that a node offers, in their order. */
  java.util.List<String> childTriggers(String parent) {
    Locator button = page.getByRole(AriaRole.BUTTON, byName("Add child activity to " + parent));
    button.click();
    java.util.List<String> words = menu().getByRole(AriaRole.MENUITEM).allTextContents();
    button.click();
    return words.stream().map(String::strip).toList();
  }

  /** The menu that is open. */
  Locator menu() {
    return page.getByRole(AriaRole.MENU);
  }

  /** Takes a choice of the menu that is open. */
  void choose(String choice) {
    menu()
        .getByRole(AriaRole.MENUITEM, new Locator.GetByRoleOptions().setName(named(choice)))
        .click();
    visitor.settle();
  }

  /** The card of an activity. */
  Locator node(String activity) {
    return page.locator(".n-node[data-name=\"" + activity + "\"]");
  }

  /** The activity in the tree, with all below it: what has the keyboard's focus. */
  Locator item(String activity) {
    return node(activity).locator("xpath=ancestor::li[1]");
  }

  /** Goes to an activity and presses a key. */
  void press(String activity, String key) {
    item(activity).focus();
    page.keyboard().press(key);
    visitor.settle();
  }

  /** Drags one activity onto another. */
  void drag(String activity, String onto) {
    node(activity).locator(".n-type").dragTo(node(onto).locator(".n-type"));
  }

  void undo() {
    page.getByRole(AriaRole.LINK, byName("Undo")).click();
    visitor.settle();
  }

  ActivityDialog dialog() {
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
