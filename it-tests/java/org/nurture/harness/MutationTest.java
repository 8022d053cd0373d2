package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs that can be planted still can be, and are all told of. */
class MutationTest {
  static Stream<Mutation> all() {
    return Mutation.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void what_it_changes_stands_there_once(Mutation mutation) throws IOException {
    assertThat(mutation.applied()).isNotEqualTo(Files.readString(mutation.path()));
  }

  @Test
  void the_document_tells_of_each() throws IOException {
    String document = Files.readString(Path.of("docs/mutations.md"));

    assertThat(Mutation.ALL)
        .allSatisfy(
            m ->
                assertThat(document)
                    .contains("| " + m.number() + " | " + m.rule() + " | " + m.what() + " |"));
  }
}
