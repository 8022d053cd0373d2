package org.nurture.journey;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The normal form in which E2 compares values of a unique field. */
final class UniqueValue {
  private UniqueValue() {}

  /**
   * Text stripped and in lower case, numbers by value.
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
    return text.isEmpty() ? null : text;
  }
}
