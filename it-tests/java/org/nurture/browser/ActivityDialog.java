package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.util.regex.Pattern;

/** The dialog of one activity, and that of its template or action on top of it. */
final class ActivityDialog {
  private final Visitor visitor;
  private final Page page;
  private final Locator dialog;
  private final Locator content;

  ActivityDialog(Visitor visitor) {
    this.visitor = visitor;
    page = visitor.page();
    dialog =
        page.getByRole(
            AriaRole.DIALOG,
            new Page.GetByRoleOptions().setName(Pattern.compile("^(Create|Edit) activity")));
    content =
        page.getByRole(
            AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Create and edit").setExact(true));
  }

  void waitUntilOpen() {
    assertThat(dialog).isVisible();
    visitor.settle();
    // it has faded in when the keyboard is in it
    page.waitForFunction(
        "() => document.activeElement &&"
            + " document.activeElement.closest('.ui-dialog[aria-hidden=\"false\"]')");
  }

  void name(String name) {
    dialog.getByLabel("Activity name").fill(name);
  }

  void type(String type) {
    dialog.getByRole(AriaRole.RADIO, exact(type)).check(new Locator.CheckOptions().setForce(true));
    visitor.settle();
  }

  void interval(String number, String unit) {
    Locator box = dialog.getByLabel("Interval");
    box.fill(number);
    box.press("Tab");
    visitor.settle();
    dialog.getByLabel("Unit").first().selectOption(unit);
    visitor.settle();
  }

  Locator sentence() {
    return dialog.locator("[id='activityForm:sentence']");
  }

  /** What is wrong with the interval, and the way out. */
  Locator intervalError() {
    return dialog.locator("[id='activityForm:intervalError']");
  }

  Locator foot() {
    return dialog.locator("[id='activityForm:footError']");
  }

  Locator filterCount() {
    return dialog.locator("[id='activityForm:count']");
  }

  Locator applied() {
    return dialog.locator("[id='activityForm:refreshApplied']");
  }

  FilterBuilder filter() {
    return new FilterBuilder(visitor, dialog);
  }

  Locator trigger() {
    return dialog.getByLabel("Trigger type");
  }

  void press(String keys) {
    page.keyboard().press(keys);
    visitor.settle();
  }

  /** Escape, where something would be lost: keeps editing, then discards after all. */
  void discardsOnlyWhenAsked() {
    Locator question = page.locator("[id='discardForm:discardDialog']");
    press("Escape");
    assertThat(question).isVisible();
    Locator keep = question.getByRole(AriaRole.BUTTON, exact("Keep editing"));
    assertThat(keep).isFocused();
    press("Enter");
    assertThat(question).isHidden();
    assertThat(dialog).isVisible();
    dialog.getByRole(AriaRole.BUTTON, exact("Close")).click();
    assertThat(question).isVisible();
    page.locator("[id='discardForm:drop']").click();
    assertThat(dialog).isHidden();
  }

  void discardsAtOnce() {
    press("Escape");
    assertThat(dialog).isHidden();
  }

  Locator alerts() {
    return dialog.getByRole(AriaRole.ALERT);
  }

  /** Types into the field of template or action; what is offered for all that was typed. */
  Locator search(String text) {
    String query = "content_query=" + URLEncoder.encode(text, UTF_8);
    Locator field = dialog.locator("[id='activityForm:content_input']");
    page.waitForResponse(
        answer -> String.valueOf(answer.request().postData()).contains(query),
        () -> field.pressSequentially(text));
    visitor.settle();
    // what is still fading in does not close
    assertThat(field).hasAttribute("aria-expanded", "true");
    return page.locator(".ui-autocomplete-panel:visible");
  }

  /** Puts a title that was never offered into what the form posts. */
  void post(String title) {
    for (String field : new String[] {"content_input", "content_hinput"}) {
      dialog
          .locator("[id='activityForm:" + field + "']")
          .evaluate("(field, title) => field.value = title", title);
    }
  }

  /** What is wrong with the template or action. */
  Locator contentError() {
    return dialog.locator("[id='activityForm:contentBox']").getByRole(AriaRole.ALERT);
  }

  void createMailTemplate(String title, String subject, String html) {
    openContent();
    content.getByLabel("Title").fill(title);
    content.getByLabel("Subject").fill(subject);
    content.getByText("Sender, reply-to and preview text").click();
    content.getByLabel("From").fill("Ann <ann@example.org>");
    source(html);
    visitor.picture("template-dialog");
    saveContent("Save template");
  }

  /** Opens the template's dialog for a new one. */
  Locator openTemplate() {
    openContent();
    return content;
  }

  /** Opens the template that is chosen. */
  Locator editTemplate() {
    dialog.locator("[id='activityForm:editContent']").click();
    assertThat(content).isVisible();
    visitor.settle();
    return content;
  }

  /** Writes the mail's body as its source. */
  void source(String html) {
    content.getByRole(AriaRole.BUTTON, exact("Source")).click();
    Locator body = content.locator("[id='contentForm:html']");
    body.fill(html);
    body.press("Tab");
    visitor.settle();
  }

  /** Tries to save the template. */
  void trySaveTemplate() {
    content.getByRole(AriaRole.BUTTON, exact("Save template")).click();
    visitor.settle();
  }

  void templateIsSaved() {
    assertThat(content).isHidden();
  }

  void createUpdateAction(String name, String field, String value) {
    dialog.locator("[id='activityForm:createContent']").click();
    Locator action =
        page.getByRole(
            AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Server action").setExact(true));
    assertThat(action).isVisible();
    visitor.settle();
    action.locator("[id='actionForm:actionName']").fill(name);
    if (action.getByLabel("Field to set").count() == 0) {
      action.getByRole(AriaRole.BUTTON, exact("Add a field")).click();
      visitor.settle();
    }
    action.getByLabel("Field to set").first().selectOption(field);
    visitor.settle();
    action.getByLabel("Value to set").first().fill(value);
    visitor.picture("action-dialog");
    action.getByRole(AriaRole.BUTTON, exact("Save action")).click();
    assertThat(action).isHidden();
    visitor.settle();
  }

  private void openContent() {
    dialog.locator("[id='activityForm:createContent']").click();
    assertThat(content).isVisible();
    visitor.settle();
  }

  private void saveContent(String button) {
    content.getByRole(AriaRole.BUTTON, exact(button)).click();
    assertThat(content).isHidden();
    visitor.settle();
  }

  void saveAndClose() {
    trySave();
    assertThat(dialog).isHidden();
  }

  void trySave() {
    dialog.getByRole(AriaRole.BUTTON, exact("Save & Close")).click();
    visitor.settle();
  }

  private static Locator.GetByRoleOptions exact(String name) {
    return new Locator.GetByRoleOptions().setName(CampaignPage.named(name));
  }
}
