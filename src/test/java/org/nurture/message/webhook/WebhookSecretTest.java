package org.nurture.message.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  @Test
  void the_convention_s_own_example_is_signed_as_it_says() {
    String signature =
        WebhookSecret.sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            BODY);

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void id_time_and_body_are_all_signed() {
    Instant at = Instant.ofEpochSecond(1_614_265_330);
    String secret = "a secret of some length";

    assertThat(
            java.util.Set.of(
                WebhookSecret.sign(secret, "a", at, BODY),
                WebhookSecret.sign(secret, "b", at, BODY),
                WebhookSecret.sign(secret, "a", at.plusSeconds(1), BODY),
                WebhookSecret.sign(secret, "a", at, new byte[0]),
                WebhookSecret.sign(secret + "!", "a", at, BODY)))
        .hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_",
        "whsec_abc",
        "whsec_!!!",
        "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        "short",
        ""
      })
  void a_secret_that_protects_nothing_is_refused_and_not_repeated(String secret) {
    assertThat(WebhookSecret.refusal(secret)).isPresent();
    if (secret.length() > 6) {
      assertThat(WebhookSecret.refusal(secret).orElseThrow()).doesNotContain(secret);
    }
  }

  @Test
  void a_new_one_is_allowed_and_none_is_like_another() {
    String one = WebhookSecret.fresh();

    assertThat(WebhookSecret.refusal(one)).isEmpty();
    assertThat(Base64.getDecoder().decode(one.substring(6))).hasSize(32);
    assertThat(one).isNotEqualTo(WebhookSecret.fresh());
    assertThat(WebhookSecret.refusal("sixteen letters.")).isEmpty();
  }
}
