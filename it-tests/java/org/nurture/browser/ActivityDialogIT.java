package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.NurtureServer;

/** The dialog of an activity, each time in a new campaign for contacts that is never saved. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Witness.class)
// its fields are what the campaign's page gave
@SuppressWarnings("NullAway")
class ActivityDialogIT {
  private final NurtureServer server = NurtureServer.shared();
  @AutoClose private Visitor visitor;
  private Page page;
  private CampaignPage campaign;
  private ActivityDialog dialog;

  @BeforeAll
  void logIn() {
    visitor = new Visitor(server.url());
    page = visitor.page();
    campaign = new CampaignPage(visitor);
    visitor.go("/campaigns/list.xhtml");
    new LoginPage(visitor).logIn("admin", "admin");
    assertThat(page.getByRole(AriaRole.HEADING, CampaignPage.byName("Campaigns"))).isVisible();
  }

  @BeforeEach
  void open() {
    visitor.go("/campaigns/campaign.xhtml");
    campaign.name("Dialog");
    campaign.target("Contact");
    dialog = campaign.addActivity();
  }

  @Test
  void asks_before_it_drops_anything_and_only_then() {
    dialog.discardsAtOnce();
    dialog = campaign.addActivity();
    dialog.name("Typed");

    dialog.discardsOnlyWhenAsked();
  }

  @Test
  void names_the_fields_that_need_a_look_and_leads_to_the_first() {
    dialog.trySave();

    assertThat(dialog.foot()).containsText("1 field needs a look: Activity name");
    assertThat(page.locator("[id='activityForm:name']")).isFocused();
    dialog.name("Named");
    dialog.press("Control+Enter");
    assertThat(campaign.node("Named")).isVisible();
  }

  @Test
  void enter_in_a_field_does_not_save() {
    dialog.name("Not yet");
    dialog.press("Enter");

    dialog.waitUntilOpen();
    assertThat(campaign.node("Not yet")).hasCount(0);
  }

  @Test
  void a_template_is_made_and_edited_without_leaving() {
    Locator template = dialog.openTemplate();
    template.getByLabel("Title").fill("Autumn");
    dialog.source("<p>Dear {{ object.frist_name }}</p><script>document.title = 'mine'</script>");
    dialog.trySaveTemplate();
    assertThat(template.getByRole(AriaRole.ALERT).first()).containsText("frist_name");
    template.getByText("Use first_name instead").click();
    visitor.settle();
    template.getByLabel("Any record: type a name").first().pressSequentially("Ros");
    page.locator(".ui-autocomplete-panel:visible .ui-autocomplete-item").first().click();
    visitor.settle();
    assertThat(template.frameLocator(".n-mailframe").locator("p")).not().hasText("Dear");
    assertThat(page.title()).doesNotContain("mine");
    dialog.trySaveTemplate();
    dialog.templateIsSaved();
    assertThat(page.locator("[id='activityForm:content_input']")).hasValue("Autumn");

    dialog.editTemplate();
    assertThat(template.locator("[id='contentForm:html']"))
        .hasValue("<p>Dear {{ object.first_name }}</p><script>document.title = 'mine'</script>");
  }

  @Test
  void an_action_for_another_target_is_neither_offered_nor_taken() {
    server
        .rest()
        .post(
            "/server-actions",
            """
            {"name": "For leads alone", "target": "lead", "kind": "create_activity",
             "summary": "Call"}\
            """)
        .expect(201);
    dialog.name("Act");
    dialog.type("Server action");

    Locator offers = dialog.search("For leads");
    assertThat(offers).containsText("Nothing found.");
    assertThat(offers).not().containsText("For leads alone");

    dialog.post("For leads alone");
    dialog.trySave();
    assertThat(dialog.contentError())
        .containsText("“For leads alone” is for Lead, this campaign for Contact.");
    dialog.waitUntilOpen();
    assertThat(campaign.node("Act")).hasCount(0);
  }

  @Test
  void escape_closes_suggestions_and_not_the_dialog() {
    dialog.name("Act");
    dialog.type("Server action");
    Locator offers = dialog.search("For leads");

    dialog.press("Escape");

    assertThat(offers).hasCount(0);
    dialog.waitUntilOpen();
    dialog.discardsOnlyWhenAsked();
  }

  @Test
  void a_filter_has_groups_in_groups_and_fields_of_relations() {
    FilterBuilder filter = dialog.filter();
    filter.addRule();
    filter.field("score");
    filter.operator("is more than");
    filter.value("10");
    filter.addGroup();
    filter.field("company.industry");
    filter.operator("is one of");
    filter.addValue("Software");

    assertThat(filter.fields()).hasText(new String[] {"Score", "Company › Industry"});
    assertThat(filter.chips()).hasText(new String[] {"Software"});
    assertThat(dialog.applied()).containsText("Score is more than 10");
    assertThat(dialog.applied()).containsText("Company industry is one of “Software”");
    assertThat(dialog.filterCount()).not().containsText("1,9");
    filter.mode("Text");
    assertThat(filter.text())
        .hasValue("[[\"score\",\">\",10],[\"company.industry\",\"in\",[\"Software\"]]]");
    filter.mode("Builder");
    assertThat(filter.fields()).hasText(new String[] {"Score", "Company › Industry"});
  }

  @Test
  void text_that_the_builder_cannot_draw_stays_text() {
    FilterBuilder filter = dialog.filter();
    filter.mode("Text");
    filter.text().fill("[\"!\", [\"score\", \"=\", 1]]");
    filter.text().press("Tab");
    visitor.settle();
    filter.mode("Builder");
    assertThat(filter.alerts()).containsText("only the text form shows");

    filter.text().fill("[[\"scoore\", \"=\", 1]]");
    filter.text().press("Tab");
    visitor.settle();
    assertThat(filter.alerts()).containsText("scoore");
  }

  @Test
  void the_picker_of_fields_shows_relations_at_the_right_by_keyboard() {
    FilterBuilder filter = dialog.filter();
    filter.addRule();
    Locator picker = filter.openPicker();
    picker.getByRole(AriaRole.COMBOBOX).pressSequentially("compan");
    Locator marked = picker.locator("[aria-selected='true']");
    assertThat(marked).containsText("Company");
    page.keyboard().press("ArrowRight");
    assertThat(picker.getByRole(AriaRole.LISTBOX)).hasCount(2);
    page.keyboard().press("Escape");

    assertThat(picker).hasCount(0);
    assertThat(filter.fields().first()).isFocused();
    dialog.waitUntilOpen();
  }

  @Test
  void no_script_fails() {
    assertThat(visitor.errors()).isEqualTo(List.of());
  }
}
