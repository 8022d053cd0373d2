package org.nurture.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The screens' texts: both languages say the same things, and nothing else. */
class BundlesTest {
  private static final Path RESOURCES = Path.of("src/main/resources/org/nurture");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d+)");
  private static final Pattern READ =
      Pattern.compile("(?:text|caught)\\['([^']+)'\\]|say\\.of\\('([^']+)'");

  private static final Pattern LITERAL = Pattern.compile("['\"]([a-zA-Z_][\\w.-]*)['\"]");

  @ParameterizedTest
  @ValueSource(strings = {"web", "demo"})
  void every_text_is_there_in_english_and_in_italian(String bundle) throws IOException {
    assertThat(load(bundle, "_it").stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(load(bundle, "").stringPropertyNames());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "demo"})
  void no_key_is_there_twice(String bundle) throws IOException {
    for (String language : List.of("", "_it")) {
      List<String> keys =
          Files.readAllLines(file(bundle, language)).stream()
              .filter(line -> !line.startsWith("#") && line.contains(" = "))
              .map(line -> line.substring(0, line.indexOf(" = ")))
              .toList();
      assertThat(keys).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "demo"})
  void both_languages_take_the_same_parameters(String bundle) throws IOException {
    Properties english = load(bundle, "");
    Properties italian = load(bundle, "_it");

    for (String key : english.stringPropertyNames()) {
      assertThat(parameters(italian.getProperty(key, "")))
          .as(key)
          .isEqualTo(parameters(english.getProperty(key)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "demo"})
  void patterns_are_valid_and_no_apostrophe_swallows_a_parameter(String bundle) throws IOException {
    for (String language : List.of("", "_it")) {
      Properties texts = load(bundle, language);
      for (String key : texts.stringPropertyNames()) {
        String pattern = texts.getProperty(key);
        if (parameters(pattern).isEmpty()) {
          continue;
        }
        assertThat(pattern.replace("''", "")).as(key + ": write ’").doesNotContain("'");
        assertThatCode(() -> new MessageFormat(pattern, Locale.ITALIAN))
            .as(key)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void every_text_that_a_page_names_is_there() throws IOException {
    Set<String> known = new TreeSet<>(load("web", "").stringPropertyNames());
    known.addAll(load("demo", "").stringPropertyNames());
    Set<String> read = new TreeSet<>();
    for (String source : sources("webapp", ".xhtml")) {
      READ.matcher(source)
          .results()
          .map(r -> r.group(1) == null ? r.group(2) : r.group(1))
          .filter(key -> !key.endsWith("."))
          .forEach(read::add);
    }

    assertThat(known).containsAll(read);
  }

  /** A key is used if a page or a class names it, or the part up to one of its dots. */
  @ParameterizedTest
  @ValueSource(strings = {"web", "demo"})
  void no_text_is_left_over(String bundle) throws IOException {
    Set<String> literals = new TreeSet<>();
    for (String source : sources("webapp", ".xhtml")) {
      addLiterals(source, literals);
    }
    for (String source : sources("src/main/java", ".java")) {
      addLiterals(source, literals);
    }

    Set<String> unused =
        load(bundle, "").stringPropertyNames().stream()
            .filter(key -> !isNamed(key, literals))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unused).isEmpty();
  }

  private static boolean isNamed(String key, Set<String> literals) {
    boolean named = literals.contains(key);
    for (int dot = key.indexOf('.'); dot > 0 && !named; dot = key.indexOf('.', dot + 1)) {
      named = literals.contains(key.substring(0, dot + 1));
    }
    return named;
  }

  private static void addLiterals(String source, Set<String> literals) {
    LITERAL.matcher(source).results().map(r -> r.group(1)).forEach(literals::add);
  }

  private static List<String> sources(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(f -> f.toString().endsWith(ending)).map(BundlesTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> parameters(String pattern) {
    Matcher matcher = PARAMETER.matcher(pattern);
    return matcher.results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path file(String bundle, String language) {
    return RESOURCES.resolve(bundle).resolve("messages" + language + ".properties");
  }

  private static Properties load(String bundle, String language) throws IOException {
    Properties texts = new Properties();
    try (var reader = Files.newBufferedReader(file(bundle, language), StandardCharsets.UTF_8)) {
      texts.load(reader);
    }
    return texts;
  }
}
