package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The key of a host record: a whole number, or a text (a UUID is a text, lower case).
 *
 * @param number null where the key is a text
 * @param text null where the key is a number
 */
public record RecordKey(@Nullable Long number, @Nullable String text)
    implements Comparable<RecordKey> {

  private static final Comparator<RecordKey> ORDER =
      Comparator.comparing(RecordKey::number, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(RecordKey::text, Comparator.nullsFirst(RecordKey::byCodePoint));

  public RecordKey {
    if ((number == null) == (text == null)) {
      throw new IllegalArgumentException("a key is a number or a text: " + number + ", " + text);
    }
  }

  public static RecordKey of(long number) {
    return new RecordKey(number, null);
  }

  public static RecordKey of(String text) {
    return new RecordKey(null, requireNonNull(text, "text"));
  }

  /** As it stands in a query string or a list. */
  @Override
  public String toString() {
    return number != null ? number.toString() : requireNonNull(text);
  }

  /** Numbers by value, text by code point (E2). */
  @Override
  public int compareTo(RecordKey other) {
    return ORDER.compare(this, other);
  }

  private static int byCodePoint(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    return java.util.Arrays.compare(x, y);
  }
}
