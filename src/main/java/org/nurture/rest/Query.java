package org.nurture.rest;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;

/** Query parameters, taken as text: a bad one is 400 with path {@code ?name}. */
public final class Query {
  private Query() {}

  /** MALFORMED, with a violation at {@code ?parameter}. */
  public static NurtureException bad(String parameter, String message) {
    return new NurtureException(
        NurtureException.Kind.MALFORMED, message, List.of(new Violation("?" + parameter, message)));
  }

  /** A whole number in a range, or the default where it is left out. */
  public static int wholeNumber(
      String parameter, @Nullable String text, int least, int most, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw bad(
        parameter,
        Text.of("“{0}” is not allowed: a whole number from {1} to {2}", cut(text), least, most));
  }

  /** An id of ours; null where it is left out. */
  public static @Nullable Long id(String parameter, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw bad(parameter, Text.of("“{0}” is not an id", cut(text)));
    }
  }

  /** A word of an enum, in either case; null where it is left out. */
  public static <E extends Enum<E>> @Nullable E word(
      String parameter, @Nullable String text, Class<E> type) {
    if (text == null) {
      return null;
    }
    for (E e : type.getEnumConstants()) {
      if (e.name().equals(text.toUpperCase(Locale.ROOT))) {
        return e;
      }
    }
    throw bad(
        parameter,
        Text.of("“{0}” is unknown; allowed are {1}", cut(text), DocumentReader.words(type)));
  }

  /** True or false; the default where it is left out. */
  public static boolean flag(String parameter, @Nullable String text, boolean otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw bad(parameter, Text.of("“{0}” is not allowed: true or false", cut(text)));
  }

  private static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }
}
