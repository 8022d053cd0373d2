package org.nurture.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UniqueValueTest {
  /** As wide as the column. */
  private static final int WIDE = 1_000;

  @Test
  void text_is_stripped_and_in_lower_case_and_numbers_count_by_value_E2() {
    assertThat(UniqueValue.of("\u2003 ANN@Example.org ")).isEqualTo("ann@example.org");
    assertThat(UniqueValue.of(new BigDecimal("10.0"))).isEqualTo(UniqueValue.of(10L));
    assertThat(UniqueValue.of("  ")).isNull();
    assertThat(UniqueValue.of(null)).isNull();
  }

  @Test
  void what_is_long_fits_its_column_and_equals_what_is_equal_alone_E2() {
    String text = "x".repeat(5_000);

    assertThat(UniqueValue.of(text)).hasSizeLessThanOrEqualTo(WIDE).isNotEqualTo(text);
    assertThat(UniqueValue.of(" " + text.toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(UniqueValue.of(text));
    assertThat(UniqueValue.of(text + "y")).isNotEqualTo(UniqueValue.of(text));
  }

  @Test
  void nobody_can_write_the_short_form_of_a_long_value_E2() {
    String kept = UniqueValue.of("x".repeat(5_000));

    assertThat(UniqueValue.of(kept)).isNotEqualTo(kept);
  }
}
