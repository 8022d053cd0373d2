package org.nurture.tracking;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tells hits of machines from those of people, as far as they say so themselves. */
final class Bots {
  /** Scanners, link previews and crawlers. Mail proxies that load pictures for people are none. */
  private static final List<String> AGENTS =
      List.of(
          "bot",
          "crawl",
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
          "whatsapp",
          "skypeuripreview",
          "headlesschrome",
          "curl/",
          "wget/",
          "python-",
          "go-http-client",
          "java/",
          "okhttp",
          "libwww-perl");

  private Bots() {}

  /**
   * @param header value of a request's header; null: it has none
   */
  static boolean isBot(String method, UnaryOperator<@Nullable String> header) {
    String agent = header.apply("User-Agent");
    String purpose = header.apply("Sec-Purpose");
    String oldPurpose = header.apply("Purpose");
    return method.equals("HEAD")
        || agent == null
        || agent.isBlank()
        || purpose != null && purpose.contains("prefetch")
        || "prefetch".equals(oldPurpose)
        || "prefetch".equals(header.apply("X-Moz"))
        || AGENTS.stream().anyMatch(agent.toLowerCase(Locale.ROOT)::contains);
  }
}
