package org.nurture.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nurture.support.EmptyPostgres;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/**
 * How long pages of a small and of a large campaign take to load, from one server on one
 * PostgreSQL; loads take turns. Needs the WAR. Arguments: participants of the small and of the
 * large one (default 1000 1000000), each with five traces.
 */
public final class PageBenchmark {
  private static final int WARM_UP = 15;
  private static final int LOADS = 40;

  private static final List<String> PAGES =
      List.of(
          "/campaigns/campaign.xhtml?id=%s",
          "/campaigns/participants.xhtml?id=%s",
          "/campaigns/participants.xhtml?id=%s&event=OPENED",
          "/api/campaigns/%s",
          "/api/campaigns/%s/figures",
          "/api/campaigns/%s/participants",
          "/api/campaigns/%s/traces");

  private static final String CAMPAIGN =
      """
      {"name": "%s people", "target": "contact", "filter": [],
       "activities": [
        {"ref": "hello", "name": "Say hello", "type": "email",
         "template": {"title": "%1$s", "target": "contact", "subject": "Hi", "from": "ann@example.org", "html": "<p>Hi</p>"},
         "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
         "children": [%s]}]}
      """;

  private static final String CHILD =
      """
      {"ref": "%s", "name": "%1$s", "type": "email",
       "template": {"title": "%1$s", "target": "contact", "subject": "Hi", "from": "ann@example.org", "html": "<p>Hi</p>"},
       "trigger": {"type": "%s", "interval": %d, "unit": "days"}}
      """;

  /** States as a campaign that has run for a while has them. */
  private static final String[] FILL = {
    """
    insert into participant (campaign_id, record_num, round, state, test, by_hand, enrolled_at)
    select %1$s, i, 0, 0, false, false, now() - interval '3 days' from generate_series(1, %2$s) i
    """,
    """
    insert into trace (campaign_id, participant_id, activity_id, state, since, due, processed_at, attempts)
    select campaign_id, p.id, a.id, 1, p.enrolled_at, p.enrolled_at, p.enrolled_at, 0
      from participant p join activity a using (campaign_id)
     where campaign_id = %1$s and a.parent_id is null
    """,
    """
    insert into trace (campaign_id, participant_id, activity_id, parent_id, state, reason, since, due,
                       next_at, processed_at, attempts)
    select t.campaign_id, t.participant_id, a.id, t.id, s.state, case when s.state = 2 then 0 end, t.since,
           t.due + s.after, case when s.state = 0 then t.due + s.after end,
           case when s.state <> 0 then t.due + s.after end, 0
      from trace t join activity a on a.parent_id = t.activity_id
      join (values ('a', 1, interval '1 day'), ('b', 2, interval '1 day'), ('c', 0, interval '30 days'),
                   ('d', 0, null)) as s (ref, state, after) on s.ref = a.ref
     where t.campaign_id = %1$s
    """,
    """
    insert into outbox (campaign_id, activity_id, participant_id, trace_id, slot, kind, state, test, address,
                        content_id, data, queued_at, sent_at, attempts)
    select campaign_id, activity_id, participant_id, id, 0, 1, 3, false, 'c' || participant_id || '@example.org',
           1, '{}', due, due, 1
      from trace where campaign_id = %1$s and state = 1
    """,
    """
    insert into counter (campaign_id, activity_id, on_day, kind, n)
    select campaign_id, activity_id, date(since),
           case when state = 0 and due is null then 1 when state = 0 then 0 else state + 1 end, count(*)
      from trace where campaign_id = %1$s group by 1, 2, 3, 4
    union all
    select campaign_id, activity_id, date(queued_at), 6, count(*)
      from outbox where campaign_id = %1$s group by 1, 2, 3
    union all
    select %1$s, 0, current_date, 13, %2$s
    """,
    "analyze"
  };

  private final HttpClient http = HttpClient.newHttpClient();
  private final NurtureServer server;
  private final EmptyPostgres database;
  private String cookie = "";

  private PageBenchmark(NurtureServer server, EmptyPostgres database) {
    this.server = server;
    this.database = database;
  }

  public static void main(String[] args) throws Exception {
    List<Integer> sizes =
        args.length == 2
            ? List.of(Integer.valueOf(args[0]), Integer.valueOf(args[1]))
            : List.of(1_000, 1_000_000);
    try (EmptyPostgres database = EmptyPostgres.create();
        NurtureServer server =
            NurtureServer.named("pages")
                .with("NURTURE_DB_URL", database.url())
                .with("NURTURE_DB_USER", database.user())
                .with("NURTURE_DB_PASSWORD", database.password())
                .with("NURTURE_DEMO_CONTACTS", "1000")
                .start()) {
      new PageBenchmark(server, database).run(sizes);
    }
  }

  private void run(List<Integer> sizes) throws Exception {
    execute("update schedule set enabled = false");
    List<String> campaigns = new ArrayList<>();
    for (int size : sizes) {
      campaigns.add(campaign(size));
    }
    execute("vacuum");
    logIn();
    System.out.printf(
        "| page | ms at %,d | ms at %,d | ratio |%n| --- | --- | --- | --- |%n",
        sizes.get(0), sizes.get(1));
    for (String page : PAGES) {
      measure(page, campaigns);
    }
    measure("/campaigns/list.xhtml", List.of("", ""));
    measure("/operations/jobs.xhtml", List.of("", ""));
  }

  private String campaign(int size) throws SQLException {
    RestClient rest = server.rest();
    String children =
        String.join(
            ",",
            CHILD.formatted("a", "activity", 1),
            CHILD.formatted("b", "activity", 1),
            CHILD.formatted("c", "activity", 30),
            CHILD.formatted("d", "mail_clicked", 1));
    String id =
        rest.post("/campaigns", CAMPAIGN.formatted(size, children)).expect(201).getString("id");
    rest.post("/campaigns/" + id + "/start").expect(200);
    for (String statement : FILL) {
      execute(statement.formatted(id, size));
    }
    return id;
  }

  private void measure(String page, List<String> campaigns) throws Exception {
    Map<Integer, List<Double>> millis = new LinkedHashMap<>();
    for (int i = 0; i < WARM_UP + LOADS; i++) {
      for (int c = 0; c < campaigns.size(); c++) {
        double took = load(page.formatted(campaigns.get(c)));
        if (i >= WARM_UP) {
          millis.computeIfAbsent(c, k -> new ArrayList<>()).add(took);
        }
      }
    }
    double small = median(requireNonNull(millis.get(0)));
    double large = median(requireNonNull(millis.get(1)));
    System.out.printf(
        Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", page, small, large, large / small);
  }

  private double load(String page) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + page))
                .header("Cookie", cookie)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(page + " answers " + answer.statusCode());
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private void logIn() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=admin&password=admin"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
