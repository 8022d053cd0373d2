package org.nurture.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private static final Path ITALIAN =
      Path.of("src/main/resources/org/nurture/platform/texts_it.po");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d+)");

  @AfterEach
  void nobody_reads_any_more() {
    Language.use(null);
  }

  @Test
  void every_text_in_the_code_is_there_in_italian_and_no_other() throws IOException {
    assertThat(italian().keySet()).containsExactlyInAnyOrderElementsOf(used());
  }

  @Test
  void both_languages_take_the_same_parameters_and_are_patterns() throws IOException {
    italian()
        .forEach(
            (english, italian) -> {
              assertThat(parameters(italian)).as(english).isEqualTo(parameters(english));
              if (!parameters(english).isEmpty()) {
                assertThatCode(() -> new MessageFormat(italian.replace("'", "''"), Locale.ITALIAN))
                    .as(english)
                    .doesNotThrowAnyException();
              }
            });
  }

  @Test
  void english_is_what_stands_in_the_code_and_an_apostrophe_is_one() {
    assertThat(Text.of("the record's phone number is not valid"))
        .isEqualTo("the record's phone number is not valid");
    assertThat(Text.of("it's {0}", "so")).isEqualTo("it's so");
  }

  @Test
  void a_reader_of_italian_gets_italian_words_and_numbers() {
    Language.use(Locale.ITALIAN);

    assertThat(Text.of("“{0}” was sent", "Welcome")).isEqualTo("“Welcome” è stato inviato");
    assertThat(Text.of("{0,number,integer} days", 12345)).isEqualTo("12.345 giorni");
  }

  @Test
  void a_kept_text_is_read_in_the_readers_language_with_all_that_is_in_it() {
    String kept =
        Text.kept(
            () ->
                Text.of(
                    "“{0}” did not hold, it was {1}",
                    "Revenue "
                        + Text.of(
                            "is more than {0}",
                            Text.of("{0,number,#,##0.####################}", 1000.5)),
                    Text.of("empty")));

    assertThat(Text.read(kept))
        .isEqualTo("“Revenue is more than 1,000.5” did not hold, it was empty");
    Language.use(Locale.ITALIAN);
    assertThat(Text.read(kept))
        .isEqualTo("non era vero che “Revenue è più di 1.000,5”, il valore era vuoto");
    assertThat(Text.read("said by somebody else")).isEqualTo("said by somebody else");
    assertThat(Text.read(kept.substring(0, kept.length() - 9))).doesNotContain("\u0002", "\u001f");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, en",
        "it, it",
        "it-IT, it",
        "'it-CH,it;q=0.9,en;q=0.8', it",
        "'de, it;q=0.5', it",
        "'en-US,it;q=0.9', en",
        "de, en",
        "'*', en",
        "'%%;;', en"
      })
  void the_best_of_our_languages_is_taken(String header, String expected) {
    assertThat(Language.accepted(header).getLanguage()).isEqualTo(expected);
  }

  @Test
  void a_file_of_texts_may_break_lines_and_quote() throws IOException {
    assertThat(
            Text.read(
                new StringReader("# c\nmsgid \"\"\n\"a \\\"b\\\"\"\nmsgstr \"c \"\n\"d\\n\"\n")))
        .isEqualTo(Map.of("a \"b\"", "c d\n"));
  }

  private static Map<String, String> italian() throws IOException {
    try (var reader = Files.newBufferedReader(ITALIAN)) {
      return Text.read(reader);
    }
  }

  /** The patterns that classes give to Text.of, and the kinds of things that are not found. */
  private static Set<String> used() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> TextsInCode.of(read(file)).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> parameters(String pattern) {
    return PARAMETER
        .matcher(pattern)
        .results()
        .map(r -> r.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
