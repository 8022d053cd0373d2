package org.nurture.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.support.TextCampaign.START;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nurture.support.NurtureServer;
import org.nurture.support.RestClient;
import org.nurture.support.Story;
import org.nurture.support.TextCampaign;

/**
 * A campaign with every trigger that an SMS can set off, on the demo: the texts are read in the
 * catcher, and a link is pressed there. Three people: one clicks, one's number fails, one is quiet.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Story.class)
// its fields are what earlier chapters found
@SuppressWarnings("NullAway")
class SmsTriggersIT {
  private final NurtureServer server = NurtureServer.shared();
  private final RestClient rest = server.rest();
  private TextCampaign campaign;
  private JsonObject clicker;
  private JsonObject failed;
  private JsonObject quiet;

  @BeforeAll
  void setTheClock() {
    rest.delete("/clock");
    at(START);
  }

  @AfterAll
  void letTimeGoOn() {
    if (campaign != null) {
      campaign.stop();
    }
    rest.delete("/clock");
  }

  private void at(Instant now) {
    rest.put("/clock", "{\"now\": \"%s\"}".formatted(now)).expect(200);
  }

  @Test
  @Order(1)
  void texts_go_out_with_short_links() {
    campaign = TextCampaign.run(rest, "Still there?");

    List<JsonObject> sent = campaign.sent();
    assertThat(sent).hasSizeGreaterThan(3);
    clicker = sent.get(0);
    failed = sent.get(1);
    quiet = sent.get(2);
    assertThat(text(clicker))
        .startsWith("Hi ")
        .contains(server.url() + "/t/s/")
        .doesNotContain(TextCampaign.OFFER)
        .hasSizeLessThan(160);
  }

  @Test
  @Order(2)
  void pressing_the_short_link_leads_to_the_offer_and_counts_as_a_click() throws Exception {
    HttpResponse<Void> answer = campaign.press(text(clicker));

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .contains(TextCampaign.OFFER + clicker.get("record").toString());
    rest.run("process");
    assertThat(campaign.states(clicker))
        .containsEntry("clicked", "PROCESSED")
        .containsEntry("not", "CANCELED opposite_event")
        .containsEntry("after", "SCHEDULED")
        .containsEntry("bounced", "SCHEDULED");
  }

  @Test
  @Order(3)
  void a_failure_that_the_gateway_reports_sets_off_bounced_and_ends_the_waiting_C6() {
    rest.post(
            "/traces/" + failed.getString("id") + "/events",
            "{\"type\": \"bounced\", \"hard\": false}")
        .expect(200);
    rest.run("process");

    assertThat(campaign.states(failed))
        .containsEntry("bounced", "PROCESSED")
        .containsEntry("clicked", "CANCELED parent_bounced")
        .containsEntry("not", "CANCELED parent_bounced")
        .containsEntry("after", "SCHEDULED");
  }

  @Test
  @Order(4)
  void an_hour_later_another_activity_runs_for_all_of_them_C1() {
    at(START.plus(Duration.ofHours(1)));
    rest.run("process");

    for (JsonObject person : List.of(clicker, failed, quiet)) {
      assertThat(campaign.states(person)).containsEntry("after", "PROCESSED");
    }
  }

  @Test
  @Order(5)
  void a_day_later_the_quiet_one_is_reminded_and_waits_on_C3() {
    at(START.plus(Duration.ofDays(1)));
    rest.run("process");
    rest.run("send-sms");

    assertThat(campaign.states(quiet))
        .containsEntry("not", "PROCESSED")
        .containsEntry("clicked", "SCHEDULED")
        .containsEntry("bounced", "SCHEDULED");
    assertThat(text(quiet)).isEqualTo("Still there?");
  }

  /** What the person's phone got last. */
  private String text(JsonObject trace) {
    return rest.get("/demo/sms?limit=1&to=" + RestClient.encode(TextCampaign.to(trace)))
        .expect(200)
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("text");
  }
}
