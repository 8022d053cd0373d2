package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.nurture.support.TextCampaign;
import org.nurture.support.WireMockTwilio;

/** With Twilio as WireMock plays it. */
class TwilioTriggersIT extends GatewayStory {
  private WireMockTwilio twilio;
  private int written;

  @Override
  String gateway() throws IOException {
    twilio = new WireMockTwilio();
    return twilio.url() + "?from=%2B15551230000";
  }

  @AfterAll
  void end() {
    if (twilio != null) {
      twilio.close();
    }
  }

  @Override
  String text(String phone) {
    return twilio.last(phone).get("Body");
  }

  @Override
  int taken() {
    return twilio.messages().size();
  }

  /** Doubled, out of order. */
  @Override
  void delivered(String phone) throws Exception {
    for (String status : new String[] {"queued", "delivered", "sent", "delivered"}) {
      assertThat(twilio.report(phone, status, null)).isEqualTo(204);
    }
  }

  @Override
  void failed(String phone) throws Exception {
    assertThat(twilio.report(phone, "undelivered", "30005")).isEqualTo(204);
  }

  @Override
  void unreachable(String phone) throws Exception {
    assertThat(twilio.report(phone, "undelivered", "30003")).isEqualTo(204);
  }

  @Override
  void write(String phone, String text) throws Exception {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("From", phone);
    form.put("To", "+15551230000");
    form.put("Body", text);
    form.put("MessageSid", "SMin" + ++written);
    String url = server.url() + "/t/twilio/inbound";
    assertThat(twilio.post(url, form)).isEqualTo(200);
    // Twilio calls again where it heard no answer
    assertThat(twilio.post(url, form)).isEqualTo(200);
  }

  @Test
  @Order(9)
  void what_twilio_did_not_sign_is_refused() throws Exception {
    String callback = twilio.last(TextCampaign.to(quiet)).get("StatusCallback");
    Map<String, String> form = Map.of("MessageStatus", "delivered", "MessageSid", "SM0");

    assertThat(WireMockTwilio.post(callback, form, "bm90IHNpZ25lZA==")).isEqualTo(403);
    assertThat(WireMockTwilio.post(server.url() + "/t/twilio/inbound", form, null)).isEqualTo(403);
    assertThat(twilio.post(callback + "x", form)).isEqualTo(404);
  }
}
