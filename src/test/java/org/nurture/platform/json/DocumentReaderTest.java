package org.nurture.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

class DocumentReaderTest {
  private enum Colour {
    RED,
    DARK_BLUE
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-1", "\"2\"", "null", "11", "true", "1e30", "1e999999999", "[]"})
  void what_is_no_whole_number_in_range_is_a_matter_of_content(String value) {
    NurtureException e = refused("{\"n\":" + value + "}", in -> in.wholeNumber("n", 0, 10));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.INVALID);
    assertThat(e.violations()).extracting(Violation::path).containsExactly("/n");
    assertThat(e.violations().get(0).message()).contains("whole number from 0 to 10");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 10", "2.0, 2", "1e1, 10"})
  void whole_numbers_are_read_however_they_are_written(String written, int number) {
    assertThat((Object) read("{\"n\":" + written + "}", in -> in.wholeNumber("n", 0, 10)))
        .isEqualTo(number);
  }

  @Test
  void a_wrong_json_type_is_malformed_even_beside_wrong_content() {
    NurtureException e = refused("{\"a\":5,\"b\":\"\"}", in -> in.text("a", 9) + in.text("b", 9));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.MALFORMED);
    assertThat(e.violations()).extracting(Violation::path).containsExactly("/a", "/b");
  }

  @Test
  void unknown_members_are_refused_at_every_level_and_read_only_ones_ignored() {
    NurtureException e =
        refused(
            "{\"id\":\"7\",\"x/y\":1,\"list\":[{},{\"~\":1}]}",
            in -> in.ignore("id").objects("list", inner -> inner.optionalText("name", 5)));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.INVALID);
    assertThat(e.violations()).extracting(Violation::path).containsExactly("/x~1y", "/list/1/~0");
  }

  @Test
  void words_are_those_of_documents() {
    assertThat((Object) read("{\"c\":\"dark_blue\"}", in -> in.word("c", Colour.class)))
        .isEqualTo(Colour.DARK_BLUE);
    assertThat(refused("{\"c\":\"green\"}", in -> in.word("c", Colour.class)))
        .hasMessageContaining("red, dark_blue");
  }

  @Test
  void every_mistake_is_told_at_once() {
    NurtureException e =
        refused(
            "{\"when\":\"yesterday\",\"flag\":\"yes\",\"texts\":[1,\"\"]}",
            in -> {
              in.text("name", 10);
              in.optionalInstant("when");
              in.flag("flag", true);
              return in.texts("texts", 10);
            });

    assertThat(e.violations())
        .extracting(Violation::path)
        .containsExactly("/name", "/when", "/flag", "/texts/0", "/texts/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":1,}", "{\"a\":1}x", "{'a':1}", "[1]", "7", "nul"})
  void what_is_no_json_object_is_malformed(String text) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> JsonText.object(text));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.MALFORMED);
  }

  @Test
  void a_member_given_twice_is_malformed() {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> JsonText.object("{\"a\":1,\"a\":2}"));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.MALFORMED);
    assertThat(e).hasMessageContaining("twice");
  }

  @Test
  void a_nesting_bomb_is_malformed_and_brackets_in_texts_are_none() {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> JsonText.parse("[".repeat(1_000_000)));

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.MALFORMED);
    assertThat(JsonText.parse("\"\\\"" + "[".repeat(5000) + "\"").toString()).hasSize(5004);
    assertThat(JsonText.parse("[".repeat(800) + "]".repeat(800))).isNotNull();
  }

  @Test
  void bytes_that_are_not_utf8_are_malformed() {
    assertThat(
            catchThrowableOfType(
                    NurtureException.class,
                    () -> JsonText.object(new byte[] {'{', (byte) 0xff, '}'}))
                .kind())
        .isEqualTo(NurtureException.Kind.MALFORMED);
  }

  @Test
  void a_hostile_document_gets_a_short_answer() {
    String members =
        java.util.stream.IntStream.range(0, 100_000)
            .mapToObj(i -> "\"m" + i + "\":0")
            .collect(java.util.stream.Collectors.joining(",", "{", "}"));

    assertThat(refused(members, in -> 0).violations()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void writing_is_the_reverse_of_reading() {
    String json =
        new DocumentWriter()
            .put("a", "x")
            .put("n", (String) null)
            .put("list", List.of("p", "q"))
            .id("id", 7L)
            .build()
            .toString();

    assertThat(json).isEqualTo("{\"a\":\"x\",\"n\":null,\"list\":[\"p\",\"q\"],\"id\":\"7\"}");
    assertThat(Colour.RED.name().toLowerCase(Locale.ROOT)).isEqualTo("red");
  }

  private static <T> T read(String json, Function<DocumentReader, T> shape) {
    return DocumentReader.read(JsonText.object(json), shape);
  }

  private static NurtureException refused(String json, Function<DocumentReader, ?> shape) {
    return catchThrowableOfType(NurtureException.class, () -> read(json, shape));
  }
}
