package org.nurture.message.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.nurture.message.sms.Segments;

class GsmTest {

  @Test
  void the_basic_table_has_its_own_numbers_and_the_extension_takes_two() {
    Gsm.Encoded text = Gsm.encode("@£é€[");

    assertThat(text.coding()).isZero();
    assertThat(text.parts()).hasSize(1);
    assertThat(text.parts().get(0)).containsExactly(0x00, 0x01, 0x05, 0x1b, 0x65, 0x1b, 0x3c);
  }

  @Test
  void every_character_of_both_tables_comes_back() {
    String all =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà\f^{}\\[~]|€";

    assertThat(Gsm.decode((byte) 0, Gsm.encode(all).parts().get(0))).isEqualTo(all);
  }

  @Test
  void anything_else_is_ucs_2() {
    Gsm.Encoded text = Gsm.encode("ç 😀");

    assertThat(text.coding()).isEqualTo((byte) 8);
    assertThat(text.parts().get(0)).isEqualTo("ç 😀".getBytes(StandardCharsets.UTF_16BE));
  }

  @Test
  void a_long_text_is_cut_where_the_counter_counts_and_nothing_of_two_units_is_split() {
    String gsm = "a".repeat(152) + "€" + "b".repeat(10);
    String ucs = "я".repeat(66) + "😀" + "я".repeat(10);

    assertThat(Gsm.encode(gsm).parts()).hasSize(Segments.of(gsm).count()).hasSize(2);
    assertThat(Gsm.encode(gsm).parts().get(0)).hasSize(152);
    assertThat(Gsm.encode(ucs).parts()).hasSize(Segments.of(ucs).count()).hasSize(2);
    assertThat(Gsm.encode(ucs).parts().get(0)).hasSize(132);
  }

  @Test
  void what_comes_in_is_read_in_its_own_coding() {
    assertThat(Gsm.decode((byte) 3, new byte[] {(byte) 0xe9})).isEqualTo("é");
    assertThat(Gsm.decode((byte) 8, new byte[] {4, 0x1f})).isEqualTo("П");
    assertThat(Gsm.decode((byte) 0, new byte[] {0x53, (byte) 0xff, 0x1b})).isEqualTo("S?\u001b");
  }
}
