package org.nurture.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.chinook.Chinook;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;

/**
 * An admin makes targets of tables with the wizard, of the demo CRM and of somebody else's, and how
 * long each took is printed; campaigns can filter them at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Witness.class)
@SuppressWarnings("NullAway")
class MakeTargetIT {
  private final EmptyPostgres crm = EmptyPostgres.create();
  private Chinook chinook;
  private NurtureServer server;
  @AutoClose private Visitor visitor;
  private TargetWizard wizard;

  @BeforeAll
  void start() throws Exception {
    chinook = Chinook.load(crm);
    server =
        NurtureServer.named("targets")
            .with("NURTURE_CRM_URL", crm.url())
            .with("NURTURE_CRM_USER", crm.user())
            .with("NURTURE_CRM_PASSWORD", crm.password())
            .start();
    visitor = new Visitor(server.url());
    wizard = new TargetWizard(visitor);
    visitor.go("/campaigns/list.xhtml");
    new LoginPage(visitor).logIn("admin", "admin");
    visitor.page().waitForURL("**/campaigns/list.xhtml*");
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    crm.close();
  }

  @Test
  void a_table_of_the_demo_becomes_a_target() {
    long begun = System.nanoTime();
    wizard.open();
    wizard.table("ticket");

    assertThat(wizard.role("Key")).hasValue("id");
    assertThat(wizard.role("Name")).hasValue("subject");
    assertThat(wizard.role("Email address")).hasValue("email");
    assertThat(wizard.records()).containsText("400 records");
    visitor.picture("target-found");
    wizard.name("Complaint", "complaint");
    wizard.save();

    said("ticket", begun);
    assertThat(count("complaint", "[[\"contact.country.code\", \"=\", \"IT\"]]"))
        .isEqualTo(count("ticket", "[[\"contact.country.code\", \"=\", \"IT\"]]"))
        .isPositive();
  }

  @Test
  void chinooks_customers_become_a_target() {
    long begun = System.nanoTime();
    wizard.open();
    wizard.schema(Chinook.SCHEMA);
    wizard.table("customer");

    assertThat(wizard.role("Key")).hasValue("customer_id");
    assertThat(wizard.role("Email address")).hasValue("email");
    assertThat(wizard.role("Phone number")).hasValue("phone");
    assertThat(wizard.role("Country")).hasValue("country");
    assertThat(wizard.role("Owner")).hasValue("support_rep_id");
    assertThat(wizard.records()).containsText("59 records");
    visitor.picture("target-chinook");
    wizard.save();

    said("customer", begun);
    assertThat(count("customer", "[[\"support_rep.last_name\", \"=\", \"Peacock\"]]"))
        .isEqualTo(21);
    assertThat(count("customer", "[[\"invoice.total\", \">\", 20]]")).isPositive();
  }

  @Test
  void followers_are_mapped_to_a_table_of_the_crm_and_shown_on_the_record() throws Exception {
    chinook.execute(
        """
        create table watcher (
          invoice_id integer references invoice, employee_id integer references employee)\
        """,
        "insert into watcher values (1, 2)");
    wizard.open();
    wizard.schema(Chinook.SCHEMA);
    wizard.table("invoice");

    wizard.fill("Table of followers", "nonsense");
    wizard.fill("Column with the record’s key", "invoice_id");
    wizard.fill("Column with the user", "employee_id");
    assertThat(wizard.alerts().first()).containsText("There is no table “nonsense”");
    wizard.fill("Table of followers", "watcher");
    assertThat(wizard.alerts().first()).containsText("is not writable");
    wizard.fill("Users are named by", "last_name");
    visitor.page().getByLabel("Server actions may write its rows").check();
    visitor.settle();
    assertThat(wizard.alerts()).hasCount(0);
    visitor.picture("target-followers");
    wizard.save();

    assertThat(
            server
                .rest()
                .get("/targets/invoice")
                .expect(200)
                .getJsonObject("followers")
                .getString("userValue"))
        .isEqualTo("last_name");
    visitor.go("/records/invoice/1");
    assertThat(visitor.page().locator(".n-chip")).containsText(new String[] {"Edwards"});
  }

  /** Nurture's own database is another one, of another make. */
  @Test
  void trying_an_action_shows_what_would_change_in_a_crm_elsewhere_and_rolls_back_D4()
      throws Exception {
    chinook.execute(
        "create table fan (customer_id integer references customer, who varchar(40))",
        "insert into fan values (1, 'cid')");
    server
        .rest()
        .post(
            "/targets",
            """
            {"name": "buyer", "dataSource": "crm", "schema": "chinook", "table": "customer",
             "writable": true,
             "followers": {"table": "fan", "record": "customer_id", "user": "who"}}\
            """)
        .expect(201);
    for (String action :
        new String[] {
          "{'name': 'Fax them', 'kind': 'update_record', 'set': [{'field': 'fax', 'value':"
              + " 'tried'}]",
          "{'name': 'Follow them', 'kind': 'add_followers', 'followers': ['ann']",
          "{'name': 'Fax and follow', 'kind': 'sequence', 'actions': ['Fax them', 'Follow them']"
        }) {
      server
          .rest()
          .post("/server-actions", action.replace('\'', '"') + ", \"target\": \"buyer\"}")
          .expect(201);
    }
    var page = visitor.page();
    visitor.go("/actions/list.xhtml");
    page.locator("td a:has-text('Fax and follow')").click();
    page.locator("[id='actionForm:record'] .ui-autocomplete-dropdown").click();
    page.locator(".ui-autocomplete-item:visible").first().click();
    visitor.settle();
    page.locator("[id='actionForm:try']").click();
    visitor.settle();

    var lines = page.locator(".n-trial tbody tr");
    assertThat(lines.first()).containsText("tried");
    assertThat(lines.last()).containsText("ann, cid");
    visitor.picture("trial-elsewhere");
    assertThat(chinook.ask("select count(*) from customer where fax = 'tried'"))
        .containsExactly("0");
    assertThat(chinook.ask("select who from fan")).containsExactly("cid");
  }

  @Test
  void a_data_source_that_the_server_does_not_have_is_told_at_its_field() {
    wizard.open();
    wizard.source("Another one, by its JNDI name…");
    wizard.jndi("jdbc/nowhere");

    assertThat(wizard.alerts()).containsText("no data source “jdbc/nowhere”");
  }

  @Test
  void a_target_in_use_is_kept_and_its_users_are_named() {
    server
        .rest()
        .post(
            "/campaigns",
            "{\"name\": \"Of companies\", \"target\": \"company\", \"activities\": []}")
        .expect(201);
    visitor.go("/targets/list.xhtml");
    visitor.page().getByLabel("Delete Company").click();
    visitor.page().getByRole(AriaRole.BUTTON, CampaignPage.byName("Go ahead")).click();

    assertThat(visitor.page().locator(".ui-messages")).containsText("campaign “Of companies”");
  }

  private long count(String target, String filter) {
    return server
        .rest()
        .post("/targets/" + target + "/count", "{\"filter\": " + filter + "}")
        .expect(200)
        .getJsonNumber("count")
        .longValue();
  }

  private static void said(String table, long begun) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println("A target of " + table + " took " + took.toMillis() + " ms");
  }
}
