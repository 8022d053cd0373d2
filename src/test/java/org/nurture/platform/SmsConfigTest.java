package org.nurture.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmsConfigTest {

  @Test
  void nothing_is_needed() {
    Config config = new Config(key -> null);

    assertThat(config.smsUrl()).isEmpty();
    assertThat(config.shortUrl()).isEmpty();
    assertThat(config.smsPrice()).isEmpty();
  }

  @Test
  void a_short_domain_and_a_price_are_read() {
    assertThat(with("NURTURE_SHORT_URL", "https://go.example.org/").shortUrl())
        .contains("https://go.example.org");
    assertThat(with("NURTURE_SMS_PRICE", "0.075 EUR").smsPrice())
        .contains(new Config.Price(new BigDecimal("0.075"), "EUR"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"go.example.org", "ftp://go.example.org", "https://x/?a=b", "https://u@x/"})
  void another_short_url_is_refused_by_name(String url) {
    assertThatThrownBy(() -> with("NURTURE_SHORT_URL", url).shortUrl())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("NURTURE_SHORT_URL is not allowed; it must be a URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cheap", "0.075", "-1 EUR", "0,075 EUR", "1 euro"})
  void another_price_is_refused_by_name(String price) {
    assertThatThrownBy(() -> with("NURTURE_SMS_PRICE", price).smsPrice())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("NURTURE_SMS_PRICE")
        .hasMessageContaining("such as 0.075 EUR");
  }

  @Test
  void twilio_without_tls_is_not_for_production() {
    String url = "twilio+http://AC1:token@127.0.0.1:1234?from=Shop";
    Map<String, String> production = Map.of("NURTURE_SMS_URL", url);
    Map<String, String> development = Map.of("NURTURE_SMS_URL", url, "NURTURE_MODE", "development");

    assertThat(new Config(development::get).smsUrl()).isPresent();
    assertThatThrownBy(() -> new Config(production::get).smsUrl())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("twilio+https://")
        .hasMessageNotContaining("token");
  }

  private static Config with(String key, String value) {
    return new Config(asked -> asked.equals(key) ? value : null);
  }
}
