package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {

  @ParameterizedTest
  @CsvSource({
    "a, 0, 0, 160", "a, 1, 1, 159", "a, 160, 1, 0", "a, 161, 2, 145", "a, 306, 2, 0",
        "a, 307, 3, 152",
    "€, 80, 1, 0", "€, 81, 2, 143", "я, 70, 1, 0", "я, 71, 2, 63", "я, 134, 2, 0", "я, 135, 3, 66"
  })
  void counts_as_phones_do(String character, int times, int segments, int room) {
    Segments counted = Segments.of(character.repeat(times));

    assertThat(counted.count()).isEqualTo(segments);
    assertThat(counted.room()).isEqualTo(room);
  }

  @Test
  void a_pair_of_the_extension_table_is_not_split() {
    // 152 and a pair: the pair goes to the second segment whole
    Segments counted = Segments.of("a".repeat(152) + "€" + "a".repeat(10));

    assertThat(counted.units()).isEqualTo(164);
    assertThat(counted.count()).isEqualTo(2);
    assertThat(counted.room()).isEqualTo(153 - 12);
  }

  @Test
  void a_surrogate_pair_is_not_split() {
    Segments counted = Segments.of("я".repeat(66) + "😀" + "я".repeat(5));

    assertThat(counted.gsm()).isFalse();
    assertThat(counted.count()).isEqualTo(2);
    assertThat(counted.room()).isEqualTo(67 - 7);
  }

  @Test
  void names_what_forces_UCS_2_and_what_may_stand_for_it() {
    Segments counted = Segments.of("It’s here… “now” ñ €");

    assertThat(counted.gsm()).isFalse();
    assertThat(counted.foreign()).containsExactlyInAnyOrder("’", "…", "“", "”");
    assertThat(Segments.transliterated("It’s here… “now” ñ €"))
        .isEqualTo("It's here... \"now\" ñ €");
    assertThat(Segments.of(Segments.transliterated("It’s here…")).gsm()).isTrue();
    assertThat(Segments.transliterated("ж")).isEqualTo("ж");
  }
}
