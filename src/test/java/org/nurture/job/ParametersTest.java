package org.nurture.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

  @ParameterizedTest
  @CsvSource({", false", "12, false", ", true", "9000000000, true"})
  void parameters_survive_the_column_and_jakarta_batch(Long campaign, boolean incremental) {
    Parameters given = new Parameters(campaign, incremental);

    assertThat(Parameters.parse(given.toText())).isEqualTo(given);
    assertThat(Parameters.fromProperties(given.toProperties(3))).isEqualTo(given);
  }
}
