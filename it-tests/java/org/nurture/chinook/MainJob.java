package org.nurture.chinook;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.SmtpProcess.Accepted;

/**
 * The main job on real input: a server process, a mail server process and somebody else's CRM, all
 * from outside; what must come out is asked of the CRM in SQL, past Nurture.
 */
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
abstract class MainJob extends ChinookServer {
  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  static final Instant LATER = START.plus(Duration.ofDays(2));

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

  private final MailReader reader = new MailReader();
  private String campaign;

  /** All that are enrolled: key → e-mail as it stands in the CRM. */
  private Map<Integer, String> enrolled;

  private Set<Integer> mailed;
  private Set<Integer> clicked;
  private Set<Integer> opened;

  MainJob(String name) {
    super(name);
  }

  @Override
  void prepare(Chinook crm) throws SQLException {
    crm.execute(AWKWARD);
    crm.execute("create table customer_before as select * from customer");
  }

  String campaign() {
    return campaign;
  }

  /** Who clicked, by key. */
  Set<Integer> clicked() {
    return clicked;
  }

  @Test
  @Order(1)
  void its_tables_become_targets_and_are_discovered() {
    for (String table : List.of("employee", "invoice", "customer")) {
      rest()
          .post(
              "/targets",
              """
              {"name": "%1$s", "dataSource": "crm", "schema": "chinook", "table": "%1$s", "writable": %2$s}\
              """
                  .formatted(table, table.equals("customer")))
          .expect(201);
    }

    JsonObject roles = rest().get("/targets/customer").expect(200).getJsonObject("roles");
    assertThat(roles.getString("key")).isEqualTo("customer_id");
    assertThat(roles.getString("email")).isEqualTo("email");
    assertThat(roles.getString("phone")).isEqualTo("phone");
    List<String> relations =
        rest().get("/targets/customer/fields").list().stream()
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
    List<String> expected = chinook().ask("select c.customer_id " + MATCHING + " order by 1");
    assertThat(expected).hasSizeBetween(12, 45);

    assertThat(
            rest()
                .post("/targets/customer/count", "{\"filter\": " + FILTER + "}")
                .expect(200)
                .getInt("count"))
        .isEqualTo(expected.size());
    assertThat(
            rest()
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
    rest().put("/clock", "{\"now\": \"%s\"}".formatted(START)).expect(200);
    rest()
        .post(
            "/suppressions",
            "{\"channel\": \"email\", \"address\": \"quiet@example.org\", \"reason\": \"asked by"
                + " phone\"}")
        .expect(201);
    campaign = rest().post("/campaigns", campaignDocument()).expect(201).getString("id");
    rest().post("/campaigns/" + campaign + "/start").expect(200);

    rest().run("enroll");

    enrolled = new TreeMap<>();
    for (String row :
        chinook()
            .ask(
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
    rest().run("process");
    rest().run("send-mail");

    mailed = new TreeSet<>(enrolled.keySet());
    mailed.removeAll(Set.of(902, 903, 904, 905));
    Map<String, Accepted> byAddress =
        smtp().mails().stream().collect(toMap(Accepted::to, mail -> mail));
    assertThat(byAddress.keySet())
        .isEqualTo(new HashSet<>(mailed.stream().map(this::address).toList()));
    Set<String> ids = new HashSet<>();
    for (Integer key : mailed) {
      MimeMessage mail = byAddress.get(address(key)).mail();
      String[] row =
          chinook()
              .ask(
                  "select c.first_name, e.first_name from customer c join employee e on"
                      + " e.employee_id = c.support_rep_id where c.customer_id = ?",
                  key)
              .get(0)
              .split("\\|");
      assertThat(mail.getSubject()).isEqualTo("News for " + row[0]);
      assertThat(MailReader.part(mail, "text/html")).contains("Yours, " + row[1]);
      assertThat(MailReader.part(mail, "text/plain")).contains("Yours, " + row[1]);
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
    rest().run("process");

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
        smtp().mails().stream().collect(toMap(Accepted::to, mail -> mail));
    for (int i = 0; i < all.size(); i++) {
      MimeMessage mail = byAddress.get(address(all.get(i))).mail();
      if (i % 3 == 0) {
        HttpResponse<String> answer = reader.click(mail);
        assertThat(answer.statusCode()).isBetween(301, 308);
        assertThat(answer.headers().firstValue("Location"))
            .hasValue("https://example.org/offer?a=1&b=2");
        clicked.add(all.get(i));
      } else if (i % 3 == 1) {
        assertThat(reader.open(mail).statusCode()).isEqualTo(200);
        opened.add(all.get(i));
      }
    }

    rest().run("process");

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
    int before = smtp().mails().size();
    rest().run("process");
    rest().run("send-mail");
    assertThat(smtp().mails()).hasSize(before);

    rest().put("/clock", "{\"now\": \"%s\"}".formatted(LATER)).expect(200);
    rest().run("process");
    rest().run("send-mail");

    Set<Integer> silent = new TreeSet<>(mailed);
    silent.removeAll(clicked);
    silent.removeAll(opened);
    Set<Integer> american = new TreeSet<>();
    chinook()
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
    List<Accepted> mails = smtp().mails().subList(before, smtp().mails().size());
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

    JsonObject figures = rest().get("/campaigns/" + campaign + "/figures").expect(200);
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
    int mails = smtp().mails().size();
    for (String job : List.of("enroll", "process", "send-mail", "enroll", "process")) {
      rest().run(job);
    }
    assertThat(smtp().mails()).hasSize(mails);
    assertThat(participantKeys("")).containsExactlyInAnyOrderElementsOf(enrolled.keySet());
    assertHostRows();
  }

  private static String campaignDocument() {
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
        .formatted(FILTER, MARK);
  }

  /** Exactly the clickers' rows have changed, exactly as the action says. */
  private void assertHostRows() throws SQLException {
    String keys = String.join(",", clicked.stream().map(String::valueOf).toList());
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
            chinook()
                .ask(
                    "select customer_id, first_name, last_name, email, phone, fax, company from"
                        + " customer order by 1"))
        .isEqualTo(chinook().ask(expected));
  }

  /** X4: the first of several, stripped, the domain in lower case. */
  private String address(Integer key) {
    return enrolled.get(key).split("[;,]")[0].strip();
  }

  Set<Integer> participants(String state) {
    return new TreeSet<>(participantKeys("?state=" + state));
  }

  private List<Integer> participantKeys(String query) {
    return rest().all("/campaigns/" + campaign + "/participants" + query).stream()
        .map(participant -> participant.getInt("record"))
        .toList();
  }

  Map<Integer, JsonObject> traces(String ref) {
    return rest().all("/campaigns/" + campaign + "/traces?activity=" + ref).stream()
        .collect(toMap(trace -> trace.getInt("record"), trace -> trace));
  }

  static String outcome(JsonObject trace) {
    return trace.getString("state") + " " + trace.getString("reason", null);
  }
}
