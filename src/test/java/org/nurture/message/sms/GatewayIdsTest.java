package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewayIdsTest {

  @Test
  void case_and_zeros_in_front_do_not_matter() {
    assertThat(GatewayIds.normal("00a1f")).isEqualTo(GatewayIds.normal(" A1F "));
    assertThat(GatewayIds.normal("000")).isEqualTo("0");
    assertThat(GatewayIds.normal("x".repeat(200))).hasSize(100);
  }

  @Test
  void one_number_has_its_other_base() {
    assertThat(GatewayIds.others("2591")).contains("A1F", "9617").doesNotContain("2591");
    assertThat(GatewayIds.others("A1F")).containsExactly("2591");
    assertThat(GatewayIds.others("3f2b-11ee")).isEmpty();
    assertThat(GatewayIds.others("7")).isEmpty();
  }
}
