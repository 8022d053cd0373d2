package org.nurture.message.sms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many segments a text takes on the air: GSM 03.38 with its extension table where every
 * character is in it, else UCS-2; concatenated ones lose room to their header, and nothing that
 * takes two units is split.
 *
 * @param gsm false: UCS-2
 * @param units septets or UTF-16 units in all
 * @param count how many segments; 0 for an empty text
 * @param room units that the last segment still has
 * @param foreign characters that are not in GSM 03.38, in order of appearance
 */
public record Segments(boolean gsm, int units, int count, int room, Set<String> foreign) {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENDED = "\f^{}\\[~]|€";

  private static final int GSM_ALONE = 160;
  private static final int GSM_PART = 153;
  private static final int UCS_ALONE = 70;
  private static final int UCS_PART = 67;

  /** What reads the same and is in GSM 03.38. */
  private static final Map<String, String> PLAIN = new LinkedHashMap<>();

  static {
    put("'", "’‘‚‛′`´");
    put("\"", "“”„‟″«»");
    put("-", "–—‐‑‒−");
    put("...", "…");
    put(" ", "\u00a0\u2009\u202f\u2007\u2002\u2003");
    put("*", "•·");
    put("", "\u200b\ufeff\u00ad");
    put("a", "áâãăą");
    put("A", "ÁÂÃÀĂĄ");
    put("c", "çčć");
    put("C", "ČĆ");
    put("e", "êëěę");
    put("E", "ÈÊËĚĘ");
    put("i", "íîï");
    put("I", "ÍÎÏÌ");
    put("o", "óôõ");
    put("O", "ÓÔÕÒ");
    put("u", "úûů");
    put("U", "ÚÛÙŮ");
    put("n", "ńň");
    put("s", "šś");
    put("S", "ŠŚ");
    put("z", "žźż");
    put("Z", "ŽŹŻ");
    put("l", "ł");
    put("L", "Ł");
    put("EUR", "₠");
    put("(c)", "©");
    put("(R)", "®");
    put("TM", "™");
  }

  private static void put(String plain, String fancy) {
    fancy.codePoints().forEach(c -> PLAIN.put(Character.toString(c), plain));
  }

  public Segments {
    foreign = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(foreign));
  }

  /** Counts a text. */
  public static Segments of(String text) {
    Set<String> foreign = new LinkedHashSet<>();
    text.codePoints().filter(c -> size(c) == 0).forEach(c -> foreign.add(Character.toString(c)));
    boolean gsm = foreign.isEmpty();
    int units = 0;
    for (int c : text.codePoints().toArray()) {
      units += gsm ? size(c) : Character.charCount(c);
    }
    int alone = gsm ? GSM_ALONE : UCS_ALONE;
    if (units <= alone) {
      return new Segments(gsm, units, units == 0 ? 0 : 1, alone - units, foreign);
    }
    return parts(text, gsm, units, foreign);
  }

  private static Segments parts(String text, boolean gsm, int units, Set<String> foreign) {
    List<String> parts = split(text, gsm);
    int used = 0;
    for (int c : parts.get(parts.size() - 1).codePoints().toArray()) {
      used += gsm ? size(c) : Character.charCount(c);
    }
    return new Segments(gsm, units, parts.size(), (gsm ? GSM_PART : UCS_PART) - used, foreign);
  }

  /** The text cut into what each segment carries; an empty one is one empty segment. */
  public static List<String> split(String text) {
    Segments whole = of(text);
    return whole.count() <= 1 ? List.of(text) : split(text, whole.gsm());
  }

  private static List<String> split(String text, boolean gsm) {
    int room = gsm ? GSM_PART : UCS_PART;
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      int size = gsm ? size(c) : Character.charCount(c);
      if (used + size > room) {
        parts.add(part.toString());
        part.setLength(0);
        used = 0;
      }
      part.appendCodePoint(c);
      used += size;
    }
    parts.add(part.toString());
    return parts;
  }

  /** Septets; 0: not in GSM 03.38. */
  private static int size(int c) {
    return BASIC.indexOf(c) >= 0 ? 1 : EXTENDED.indexOf(c) >= 0 ? 2 : 0;
  }

  /** What may stand for a character of {@link #foreign}; itself where nothing does. */
  public static String plain(String character) {
    return PLAIN.getOrDefault(character, character);
  }

  /** The text with all that reads the same in GSM 03.38 replaced. */
  public static String transliterated(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String character = Character.toString(c);
              out.append(size(c) == 0 ? plain(character) : character);
            });
    return out.toString();
  }
}
