package org.nurture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name the tests that hold what they say: these tests exist. */
class DocumentedTestsTest {
  /** {@code SomeContract#some_test}, {@code SomeIT} or {@code SomeTest} in code font. */
  private static final Pattern NAMED =
      Pattern.compile("`(\\w+)#(\\w+)`|`(\\w+(?:IT|Test|Contract|Scenarios))`");

  private static final List<Path> SOURCES = List.of(Path.of("src/test"), Path.of("it-tests"));
  private static final Path DOCUMENTS = Path.of("docs");

  static Stream<Path> documents() throws IOException {
    return filesUnder(DOCUMENTS, ".md").stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void each_test_that_a_document_names_exists(Path document) throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(document));
    while (named.find()) {
      boolean whole = named.group(3) != null;
      String source = sources.get(whole ? named.group(3) : named.group(1));
      if (source == null || (!whole && !source.contains(" " + named.group(2) + "("))) {
        missing.add(named.group());
      }
    }

    assertThat(missing).as("named in %s", document).isEmpty();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path folder : SOURCES) {
      for (Path file : filesUnder(folder, ".java")) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    return sources;
  }

  private static List<Path> filesUnder(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
