package org.nurture.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nurture.tracking.Tokens.Claim;
import org.nurture.tracking.Tokens.Use;

class TokensTest {
  private final Tokens tokens = new Tokens(() -> "secret".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(longs = {1, 127, 128, 300_000, 1L << 40, Long.MAX_VALUE})
  void a_token_says_what_was_put_in(long id) {
    String token = tokens.make(Use.LINK, id, 3, "");

    assertThat(token).matches("[A-Za-z0-9_-]{16,32}");
    assertThat(tokens.read(Use.LINK, token, "")).contains(new Claim(id, 3));
  }

  @Test
  void a_token_is_good_for_its_use_and_url_alone() {
    String token = tokens.make(Use.CLICK, 5, 0, "https://example.org/a");

    assertThat(tokens.read(Use.CLICK, token, "https://example.org/a")).isPresent();
    assertThat(tokens.read(Use.CLICK, token, "https://evil.example/")).isEmpty();
    assertThat(tokens.read(Use.CLICK, token, "")).isEmpty();
    assertThat(tokens.read(Use.UNSUBSCRIBE, token, "https://example.org/a")).isEmpty();
  }

  @Test
  void no_change_of_any_character_is_accepted() {
    String token = tokens.make(Use.UNSUBSCRIBE, 123_456, 0, "");
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    for (int i = 0; i < token.length(); i++) {
      for (char c : alphabet.toCharArray()) {
        String forged = token.substring(0, i) + c + token.substring(i + 1);
        assertThat(tokens.read(Use.UNSUBSCRIBE, forged, "").isPresent())
            .isEqualTo(forged.equals(token));
      }
    }
  }

  @Test
  void another_installation_knows_nothing_of_it() {
    Tokens other = new Tokens(() -> "other".getBytes(StandardCharsets.UTF_8));

    assertThat(other.read(Use.OPEN, tokens.make(Use.OPEN, 1, 0, ""), "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "AAAA", "!!!!", "../../etc/passwd", "AAAAAAAAAAAAAAAAAAAA", "%00", "ä"})
  void what_is_no_token_is_none(String text) {
    assertThat(tokens.read(Use.OPEN, text, "")).isEmpty();
  }

  @Test
  void a_very_long_text_is_not_even_decoded() {
    assertThat(tokens.read(Use.OPEN, "A".repeat(100_000), "")).isEmpty();
  }

  @Test
  void links_begin_with_the_base_url_and_the_context_root() {
    assertThat(new Links(() -> "http://127.0.0.1:8080", tokens).open(1))
        .startsWith("http://127.0.0.1:8080/nurture/t/o/");
    assertThat(new Links(() -> "https://crm.example.org/nurture/", tokens).unsubscribe(1))
        .startsWith("https://crm.example.org/nurture/t/u/");
  }

  @Test
  void links_in_texts_may_have_a_short_domain_of_their_own() {
    Links links =
        new Links(
            () -> "https://crm.example.org/nurture",
            () -> Optional.of("https://go.example.org"),
            tokens);

    assertThat(links.shortLink(1, 0)).startsWith("https://go.example.org/").hasSizeLessThan(50);
    assertThat(links.shortUnsubscribe(1)).startsWith("https://go.example.org/u/");
    assertThat(links.isOurs(links.shortLink(1, 0))).isTrue();
    assertThat(links.isOurs("https://go.example.organic/x")).isFalse();
    assertThat(links.open(1)).startsWith("https://crm.example.org/nurture/t/o/");
  }

  @Test
  void redirects_are_one_line_of_ascii() {
    assertThat(TrackingServlet.ascii("https://example.org/ä b\r\nSet-Cookie: x"))
        .isEqualTo("https://example.org/%C3%A4%20b%0D%0ASet-Cookie:%20x");
  }

  @Test
  void an_address_is_not_given_away() {
    assertThat(UnsubscribePage.masked("ann.lee@example.org")).isEqualTo("a…@example.org");
    assertThat(UnsubscribePage.masked("+390669812345")).isEqualTo("…345");
    assertThat(UnsubscribePage.question("<b>@example.org")).doesNotContain("<b>");
  }

  @Test
  void machines_are_told_from_people() {
    assertThat(bot("GET", "Mozilla/5.0 (X11; Linux) Firefox/140.0", null)).isFalse();
    assertThat(bot("GET", "GoogleImageProxy via ggpht.com", null)).isFalse();
    assertThat(bot("HEAD", "Mozilla/5.0", null)).isTrue();
    assertThat(bot("GET", "Mozilla/5.0 (compatible; bingbot/2.0)", null)).isTrue();
    assertThat(bot("GET", "Mozilla/5.0", "prefetch;prerender")).isTrue();
    assertThat(bot("GET", "Mozilla/5.0 (Linux; Android 9; CUBOT_X18)", null)).isFalse();
    assertThat(bot("GET", null, null)).isFalse();
  }

  private static boolean bot(String method, String agent, String purpose) {
    return Bots.isBot(
        method,
        name -> name.equals("User-Agent") ? agent : name.equals("Sec-Purpose") ? purpose : null);
  }
}
