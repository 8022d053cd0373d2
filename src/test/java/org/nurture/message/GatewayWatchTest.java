package org.nurture.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nurture.message.GatewayState.Condition;
import org.nurture.message.GatewayState.Connections;
import org.nurture.message.SendWork.Outcome;

class GatewayWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final GatewayWatch watch = new GatewayWatch(Kind.SMS);

  @Test
  void what_was_not_used_is_untried() {
    assertThat(watch.state().condition()).isEqualTo(Condition.UNTRIED);
    assertThat(watch.none().condition()).isEqualTo(Condition.NONE);
  }

  @Test
  void the_last_hand_over_tells_how_it_is_and_the_last_error_stays() {
    watch.noted(new Outcome(0, "refused"));
    assertThat(watch.state().condition()).isEqualTo(Condition.DOWN);

    watch.noted(new Outcome(3, null));

    assertThat(watch.state().condition()).isEqualTo(Condition.READY);
    assertThat(watch.state().error()).isEqualTo("refused");
  }

  @Test
  void without_a_connection_it_is_down_since_the_last_one_was_lost() {
    watch.noted(new Outcome(3, null));

    GatewayState state = watch.state(held(0, false, "refused"));

    assertThat(state.condition()).isEqualTo(Condition.DOWN);
    assertThat(state.error()).isEqualTo("refused");
    assertThat(state.lasting()).isEqualTo(HOUR);
  }

  @Test
  void a_connection_makes_ready_or_throttled_but_not_of_an_account_that_is_refused() {
    assertThat(watch.state(held(1, false, null)).condition()).isEqualTo(Condition.READY);
    assertThat(watch.state(held(1, true, null)).condition()).isEqualTo(Condition.THROTTLED);

    watch.noted(new Outcome(0, "no credit"));

    assertThat(watch.state(held(1, true, null)).condition()).isEqualTo(Condition.DOWN);
  }

  private static Connections held(int standing, boolean throttled, @Nullable String trouble) {
    return new Connections(standing, 2, HOUR, throttled, trouble);
  }
}
