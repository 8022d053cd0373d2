package org.nurture.tracking;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tells hits of machines from those of people, as far as they say so themselves. */
final class Bots {
  /**
   * Scanners, link previews and crawlers, as they name themselves. Mail proxies that load pictures
   * for people are none; nor is a program that fetches for a person.
   */
  private static final List<String> AGENTS =
      List.of(
          "bot/",
          "bot;",
          "+http",
          "crawler",
          "spider",
          "slurp",
          "barracuda",
          "proofpoint",
          "mimecast",
          "symantec",
          "trendmicro",
          "zscaler",
          "safelinks",
          "urldefense",
          "facebookexternalhit",
          "whatsapp/",
          "skypeuripreview");

  private Bots() {}

  /**
   * @param header value of a request's header; null: it has none
   */
  static boolean isBot(String method, UnaryOperator<@Nullable String> header) {
    String agent = header.apply("User-Agent");
    String purpose = header.apply("Sec-Purpose");
    String oldPurpose = header.apply("Purpose");
    return method.equals("HEAD")
        || (purpose != null && purpose.contains("prefetch"))
        || "prefetch".equals(oldPurpose)
        || "prefetch".equals(header.apply("X-Moz"))
        || (agent != null && AGENTS.stream().anyMatch(agent.toLowerCase(Locale.ROOT)::contains));
  }
}
