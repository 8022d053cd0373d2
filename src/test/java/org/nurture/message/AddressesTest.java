package org.nurture.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann@example.org|ann@example.org",
        "Ann.Lee@Example.ORG|Ann.Lee@example.org",
        " ann@example.org |ann@example.org",
        "ann+news@example.org|ann+news@example.org",
        "o'neil@example.org|o'neil@example.org",
        "ann@bücher.example|ann@xn--bcher-kva.example",
        "ann@EXAMPLE.москва|ann@example.xn--80adxhks",
        "Ann Lee <ann@example.org>|ann@example.org",
        "a@b.co|a@b.co",
      })
  void mail_addresses_have_one_form_X4(String given, String normal) {
    assertThat(Addresses.mail(given)).contains(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "ann@",
        "@example.org",
        "ann@example",
        "ann@@example.org",
        "a b@example.org",
        "ann@exa mple.org",
        "ann@-example.org",
        "ann@example..org",
        ".ann@example.org",
        "ann.@example.org",
        "ann@127.0.0.1",
        "ann@[127.0.0.1]",
        "ann@example.org\r\nBcc: x@y.org",
        "ann\r\n@example.org",
        "\"ann\r\n\"@example.org",
        "ann@example.org>",
        "<ann@example.org",
        "ann@example.org\nRCPT TO:<x@y.org>",
        "änn@example.org",
        "ann@example.org\u0000"
      })
  void what_is_no_address_or_would_break_out_of_a_command_is_invalid_X4(String given) {
    assertThat(Addresses.mail(given)).isEmpty();
  }

  @Test
  void an_address_may_not_be_longer_than_mail_allows() {
    assertThat(Addresses.mail("a".repeat(64) + "@example.org")).isPresent();
    assertThat(Addresses.mail("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(Addresses.mail("a@" + "b.".repeat(130) + "org")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "+39 06 698 12345|null|+390669812345",
        "06 698 12345|IT|+390669812345",
        "06 698 12345|it|+390669812345",
        "(030) 901820|DE|+4930901820",
        "020 7946 0018|GB|+442079460018",
        "0044 20 7946 0018|DE|+442079460018",
      })
  void phone_numbers_are_e164_by_the_records_country(String given, String country, String normal) {
    assertThat(Addresses.phone(given, country)).contains(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "06 698 12345|null",
        "06 698 12345|XX",
        "12|IT",
        "call me|IT",
        "+39|IT",
        "1-800-FLOWERS|US",
        "347 1234567 (mobile)|IT",
        "347 12345b7|IT"
      })
  void what_is_no_number_is_invalid(String given, String country) {
    assertThat(Addresses.phone(given, country)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "347 123 4567|IT|+393471234567",
        "tel:+39-347-1234567|IT|+393471234567",
        // the plan of North America does not tell mobiles from land lines
        "(212) 555-0123|US|+12125550123",
      })
  void a_mobile_or_what_may_be_one_gets_texts_X4(String given, String country, String normal) {
    assertThat(Addresses.mobile(given, country)).contains(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "06 698 12345|IT",
        "+49 30 901820|DE",
        "800 123456|IT",
        "899 123456|IT",
        "+1 800 356 9377|US",
      })
  void a_number_that_is_no_mobile_gets_none_X4(String given, String country) {
    assertThat(Addresses.mobile(given, country)).isEmpty();
  }

  @Test
  void the_first_address_of_a_field_counts_X4() {
    assertThat(Addresses.first("a@x.org, b@x.org")).isEqualTo("a@x.org");
    assertThat(Addresses.first(" ; b@x.org;c@x.org")).isEqualTo("b@x.org");
    assertThat(Addresses.first(Arrays.asList(null, " ", "b@x.org"))).isEqualTo("b@x.org");
    assertThat(Addresses.first(" ,; ")).isNull();
    assertThat(Addresses.first(List.of())).isNull();
    assertThat(Addresses.first(null)).isNull();
  }
}
