package org.nurture.template;

/** Where rendered text goes, and so what a record's value may not smuggle in there. */
public enum Escape {
  /** Values are HTML-escaped, for text and quoted attributes alike. */
  HTML,
  /** Line breaks and other control characters become spaces: a value can't add a header. */
  HEADER,
  /** Plain text: values as they are. */
  TEXT;

  /** One value, made harmless. */
  String apply(String value) {
    return switch (this) {
      case HTML -> html(value);
      case HEADER -> header(value);
      case TEXT -> value;
    };
  }

  /** Escapes the five characters that mean something in HTML text and attributes. */
  static String html(String value) {
    StringBuilder out = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      String entity =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
          };
      if (entity != null && out == null) {
        out = new StringBuilder(value.length() + 16).append(value, 0, i);
      }
      if (out != null) {
        if (entity != null) {
          out.append(entity);
        } else {
          out.append(c);
        }
      }
    }
    return out == null ? value : out.toString();
  }

  /** Every control character, CR and LF and Unicode's line separators first of all, is a space. */
  static String header(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (breaksLine(value.charAt(i))) {
        StringBuilder out = new StringBuilder(value.length());
        value.chars().forEach(c -> out.append(breaksLine((char) c) ? ' ' : (char) c));
        return out.toString();
      }
    }
    return value;
  }

  private static boolean breaksLine(char c) {
    return c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029';
  }
}
