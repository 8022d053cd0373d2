package org.nurture.chinook;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.SmtpProcess;
import org.nurture.support.SmtpProcess.Accepted;
import org.nurture.support.Story;

/**
 * The main job on real input: a server process, a mail server process and somebody else's CRM, all
 * from outside; what must come out is asked of the CRM in SQL, past Nurture.
 *
 * <p>One story, told in order: each test is a chapter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
abstract class MainJob {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofDays(2));
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  private static final Pattern CLICK = Pattern.compile("href=\"([^\"]+/t/c/[^\"]+)\"");
  private static final Pattern PIXEL = Pattern.compile("src=\"([^\"]+/t/o/[^\"]+)\"");

  private static final String FILTER =
      """
      ["&", ["support_rep.last_name", "in", ["Peacock", "Park"]],
       "|", ["invoice.total", ">", 14], ["country", "in", ["USA", "Canada", "Germany"]]]\
      """;

  private static final String MARK =
      """
      {"ref": "hot", "name": "Mark as hot", "type": "action",
       "action": {"name": "Mark", "target": "customer", "kind": "update_record",
         "set": [{"field": "fax", "value": "clicked"}, {"field": "company", "from": "support_rep.last_name"}]},
       "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"}}\
      """;

  private static final String THANK =
      """
      {"ref": "hot", "name": "Thank", "type": "email",
       "template": {"title": "Thanks", "target": "customer", "subject": "Thank you",
         "from": "Ann <ann@example.org>", "html": "<p>Thank you.</p>"},
       "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"}}\
      """;

  /** The same in SQL. */
  private static final String MATCHING =
      """
      from customer c
      where c.support_rep_id in (select employee_id from employee where last_name in ('Peacock', 'Park'))
        and (exists (select 1 from invoice i where i.customer_id = c.customer_id and i.total > 14)
          or c.country in ('USA', 'Canada', 'Germany'))
      """;

  // what a real CRM has: the same person twice, no address, no valid one, one that left, two in one
  private static final String[] AWKWARD = {
    """
    insert into customer (customer_id, first_name, last_name, country, email, support_rep_id)
    select 900 + n, 'Extra' || n, 'Person', 'USA', e, 3
    from (values (2, ''), (3, 'not an address'), (4, 'gone@example.org'), (5, 'Quiet@example.org'),
      (6, 'first@example.org; second@example.org')) as x (n, e)\
    """,
    """
    insert into customer (customer_id, first_name, last_name, country, email, support_rep_id)
    select 901, 'Twice', 'Person', 'USA', '  ' || upper(email) || ' ', 3
    from customer where customer_id = (select min(c.customer_id)\
    """
        + MATCHING
        + ")"
  };

  private final String name;
  private final HttpClient browser = HttpClient.newHttpClient();
  private final EmptyPostgres database = EmptyPostgres.create();
  private EmptyPostgres crm;
  private Chinook chinook;
  private SmtpProcess smtp;
  private NurtureServer server;
  private RestClient rest;
  private String campaign;

  /** All that are enrolled: key → e-mail as it stands in the CRM. */
  private Map<Integer, String> enrolled;

  private Set<Integer> mailed;
  private Set<Integer> clicked;
  private Set<Integer> opened;

  MainJob(String name) {
    this.name = name;
  }

  /** Where Chinook lies: Nurture's own database, or one of its own. */
  abstract EmptyPostgres crm(EmptyPostgres nurtures);

  /** Whether actions may write there; else a click is answered by a mail. */
  abstract boolean writable();

  RestClient rest() {
    return rest;
  }

  Chinook chinook() {
    return chinook;
  }

  /** Nurture's own database. */
  EmptyPostgres nurtures() {
    return database;
  }

  /** The CRM's. */
  EmptyPostgres crm() {
    return crm;
  }

  /** A day on: what was put off for a failure is due again. */
  void later() {
    Instant now = Instant.parse(rest.get("/clock").expect(200).getString("now"));
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(now.plus(Duration.ofDays(1)))).expect(200);
  }

  @BeforeAll
  void setUp() throws Exception {
    crm = crm(database);
    chinook = Chinook.load(crm);
    chinook.execute(AWKWARD);
    chinook.execute("create table customer_before as select * from customer");
    smtp =
        SmtpProcess.start(
            Path.of("target", "it", name + "-mail", UUID.randomUUID().toString()),
            "gone@example.org");
    server = settings().start();
    rest = server.rest();
  }

  private NurtureServer.Builder settings() {
    return settings(
        NurtureServer.named(name)
            .with("NURTURE_DB_URL", database.url())
            .with("NURTURE_DB_USER", database.user())
            .with("NURTURE_DB_PASSWORD", database.password())
            .with("NURTURE_DEMO_CONTACTS", "10")
            .with("NURTURE_SMTP_URL", smtp.url()));
  }

  /** What else the server is told. */
  NurtureServer.Builder settings(NurtureServer.Builder builder) {
    return builder;
  }

  /** A power failure. */
  void kill() {
    server.kill();
  }

  /** On the data that were there. */
  void startAgain() {
    server = settings().keepData().start();
    rest = server.rest();
  }

  @AfterAll
  void tearDown() {
    if (server != null) {
      server.close();
    }
    if (smtp != null) {
      smtp.close();
    }
    if (crm != null && crm != database) {
      crm.close();
    }
    database.close();
  }

  @Test
  @Order(1)
  void its_tables_become_targets_and_are_discovered() {
    for (String table : List.of("employee", "invoice", "customer")) {
      rest.post(
              "/targets",
              """
              {"name": "%1$s", "dataSource": "crm", "schema": "chinook", "table": "%1$s", "writable": %2$s}\
              """
                  .formatted(table, table.equals("customer")))
          .expect(201);
    }

    JsonObject roles = rest.get("/targets/customer").expect(200).getJsonObject("roles");
    assertThat(roles.getString("key")).isEqualTo("customer_id");
    assertThat(roles.getString("email")).isEqualTo("email");
    assertThat(roles.getString("phone")).isEqualTo("phone");
    List<String> relations =
        rest.get("/targets/customer/fields").list().stream()
            .filter(field -> field.get("relation") instanceof JsonObject)
            .map(
                field ->
                    field.getString("name")
                        + " "
                        + field.getJsonObject("relation").getString("target", "?")
                        + " "
                        + field.getJsonObject("relation").getBoolean("many"))
            .toList();
    assertThat(relations).contains("support_rep employee false", "invoice invoice true");
  }

  @Test
  @Order(2)
  void a_filter_over_invoice_and_employee_matches_what_sql_says() throws Exception {
    List<String> expected = chinook.ask("select c.customer_id " + MATCHING + " order by 1");
    assertThat(expected).hasSizeBetween(12, 45);

    assertThat(
            rest.post("/targets/customer/count", "{\"filter\": " + FILTER + "}")
                .expect(200)
                .getInt("count"))
        .isEqualTo(expected.size());
    assertThat(
            rest
                .post("/targets/customer/records", "{\"filter\": " + FILTER + ", \"limit\": 1000}")
                .expect(200)
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(record -> String.valueOf(record.getInt("customer_id")))
                .toList())
        .containsExactlyElementsOf(expected);
  }

  @Test
  @Order(3)
  void the_campaign_starts_and_enrols_one_record_per_address_E1_E2_E3() throws Exception {
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(START)).expect(200);
    rest.post(
            "/suppressions",
            "{\"channel\": \"email\", \"address\": \"quiet@example.org\", \"reason\": \"asked by"
                + " phone\"}")
        .expect(201);
    campaign = rest.post("/campaigns", campaignDocument(writable())).expect(201).getString("id");
    rest.post("/campaigns/" + campaign + "/start").expect(200);

    rest.run("enroll");

    enrolled = new TreeMap<>();
    for (String row :
        chinook.ask(
            "select c.customer_id, c.email "
                + MATCHING
                + """
                and c.customer_id in (select min(c.customer_id) %s
                  group by coalesce(nullif(lower(btrim(c.email)), ''), c.customer_id::text))\
                """
                    .formatted(MATCHING))) {
      String[] column = row.split("\\|", 2);
      enrolled.put(Integer.valueOf(column[0]), column[1]);
    }
    assertThat(enrolled).containsKeys(902, 903, 904, 905, 906).doesNotContainKey(901);
    assertThat(participants("RUNNING")).isEqualTo(enrolled.keySet());
    assertThat(traces("hello").values())
        .allSatisfy(
            trace -> {
              assertThat(trace.getString("state")).isEqualTo("SCHEDULED");
              assertThat(trace.getString("dueAt")).isEqualTo(START.toString());
            });
  }

  @Test
  @Order(4)
  void the_mails_arrive_X4_X5_X9() throws Exception {
    rest.run("process");
    rest.run("send-mail");

    mailed = new TreeSet<>(enrolled.keySet());
    mailed.removeAll(Set.of(902, 903, 904, 905));
    Map<String, Accepted> byAddress =
        smtp.mails().stream().collect(toMap(Accepted::to, mail -> mail));
    assertThat(byAddress.keySet())
        .isEqualTo(new HashSet<>(mailed.stream().map(this::address).toList()));
    Set<String> ids = new HashSet<>();
    for (Integer key : mailed) {
      MimeMessage mail = byAddress.get(address(key)).mail();
      String[] row =
          chinook
              .ask(
                  "select c.first_name, e.first_name from customer c join employee e on"
                      + " e.employee_id = c.support_rep_id where c.customer_id = ?",
                  key)
              .get(0)
              .split("\\|");
      assertThat(mail.getSubject()).isEqualTo("News for " + row[0]);
      assertThat(part(mail, "text/html")).contains("Yours, " + row[1]);
      assertThat(part(mail, "text/plain")).contains("Yours, " + row[1]);
      assertThat(mail.getHeader("List-Unsubscribe", null)).startsWith("<http");
      assertThat(mail.getHeader("List-Unsubscribe-Post", null))
          .isEqualTo("List-Unsubscribe=One-Click");
      assertThat(ids.add(mail.getMessageID())).isTrue();
    }
    Map<Integer, JsonObject> hello = traces("hello");
    assertThat(outcome(hello.get(902))).isEqualTo("CANCELED no_address");
    assertThat(outcome(hello.get(903))).isEqualTo("CANCELED invalid_address");
    assertThat(outcome(hello.get(905))).isEqualTo("CANCELED suppressed");
    for (Integer key : mailed) {
      assertThat(outcome(hello.get(key))).isEqualTo("PROCESSED null");
      assertThat(hello.get(key).getJsonObject("message").getString("state")).isEqualTo("SENT");
    }
  }

  @Test
  @Order(5)
  void a_refused_recipient_is_a_bounce_and_ends_its_branches_X9_C6() {
    rest.run("process");

    assertThat(traces("hello").get(904).getJsonObject("message").getString("state"))
        .isEqualTo("BOUNCED");
    assertThat(outcome(traces("nudge").get(904))).isEqualTo("CANCELED parent_bounced");
    assertThat(outcome(traces("hot").get(904))).isEqualTo("CANCELED parent_bounced");
  }

  @Test
  @Order(6)
  void clicks_mark_the_host_records_and_cancel_the_reminder_C2_C3_C5() throws Exception {
    clicked = new TreeSet<>();
    opened = new TreeSet<>();
    List<Integer> all = List.copyOf(mailed);
    Map<String, Accepted> byAddress =
        smtp.mails().stream().collect(toMap(Accepted::to, mail -> mail));
    for (int i = 0; i < all.size(); i++) {
      String html = part(byAddress.get(address(all.get(i))).mail(), "text/html");
      if (i % 3 == 0) {
        HttpResponse<String> answer = visit(link(CLICK, html));
        assertThat(answer.statusCode()).isBetween(301, 308);
        assertThat(answer.headers().firstValue("Location"))
            .hasValue("https://example.org/offer?a=1&b=2");
        clicked.add(all.get(i));
      } else if (i % 3 == 1) {
        assertThat(visit(link(PIXEL, html)).statusCode()).isEqualTo(200);
        opened.add(all.get(i));
      }
    }

    rest.run("process");

    Map<Integer, JsonObject> hot = traces("hot");
    Map<Integer, JsonObject> nudge = traces("nudge");
    for (Integer key : mailed) {
      boolean hasClicked = clicked.contains(key);
      assertThat(outcome(hot.get(key))).isEqualTo(hasClicked ? "PROCESSED null" : "SCHEDULED null");
      boolean read = hasClicked || opened.contains(key);
      assertThat(outcome(nudge.get(key)))
          .isEqualTo(read ? "CANCELED opposite_event" : "SCHEDULED null");
      if (!hasClicked) {
        assertThat(hot.get(key).isNull("dueAt")).isTrue();
      }
      if (!read) {
        assertThat(nudge.get(key).getString("dueAt")).isEqualTo(LATER.toString());
      }
    }
    assertHostRows();
  }

  @Test
  @Order(7)
  void after_two_days_the_others_are_reminded_where_the_filter_matches_X3() throws Exception {
    int before = smtp.mails().size();
    rest.run("process");
    rest.run("send-mail");
    int thanked = writable() ? 0 : clicked.size();
    assertThat(smtp.mails()).hasSize(before + thanked);

    rest.put("/clock", "{\"now\": \"%s\"}".formatted(LATER)).expect(200);
    rest.run("process");
    rest.run("send-mail");

    Set<Integer> silent = new TreeSet<>(mailed);
    silent.removeAll(clicked);
    silent.removeAll(opened);
    Set<Integer> american = new TreeSet<>();
    chinook
        .ask("select customer_id from customer where country = 'USA'")
        .forEach(key -> american.add(Integer.valueOf(key)));
    Set<String> reminded = new TreeSet<>();
    Map<Integer, JsonObject> nudge = traces("nudge");
    for (Integer key : silent) {
      boolean matches = american.contains(key);
      assertThat(outcome(nudge.get(key))).isEqualTo(matches ? "PROCESSED null" : "REJECTED filter");
      if (matches) {
        reminded.add(address(key));
      }
    }
    assertThat(reminded).isNotEmpty();
    List<Accepted> mails = smtp.mails().subList(before + thanked, smtp.mails().size());
    assertThat(mails).extracting(Accepted::to).containsExactlyInAnyOrderElementsOf(reminded);
    assertThat(mails.get(0).mail().getSubject()).startsWith("Still there, ");
    assertHostRows();
  }

  @Test
  @Order(8)
  void participants_and_figures_tell_the_same_story_C9() {
    Set<Integer> done = new TreeSet<>(clicked);
    done.addAll(Set.of(902, 903, 904, 905));
    Set<Integer> running = new TreeSet<>(enrolled.keySet());
    running.removeAll(done);
    assertThat(participants("COMPLETED")).isEqualTo(done);
    assertThat(participants("RUNNING")).isEqualTo(running);

    JsonObject figures = rest.get("/campaigns/" + campaign + "/figures").expect(200);
    assertThat(figures.getJsonObject("participants").getInt("completed")).isEqualTo(done.size());
    JsonObject hello = figures.getJsonObject("activities").getJsonObject("hello");
    assertThat(hello.getInt("success")).isEqualTo(mailed.size() + 1);
    assertThat(hello.getInt("canceled")).isEqualTo(3);
    assertThat(hello.getInt("sent")).isEqualTo(mailed.size());
    assertThat(hello.getInt("bounced")).isEqualTo(1);
    assertThat(hello.getInt("clicked")).isEqualTo(clicked.size());
    assertThat(hello.getInt("opened")).isEqualTo(clicked.size() + opened.size());
    JsonObject hot = figures.getJsonObject("activities").getJsonObject("hot");
    assertThat(hot.getInt("success")).isEqualTo(clicked.size());
    assertThat(hot.getInt("waiting")).isEqualTo(mailed.size() - clicked.size());
  }

  @Test
  @Order(9)
  void a_second_run_changes_nothing_E1_X6() throws Exception {
    int mails = smtp.mails().size();
    for (String job : List.of("enroll", "process", "send-mail", "enroll", "process")) {
      rest.run(job);
    }
    assertThat(smtp.mails()).hasSize(mails);
    assertThat(participantKeys("")).containsExactlyInAnyOrderElementsOf(enrolled.keySet());
    assertHostRows();
  }

  @Test
  @Order(10)
  void a_renamed_column_blocks_its_campaign_alone() throws Exception {
    String blocked =
        rest.post("/campaigns", small("Fax", "[[\"fax\", \"!=\", \"nobody\"]]"))
            .expect(201)
            .getString("id");
    String free =
        rest.post("/campaigns", small("Cities", "[[\"city\", \"=\", \"Paris\"]]"))
            .expect(201)
            .getString("id");
    rest.post("/campaigns/" + blocked + "/start").expect(200);
    rest.post("/campaigns/" + free + "/start").expect(200);

    chinook.execute("alter table customer rename column fax to facsimile");
    rest.post("/jobs/enroll/executions?wait=600", "{}");
    rest.post("/jobs/process/executions?wait=600", "{}");

    JsonObject document = rest.get("/campaigns/" + blocked).expect(200);
    assertThat(document.getString("state")).isEqualTo("RUNNING");
    assertThat(document.getString("blocked", null)).as(document.toString()).contains("fax");
    assertThat(rest.get("/campaigns/" + free).expect(200).isNull("blocked")).isTrue();
    assertThat(rest.all("/campaigns/" + free + "/participants"))
        .hasSize(
            Integer.parseInt(
                chinook.ask("select count(*) from customer where city = 'Paris'").get(0)));

    chinook.execute("alter table customer rename column facsimile to fax");
    rest.run("enroll");

    assertThat(rest.get("/campaigns/" + blocked).expect(200).isNull("blocked")).isTrue();
    assertThat(rest.all("/campaigns/" + blocked + "/participants")).isNotEmpty();
  }

  @Test
  @Order(11)
  void events_that_cannot_be_are_refused_with_the_reason_C10() {
    int key = clicked.iterator().next();
    String hello = traces("hello").get(key).getString("id");
    String waiting =
        traces("hot").values().stream()
            .filter(trace -> trace.getString("state").equals("SCHEDULED"))
            .findFirst()
            .orElseThrow()
            .getString("id");
    String future = LATER.plus(Duration.ofMinutes(6)).toString();

    assertThat(event(waiting, "{\"type\": \"opened\"}").status()).isEqualTo(409);
    assertThat(event("999999999", "{\"type\": \"opened\"}").status()).isEqualTo(404);
    assertThat(event(hello, "{\"type\": \"loved\"}").violations())
        .singleElement()
        .asString()
        .startsWith("/type");
    assertThat(event(hello, "{\"type\": \"opened\", \"at\": \"%s\"}".formatted(future)).status())
        .isEqualTo(422);
    assertThat(event(hello, "{\"type\": \"opened\", \"how\": 1}").status()).isEqualTo(422);
    assertThat(rest.as("user").call("POST", "/traces/" + hello + "/events", "{}").status())
        .isEqualTo(403);
    assertThat(rest.put("/clock", "{\"now\": \"%s\"}".formatted(START)).status()).isEqualTo(409);
  }

  @Test
  @Order(12)
  void the_same_event_twice_is_one_C7() {
    int key = clicked.iterator().next();
    JsonObject trace = traces("hello").get(key);
    String reply = "{\"type\": \"replied\", \"id\": \"reply-1\"}";

    event(trace.getString("id"), reply).expect(200);
    event(trace.getString("id"), reply).expect(200);

    assertThat(
            rest.get("/campaigns/" + campaign + "/figures")
                .expect(200)
                .getJsonObject("activities")
                .getJsonObject("hello")
                .getInt("replied"))
        .isEqualTo(1);
  }

  @Test
  @Order(13)
  void a_record_that_is_deleted_in_between_is_unlinked_E4() throws Exception {
    chinook.execute("delete from customer where customer_id = 906");

    rest.run("enroll");

    assertThat(participants("UNLINKED")).isEqualTo(Set.of(906));
    assertThat(outcome(traces("hot").get(906))).isEqualTo("CANCELED record_deleted");
  }

  @Test
  @Order(14)
  void a_dropped_table_blocks_its_campaign_alone() throws Exception {
    chinook.execute(
        "create table guest (guest_id int primary key, email varchar(60))",
        "insert into guest values (1, 'guest@example.org')");
    rest.post(
            "/targets",
            "{\"name\": \"guest\", \"dataSource\": \"crm\", \"schema\": \"chinook\", \"table\":"
                + " \"guest\"}")
        .expect(201);
    String guests =
        rest.post("/campaigns", small("Guests", "[]").replace("\"customer\"", "\"guest\""))
            .expect(201)
            .getString("id");
    rest.post("/campaigns/" + guests + "/start").expect(200);
    rest.run("enroll");
    assertThat(rest.all("/campaigns/" + guests + "/participants")).hasSize(1);

    chinook.execute("drop table guest");
    rest.post("/jobs/enroll/executions?wait=600", "{}");
    rest.run("process");

    assertThat(rest.get("/campaigns/" + guests).expect(200).getString("blocked", null))
        .contains("guest");
    assertThat(rest.get("/campaigns/" + campaign).expect(200).isNull("blocked")).isTrue();
    assertThat(rest.all("/campaigns/" + guests + "/participants?state=UNLINKED")).isEmpty();
  }

  private RestClient.Answer event(String trace, String document) {
    return rest.post("/traces/" + trace + "/events", document);
  }

  static String campaignDocument(boolean writes) {
    return """
    {"name": "Music lovers", "target": "customer", "filter": %s, "uniqueField": "email",
     "timeZone": "America/Edmonton",
     "activities": [
      {"ref": "hello", "name": "Say hello", "type": "email",
       "template": {"title": "News", "target": "customer", "subject": "News for {{ object.first_name }}",
         "from": "Ann <ann@example.org>",
         "html": "<p>Dear {{ object.first_name }}, <a href=\\"https://example.org/offer?a=1&amp;b=2\\">our offer</a>.</p><p>Yours, {{ object.support_rep.first_name }}</p>"},
       "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
       "children": [
        {"ref": "nudge", "name": "Remind", "type": "email",
         "template": {"title": "Reminder", "target": "customer", "subject": "Still there, {{ object.first_name }}?",
           "from": "Ann <ann@example.org>", "html": "<p>We miss you.</p>"},
         "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"},
         "expiry": {"interval": 1, "unit": "weeks"}, "filter": [["country", "=", "USA"]]},
        %s]}]}\
    """
        .formatted(FILTER, writes ? MARK : THANK);
  }

  private static String small(String name, String filter) {
    return """
    {"name": "%s", "target": "customer", "filter": %s,
     "activities": [{"ref": "mail", "name": "Mail", "type": "email",
       "template": {"title": "%1$s", "target": "customer", "subject": "Hi", "from": "ann@example.org", "html": "<p>Hi</p>"},
       "trigger": {"type": "begin", "interval": 5, "unit": "weeks"}}]}\
    """
        .formatted(name, filter);
  }

  /** Exactly the clickers' rows have changed, exactly as the action says. */
  private void assertHostRows() throws SQLException {
    String keys =
        writable() ? String.join(",", clicked.stream().map(String::valueOf).toList()) : "-1";
    String expected =
        """
        select b.customer_id, b.first_name, b.last_name, b.email, b.phone,
          case when b.customer_id in (%1$s) then 'clicked' else b.fax end,
          case when b.customer_id in (%1$s) then e.last_name else b.company end
        from customer_before b join employee e on e.employee_id = b.support_rep_id
        order by 1\
        """
            .formatted(keys);
    assertThat(
            chinook.ask(
                "select customer_id, first_name, last_name, email, phone, fax, company from"
                    + " customer order by 1"))
        .isEqualTo(chinook.ask(expected));
  }

  /** X4: the first of several, stripped, the domain in lower case. */
  private String address(Integer key) {
    return enrolled.get(key).split("[;,]")[0].strip();
  }

  private Set<Integer> participants(String state) {
    return new TreeSet<>(participantKeys("?state=" + state));
  }

  private List<Integer> participantKeys(String query) {
    return rest.all("/campaigns/" + campaign + "/participants" + query).stream()
        .map(participant -> participant.getInt("record"))
        .toList();
  }

  private Map<Integer, JsonObject> traces(String ref) {
    return rest.all("/campaigns/" + campaign + "/traces?activity=" + ref).stream()
        .collect(toMap(trace -> trace.getInt("record"), trace -> trace));
  }

  private static String outcome(JsonObject trace) {
    return trace.getString("state") + " " + trace.getString("reason", null);
  }

  private static String part(MimeMessage mail, String type) throws Exception {
    List<String> found = new ArrayList<>();
    Multipart parts = (Multipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      if (parts.getBodyPart(i).isMimeType(type)) {
        found.add((String) parts.getBodyPart(i).getContent());
      }
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static String link(Pattern pattern, String html) {
    Matcher found = pattern.matcher(html);
    assertThat(found.find()).as(html).isTrue();
    return found.group(1).replace("&amp;", "&");
  }

  private HttpResponse<String> visit(String url) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url)).header("User-Agent", BROWSER).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
