package org.nurture.message.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.platform.ConfigurationException;

class SmppSettingsTest {

  @Test
  void what_is_left_out_has_a_default() {
    SmppSettings settings = of("smpp://nurture:p%40ss@smsc.example.org");

    assertThat(settings.port()).isEqualTo(2775);
    assertThat(settings.tls()).isFalse();
    assertThat(settings.password()).isEqualTo("p@ss");
    assertThat(settings.window()).isEqualTo(10);
    assertThat(settings.binds()).isEqualTo(1);
    assertThat(settings.longMessages()).isEqualTo(SmppSettings.Long.UDH);
    assertThat(settings.isHard("001")).isTrue();
    assertThat(settings.isHard("027")).isFalse();
    assertThat(settings.isHard("0x1")).isFalse();
    assertThat(settings.isHard(null)).isFalse();
    assertThat(settings).hasToString("smpp://nurture@smsc.example.org:2775");
  }

  @ParameterizedTest
  @CsvSource({"Shop,5,0", "393401234567,1,1", "+393401234567,1,1", "48484,3,0"})
  void the_source_tells_its_type_of_number(String source, int ton, int npi) {
    SmppSettings settings = of("smpps://a:b@h?source=" + source);

    assertThat(settings.tls()).isTrue();
    assertThat(settings.port()).isEqualTo(3550);
    assertThat(settings.sourceTon()).isEqualTo(ton);
    assertThat(settings.sourceNpi()).isEqualTo(npi);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smpp://h                                    | NURTURE_SMS_URL: user is not allowed
          smpp://a@h                                  | NURTURE_SMS_URL: password is not allowed
          smpp://a:b@h?window=0                       | NURTURE_SMS_URL: window is not allowed; it must be a whole number from 1 to 1000
          smpp://a:b@h?binds=many                     | NURTURE_SMS_URL: binds is not allowed; it must be a whole number from 1 to 16
          smpp://a:b@h?long=short                     | NURTURE_SMS_URL: long is not allowed; it must be udh or sar or payload
          smpp://a:b@h?source=A%20very%20long%20name  | NURTURE_SMS_URL: source is not allowed; it must be a number, or a name of up to 11
          smpp://a:b@h?hard=x                         | NURTURE_SMS_URL: hard is not allowed
          smpp://a:b@h?windows=3                      | NURTURE_SMS_URL has no parameter windows; there are tls, system_type
          smpp://a:b@h/path                           | NURTURE_SMS_URL: path is not allowed
          """)
  void what_is_wrong_is_named_and_the_password_is_not(String url, String message) {
    assertThatThrownBy(() -> of(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("a:b");
  }

  private static SmppSettings of(String url) {
    return SmppSettings.of(URI.create(url));
  }
}
