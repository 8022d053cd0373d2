package org.nurture.web.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SmsCostTest {

  @Test
  void the_sample_stands_for_the_audience() {
    // 50 texts of 75 segments: 1.5 each
    assertThat(SmsCost.cost(new BigDecimal("0.075"), 2_000, 75, 50)).isEqualByComparingTo("225");
    assertThat(SmsCost.cost(new BigDecimal("0.0333"), 1, 1, 3)).isEqualByComparingTo("0.01");
    assertThat(SmsCost.cost(new BigDecimal("0.075"), 0, 1, 1)).isEqualByComparingTo("0");
  }
}
