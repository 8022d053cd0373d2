package org.nurture.journey;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Sha256;

/** The normal form in which E2 compares values of a unique field. */
final class UniqueValue {
  /** Longer ones do not fit their column and an index of it: they are kept by their hash. */
  private static final int LONGEST = 400;

  private static final String HASHED = "sha-256:";

  private UniqueValue() {}

  /**
   * Text stripped and in lower case, numbers by value; what is long as its hash.
   *
   * @return null for null and empty text, which equal nothing
   */
  static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    String text = value.toString().strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return null;
    }
    // nobody can write a short text that equals a long one
    boolean hash = text.length() > LONGEST || text.startsWith(HASHED);
    return hash ? HASHED + Sha256.hex(text) : text;
  }
}
