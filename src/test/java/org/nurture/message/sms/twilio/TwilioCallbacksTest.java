package org.nurture.message.sms.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nurture.platform.ConfigurationException;
import org.nurture.tracking.Links;
import org.nurture.tracking.Tokens;

class TwilioCallbacksTest {
  private final TwilioCallbacks callbacks =
      new TwilioCallbacks(
          TwilioSettings.of(URI.create("twilio+https://AC1:12345@api.twilio.com?from=Shop")),
          new Links(
              () -> "https://crm.example.org/nurture",
              new Tokens(() -> "secret".getBytes(StandardCharsets.UTF_8))));

  /** The example of Twilio's manual, "Validating requests are coming from Twilio". */
  @Test
  void signs_as_twilio_does() {
    Map<String, String[]> form =
        Map.of(
            "CallSid", new String[] {"CA1234567890ABCDE"},
            "Caller", new String[] {"+14158675309"},
            "Digits", new String[] {"1234"},
            "From", new String[] {"+14158675309"},
            "To", new String[] {"+18005551212"});

    assertThat(TwilioCallbacks.sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form))
        .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  }

  @Test
  void another_address_form_or_key_is_not_signed() {
    Map<String, String[]> form = Map.of("MessageStatus", new String[] {"delivered"});
    String url = callbacks.inboundUrl();
    String right = TwilioCallbacks.sign("12345", url, form);

    assertThat(callbacks.signed(TwilioCallbacks.INBOUND, form, right)).isTrue();
    assertThat(
            callbacks.signed(
                TwilioCallbacks.INBOUND,
                form,
                TwilioCallbacks.sign(
                    "12345", url.replace("example.org/", "example.org:443/"), form)))
        .isTrue();
    assertThat(callbacks.signed("twilio/status/x", form, right)).isFalse();
    assertThat(callbacks.signed(TwilioCallbacks.INBOUND, Map.of(), right)).isFalse();
    assertThat(callbacks.signed(TwilioCallbacks.INBOUND, form, null)).isFalse();
    assertThat(
            callbacks.signed(
                TwilioCallbacks.INBOUND, form, TwilioCallbacks.sign("54321", url, form)))
        .isFalse();
  }

  @Test
  void a_message_is_told_by_our_own_token() {
    String url = callbacks.statusUrl(77);
    String token = url.substring(url.lastIndexOf('/') + 1);

    assertThat(url).startsWith("https://crm.example.org/nurture/t/twilio/status/");
    assertThat(callbacks.message(token)).hasValue(77);
    assertThat(callbacks.message(token.substring(1))).isEmpty();
  }

  @Test
  void a_form_is_read_as_utf_8_and_bounded() throws IOException {
    byte[] body = "Body=S%C3%AC+%2B1&Body=x&Empty".getBytes(StandardCharsets.UTF_8);

    assertThat(TwilioServlet.form(new ByteArrayInputStream(body)))
        .containsEntry("Body", new String[] {"Sì +1", "x"})
        .containsEntry("Empty", new String[] {""});
    assertThat(TwilioServlet.form(new ByteArrayInputStream(new byte[70_000]))).isNull();
    assertThat(
            TwilioServlet.form(new ByteArrayInputStream("a=%zz".getBytes(StandardCharsets.UTF_8))))
        .isNull();
  }

  @Test
  void a_sender_or_a_service_is_needed() {
    for (String query : new String[] {"", "?from=Shop&service=MG1"}) {
      assertThatThrownBy(
              () ->
                  TwilioSettings.of(URI.create("twilio+https://AC1:12345@api.twilio.com" + query)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("NURTURE_SMS_URL: from is not allowed")
          .hasMessageNotContaining("12345@");
    }
  }
}
