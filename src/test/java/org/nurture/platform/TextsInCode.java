package org.nurture.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the literals that are the first argument of calls which take a text's pattern. */
final class TextsInCode {
  private static final Pattern CALL =
      Pattern.compile("(?:\\bText\\s*\\.(?:of|mark)|NurtureException\\s*\\.notFound)\\(");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"((?:[^\"\\\\\\n]|\\\\.)*)\"|([(){},+?:])|//[^\\n]*|\\s+|[^\\s\"(){},+?:]+");

  private final Matcher tokens;
  private final List<String> found = new ArrayList<>();
  private @Nullable String open;
  private String last = "";

  private TextsInCode(String source, int from) {
    tokens = TOKEN.matcher(source);
    tokens.region(from, source.length());
  }

  static List<String> of(String source) {
    List<String> all = new ArrayList<>();
    Matcher call = CALL.matcher(source);
    while (call.find()) {
      all.addAll(new TextsInCode(source, call.end()).firstArgument());
    }
    return all;
  }

  private List<String> firstArgument() {
    int depth = 1;
    while (depth > 0 && tokens.lookingAt()) {
      String sign = tokens.group(2);
      if (depth == 1 && ",".equals(sign)) {
        break;
      } else if (sign != null) {
        depth += "({".contains(sign) ? 1 : ")}".contains(sign) ? -1 : 0;
        last = sign;
      } else if (tokens.group(1) != null) {
        literal(tokens.group(1).translateEscapes(), depth == 1);
      } else if (!tokens.group().isBlank() && !tokens.group().startsWith("//")) {
        last = "x";
      }
      tokens.region(tokens.end(), tokens.regionEnd());
    }
    close();
    return found;
  }

  private void literal(String text, boolean top) {
    if (top && last.equals("+") && open != null) {
      open += text;
    } else if (top) {
      close();
      open = text;
    }
    last = "\"";
  }

  private void close() {
    if (open != null) {
      found.add(open);
    }
    open = null;
  }
}
