package org.nurture.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/** How late the engine says that it is, after two hours in which it did nothing. */
class LatenessIT {
  private static final String DUE = "2031-03-01T08:00:00Z";
  private static final String TWO_HOURS_LATER = "2031-03-01T10:00:00Z";
  private static final int TWO_HOURS = 7200;

  /** What was asked a few seconds ago is told again. */
  private static final int ASKED_MOST = 60;

  private static final String CAMPAIGN =
      """
      {"name": "Late", "target": "contact", "filter": [["id", "<=", 7]],
       "activities": [
         {"ref": "mark", "name": "Mark", "type": "action",
          "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
          "action": {"name": "Mark as late", "target": "contact", "kind": "update_record",
                     "set": [{"field": "score", "value": 3}]}}]}
      """;

  private final RestClient rest = NurtureServer.shared().rest();
  private String campaign = "";

  @BeforeEach
  void stand_still() {
    rest.delete("/clock");
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(DUE)).expect(200);
    // what other tests left
    rest.run("process");
  }

  @AfterEach
  void go_on() {
    rest.post("/campaigns/" + campaign + "/stop");
    rest.post("/campaigns/" + campaign + "/archive");
    rest.delete("/clock");
  }

  @Test
  void health_metrics_and_the_next_execution_tell_how_late_it_is()
      throws IOException, InterruptedException {
    campaign = rest.post("/campaigns", CAMPAIGN).expect(201).getString("id");
    rest.post("/campaigns/" + campaign + "/start").expect(200);
    rest.run("enroll");
    long due = rest.all("/campaigns/" + campaign + "/traces?state=SCHEDULED").size();
    assertThat(due).isPositive();

    rest.put("/clock", "{\"now\": \"%s\"}".formatted(TWO_HOURS_LATER)).expect(200);

    JsonObject late = await(engine -> engine.getInt("lateSeconds") == TWO_HOURS);
    assertThat(late.getBoolean("late")).isTrue();
    assertThat(late.getString("oldestDue")).isEqualTo(DUE);
    assertThat((long) late.getInt("queued")).isGreaterThanOrEqualTo(due);
    assertThat(gauge("nurture_engine_late_seconds")).isEqualTo(TWO_HOURS);
    assertThat(gauge("nurture_engine_queue")).isGreaterThanOrEqualTo(due);

    assertThat(rest.run("process").getBoolean("late")).isTrue();

    JsonObject done = await(engine -> engine.getInt("lateSeconds") == 0);
    assertThat(done.getBoolean("late")).isFalse();
    assertThat(done.get("oldestDue")).isEqualTo(JsonValue.NULL);
    assertThat(done.getInt("queued")).isZero();
    assertThat(gauge("nurture_engine_late_seconds")).isZero();
    assertThat(rest.run("process").getBoolean("late")).isFalse();
  }

  private JsonObject await(Predicate<JsonObject> wanted) throws InterruptedException {
    JsonObject engine = JsonValue.EMPTY_JSON_OBJECT;
    for (int i = 0; i < ASKED_MOST; i++) {
      engine = rest.get("/health").expect(200).getJsonObject("engine");
      if (wanted.test(engine)) {
        return engine;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new AssertionError("The engine says " + engine);
  }

  /** Of MicroProfile Metrics, in the text form of Prometheus. */
  private static double gauge(String name) throws IOException, InterruptedException {
    URI metrics = URI.create(NurtureServer.shared().url()).resolve("/metrics");
    String told =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body();
    Matcher found = Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$").matcher(told);
    assertThat(found.find()).as(name + " in " + told).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
