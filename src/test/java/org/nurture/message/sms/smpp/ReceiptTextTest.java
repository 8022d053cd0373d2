package org.nurture.message.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.message.sms.Receipt.State;

class ReceiptTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id:0123456789 sub:001 dlvrd:001 submit date:2611262300 done date:2611262301 stat:DELIVRD err:000 text:Hello you  | 0123456789 | DELIVERED | 000
          id:c449ab9744f47b6af1879e49e75e4f40 sub:001 dlvrd:0 submit date:0610191018 done date:0610191018 stat:EXPIRED err:1 | c449ab9744f47b6af1879e49e75e4f40 | EXPIRED | 1
          id: 4F2A stat: UNDELIV err: 027 Text: stat:DELIVRD                                                              | 4F2A       | UNDELIVERABLE | 027
          ID=77 STAT=REJECTD ERR=9                                                                                         | 77         | REJECTED  | 9
          stat:DELETED id:77                                                                                               | 77         | DELETED   |
          id:77 sub:1 dlvrd:1 submit_date:20261126230000 done_date:20261126230100 stat:ACCEPTD err:0x0                    | 77         | UNDER_WAY | 0x0
          msgid:77 status:delivered                                                                                        | 77         | DELIVERED |
          message_id:abc-def stat:UNKNOWN err:                                                                             | abc-def    | UNDER_WAY |
          id:77 stat:DELIVERY_FAILED err:12                                                                                | 77         | UNDELIVERABLE | 12
          id:77 stat:FAILED text:id:78 stat:DELIVRD                                                                        | 77         | UNDELIVERABLE |
          """)
  void the_forms_that_gateways_make_are_read(String text, String id, State state, String error) {
    ReceiptText receipt = ReceiptText.parse(text).orElseThrow();

    assertThat(receipt.id()).isEqualTo(id);
    assertThat(State.of(receipt.state())).isEqualTo(state);
    assertThat(receipt.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hello", "id:77", "the best: stats", "text:stat:DELIVRD"})
  void what_tells_no_state_is_none(String text) {
    assertThat(ReceiptText.parse(text)).isEqualTo(Optional.empty());
  }

  @Test
  void an_endless_field_is_cut() {
    assertThat(ReceiptText.parse("stat:DELIVRD id:" + "9".repeat(5000)).orElseThrow().id())
        .hasSize(100);
  }
}
