package org.nurture.message.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nurture.message.sms.ReceiptMatch.Doubtful;
import org.nurture.message.sms.ReceiptMatch.Kept;
import org.nurture.message.sms.ReceiptMatch.Part;

class ReceiptMatchTest {
  private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
  private static final String ANN = "+393470000001";
  private static final String BOB = "+393470000002";

  @Test
  void an_id_in_the_other_base_counts_only_for_the_same_number() {
    Part bobs = part(1, 10, "64", BOB);

    assertThat(match(List.of(bobs)).part(receipt("100", ANN))).isNull();
    assertThat(match(List.of(bobs)).part(receipt("100", BOB))).isEqualTo(bobs);
  }

  @Test
  void the_id_as_it_was_given_goes_before_the_other_base() {
    Part exact = part(1, 10, "100", ANN);
    Part other = part(2, 11, "64", ANN);

    assertThat(match(List.of(exact, other)).part(receipt("100", ANN))).isEqualTo(exact);
  }

  @Test
  void an_id_that_the_gateway_gave_twice_is_the_one_to_that_number_else_the_latest() {
    Part first = part(1, 10, "7F", ANN);
    Part second = part(2, 11, "7F", BOB);

    assertThat(match(List.of(first, second)).part(receipt("7F", ANN))).isEqualTo(first);
    assertThat(match(List.of(first, second)).part(receipt("7F", ""))).isEqualTo(second);
  }

  @Test
  void a_national_number_in_the_receipt_is_the_same_one() {
    Part anns = part(1, 10, "64", ANN);

    assertThat(match(List.of(anns)).part(receipt("100", "03470000001"))).isEqualTo(anns);
    assertThat(match(List.of(anns)).part(receipt("100", "001"))).isNull();
  }

  @Test
  void nothing_is_proved_while_an_answer_to_that_number_may_still_come_X6() {
    Doubtful doubtful = new Doubtful(10, ANN, true, NOW.minusSeconds(60));
    Doubtful underWay = new Doubtful(11, ANN, false, NOW.minusSeconds(1));

    assertThat(doubtful(doubtful).inDoubt(receipt("1", ANN))).isEqualTo(10L);
    assertThat(doubtful(doubtful, underWay).inDoubt(receipt("1", ANN))).isNull();
  }

  @Test
  void of_several_in_doubt_none_is_guessed_and_old_ones_do_not_count_X6() {
    Doubtful recent = new Doubtful(10, ANN, true, NOW.minusSeconds(60));
    Doubtful another = new Doubtful(11, ANN, true, NOW.minusSeconds(90));
    Doubtful old = new Doubtful(12, ANN, true, NOW.minus(Duration.ofDays(4)));

    assertThat(doubtful(recent, another).inDoubt(receipt("1", ANN))).isNull();
    assertThat(doubtful(recent, old).inDoubt(receipt("1", ANN))).isEqualTo(10L);
    assertThat(doubtful(recent).inDoubt(receipt("1", BOB))).isNull();
  }

  private static ReceiptMatch match(List<Part> parts) {
    return new ReceiptMatch(parts, List.of());
  }

  private static ReceiptMatch doubtful(Doubtful... doubtful) {
    return new ReceiptMatch(List.of(), List.of(doubtful));
  }

  private static Part part(long id, long message, String gatewayId, String phone) {
    return new Part(id, message, 0, 1, gatewayId, 0, phone, false);
  }

  private static Kept receipt(String gatewayId, String phone) {
    @Nullable Integer none = null;
    return new Kept(
        1, gatewayId, phone.replace("+", ""), none, Receipt.State.DELIVERED, null, NOW, 0);
  }
}
