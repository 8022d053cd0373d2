package org.nurture.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Authorization header of HTTP Basic (RFC 7617), UTF-8. */
final class Basic {
  private static final String SCHEME = "Basic ";

  /** What the caller says about himself. */
  record Pair(String name, String password) {}

  private Basic() {}

  static boolean isBasic(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** Empty where it is not well-formed. */
  static Optional<Pair> parse(String header) {
    try {
      String text =
          new String(
              Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(new Pair(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
