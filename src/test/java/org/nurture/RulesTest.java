package org.nurture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of SPEC section 4 has a test that names it, as in {@code …_X6}. */
class RulesTest {
  private static final List<Path> SOURCES = List.of(Path.of("src/test"), Path.of("it-tests"));

  /** A test's method, whose name ends in rules. */
  private static final Pattern TEST = Pattern.compile("\\bvoid (\\w+?)((?:_[ECPTUX]\\d+)+)\\(");

  private static final Pattern RULE = Pattern.compile("[ECPTUX]\\d+");

  static Stream<String> rules() {
    return Stream.of(
            numbered("E", 1, 7),
            numbered("X", 0, 12),
            numbered("C", 1, 12),
            numbered("P", 1, 3),
            numbered("U", 1, 9),
            numbered("T", 1, 6))
        .flatMap(s -> s);
  }

  private static Stream<String> numbered(String letter, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> letter + n);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void each_rule_is_named_by_a_test(String rule) throws IOException {
    assertThat(named()).contains(rule);
  }

  private static Set<String> named() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher test = TEST.matcher(Files.readString(file));
          while (test.find()) {
            Matcher rule = RULE.matcher(test.group(2));
            while (rule.find()) {
              named.add(rule.group());
            }
          }
        }
      }
    }
    return named;
  }
}
