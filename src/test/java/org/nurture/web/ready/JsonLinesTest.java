package org.nurture.web.ready;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nurture.platform.json.JsonText;

class JsonLinesTest {
  private static final String TEXT =
      """
      {"name": "X",
       "activities": [
         {"name": "Say hello",
          "trigger": {"interval": 1.5}},
         {"name": "",
          "a/b": true}]}
      """;

  @Test
  void a_value_has_its_line_and_a_missing_one_that_of_what_is_around() {
    JsonLines lines = JsonLines.of(TEXT);

    assertThat(lines.at("/name")).isEqualTo(1);
    assertThat(lines.at("/activities/0/trigger/interval")).isEqualTo(4);
    assertThat(lines.at("/activities/1/a~1b")).isEqualTo(6);
    assertThat(lines.at("/activities/1/filter/0")).isEqualTo(5);
    assertThat(lines.at("/nowhere")).isEqualTo(1);
  }

  @Test
  void of_a_broken_text_the_beginning_is_known() {
    assertThat(JsonLines.of("{\"a\": 1,\n\"b\": [2,\n oops").at("/b/0")).isEqualTo(2);
    assertThat(JsonLines.of("").at("/b")).isZero();
  }

  @Test
  void a_place_is_told_in_words_counted_from_1() {
    assertThat(PointerWords.of("/activities/0/trigger/interval", JsonText.object(TEXT)))
        .isEqualTo("activities › 1 “Say hello” › trigger › interval");
    assertThat(PointerWords.of("/activities/1/a~1b", JsonText.object(TEXT)))
        .isEqualTo("activities › 2 › a/b");
    assertThat(PointerWords.of("/activities/7/name", null)).isEqualTo("activities › 7 › name");
    assertThat(PointerWords.of("", null)).isEmpty();
  }
}
