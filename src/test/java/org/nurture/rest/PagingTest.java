package org.nurture.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

class PagingTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "x", "", "1.5", "99999999999"})
  void a_bad_limit_is_named(String limit) {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> new Paging(limit, null).limit());

    assertThat(e.kind()).isEqualTo(NurtureException.Kind.MALFORMED);
    assertThat(e.violations()).extracting(Violation::path).containsExactly("?limit");
  }

  @Test
  void the_limit_is_100_unless_told_and_1000_at_most() {
    assertThat(new Paging(null, null).limit()).isEqualTo(100);
    assertThat(new Paging("1000", null).limit()).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "!!", "eDo3", "azp4"})
  void a_cursor_that_is_not_ours_is_named(String after) {
    NurtureException e =
        catchThrowableOfType(NurtureException.class, () -> new Paging(null, after).afterId());

    assertThat(e.violations()).extracting(Violation::path).containsExactly("?after");
  }

  @Test
  void the_next_page_begins_after_the_last_item_shown() {
    JsonObject page =
        new Paging("2", null).answer(List.of(5L, 6L, 9L), n -> n, n -> JsonValue.TRUE);

    assertThat(page.getJsonArray("items")).hasSize(2);
    assertThat(new Paging("2", page.getString("next")).afterId()).isEqualTo(6);
  }

  @Test
  void the_last_page_has_no_next() {
    JsonObject page = new Paging("2", null).answer(List.of(5L, 6L), n -> n, n -> JsonValue.TRUE);

    assertThat(page.isNull("next")).isTrue();
  }
}
