package org.nurture.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void what_keeps_failing_is_tried_ten_times() {
    assertThat(again()).isEqualTo(9);
    assertThat(patience.again()).isFalse();
  }

  @Test
  void a_success_between_begins_anew() {
    patience.again();
    patience.restored();

    assertThat(again()).isEqualTo(9);
  }

  private int again() {
    int times = 0;
    while (patience.again()) {
      times++;
    }
    return times;
  }
}
