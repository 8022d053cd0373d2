package org.nurture.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeDateTest {
  /** A Thursday. */
  private static final Instant NOW = Instant.parse("2026-03-05T14:30:15Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-03-05T14:30:15",
    "today, 2026-03-05T00:00",
    "today -30d, 2026-02-03T00:00",
    "now +2h, 2026-03-05T16:30:15",
    "today =monday, 2026-03-02T00:00",
    "today =sunday, 2026-03-08T00:00",
    "today -1m =1d, 2026-02-01T00:00",
    "today -1m =31d, 2026-02-28T00:00",
    "today +1y -1w, 2027-02-26T00:00",
    "now =9h, 2026-03-05T09:30:15",
    "today =12m =31d, 2026-12-31T00:00",
  })
  void words_say_an_instant_section_5(String words, String expected) {
    assertThat(RelativeDate.looksLike(words)).isTrue();
    assertThat(RelativeDate.at(words, NOW)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "today 30d",
        "today -d",
        "today =13m",
        "today =32d",
        "today =24h",
        "today =Monday",
        "now now",
        "today -9999999d",
        "today =funday",
        "today - 30d"
      })
  void other_words_are_refused(String words) {
    assertThat(RelativeDate.at(words, NOW)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-01-01", "nowadays", "", "Today"})
  void other_text_is_no_relative_date(String text) {
    assertThat(RelativeDate.looksLike(text)).isFalse();
  }
}
