package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nurture.platform.Language;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;

/** Ready-made campaigns and exported ones, on a demo server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadyMadeServerIT {
  private final RestClient rest = NurtureServer.shared().rest();

  @BeforeAll
  void stand_still() {
    rest.delete("/clock");
    rest.put("/clock", "{\"now\": \"2026-12-01T08:00:00Z\"}").expect(200);
  }

  @AfterAll
  void go_on() {
    rest.delete("/clock");
  }

  @ParameterizedTest
  @EnumSource(ReadyMade.class)
  void each_starts_on_the_demo_as_it_is(ReadyMade ready) {
    for (Locale language : Language.ALL) {
      startsAsItIs(ready.document(language));
    }
  }

  private void startsAsItIs(CampaignDocument ready) {
    JsonObject made = rest.post("/campaigns", ready.toJson().toString()).expect(201);
    String id = made.getString("id");

    assertThat(rest.post("/campaigns/" + id + "/start").expect(200).getString("state"))
        .isEqualTo("RUNNING");
    long matching =
        rest.post(
                "/targets/" + made.getString("target") + "/count",
                "{\"filter\": " + made.getJsonArray("filter") + "}")
            .expect(200)
            .getInt("count");
    assertThat(matching).isPositive();

    rest.post("/campaigns/" + id + "/stop").expect(200);
    rest.delete("/campaigns/" + id);
  }

  @Test
  void what_was_exported_is_imported_whole() {
    JsonObject document = ReadyMade.DOUBLE_OPT_IN.document(Locale.ENGLISH).toJson();
    JsonObject made = rest.post("/campaigns", document.toString()).expect(201);

    RestClient.Answer export = rest.get("/campaigns/" + made.getString("id") + "?as=export");
    JsonObject whole = export.expect(200);

    assertThat(export.headers().toString()).contains("campaign-double-opt-in.json");
    assertThat(whole).doesNotContainKeys("id", "state", "version", "responsible");
    assertThat(whole.toString()).doesNotContain("\"campaign\"");
    rest.delete("/campaigns/" + made.getString("id"));
    JsonObject again = rest.post("/campaigns", whole.toString()).expect(201);
    assertThat(rest.get("/campaigns/" + again.getString("id") + "?as=export").expect(200))
        .isEqualTo(whole);
    rest.delete("/campaigns/" + again.getString("id"));
  }

  @Test
  void campaigns_are_found_by_a_part_of_their_name_and_state_together() {
    JsonObject made =
        rest.post("/campaigns", "{\"name\": \"100%_sure\\\\\", \"target\": \"contact\"}")
            .expect(201);

    assertThat(rest.all("/campaigns?archived=false&state=NEW&name=" + RestClient.encode("0%_s")))
        .extracting(c -> c.getString("id"))
        .containsExactly(made.getString("id"));
    assertThat(rest.all("/campaigns?archived=false&name=" + RestClient.encode("0_%s"))).isEmpty();
    rest.delete("/campaigns/" + made.getString("id"));
  }
}
