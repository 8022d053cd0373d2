package org.nurture.demo;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The names in names.txt: what people, places and companies of the demo CRM are called. */
final class DemoNames {
  private static final int WORDS = 0;
  private static final Map<String, String> LETTERS =
      Map.of("ß", "ss", "ł", "l", "ı", "i", "ø", "o", "æ", "ae", "đ", "d");

  private final List<Culture> cultures = new ArrayList<>();
  private final List<Name> names = new ArrayList<>();

  private DemoNames() {}

  static DemoNames read() {
    DemoNames read = new DemoNames();
    int culture = WORDS;
    for (String line : SqlScript.text("names.txt").split("\n")) {
      int colon = line.indexOf(": ");
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (line.equals("words")) {
        culture = WORDS;
      } else if (line.startsWith("culture: ")) {
        culture = read.cultures.size() + 1;
        read.cultures.add(Culture.parse(culture, line.substring(colon + 2)));
      } else {
        read.add(culture, line.substring(0, colon), line.substring(colon + 2).split(", "));
      }
    }
    return read;
  }

  private void add(int culture, String kind, String[] words) {
    for (int i = 0; i < words.length; i++) {
      String[] name = words[i].strip().split("=", 2);
      names.add(new Name(culture, kind, i, name[0], ascii(name[name.length - 1])));
    }
  }

  List<Culture> cultures() {
    return cultures;
  }

  List<Name> names() {
    return names;
  }

  int count(int culture, String kind) {
    return (int)
        names.stream().filter(n -> n.culture() == culture && n.kind().equals(kind)).count();
  }

  /** As it stands in a mail address. */
  static String ascii(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain =
        lower
            .codePoints()
            .mapToObj(Character::toString)
            .map(letter -> LETTERS.getOrDefault(letter, letter))
            .collect(Collectors.joining());
    return Normalizer.normalize(plain, Normalizer.Form.NFD).replaceAll("[^a-z0-9-]", "");
  }

  /** People of one language and country; weights of all sum up to 100. */
  record Culture(
      int number,
      String country,
      String language,
      String zone,
      int weight,
      String mobilePrefix,
      int digits,
      String suffix) {

    static Culture parse(int number, String line) {
      String[] part = line.split(" \\| ");
      return new Culture(
          number,
          part[0],
          part[1],
          part[2],
          Integer.parseInt(part[3]),
          part[4],
          Integer.parseInt(part[5]),
          part[6].strip());
    }
  }

  /**
   * @param culture 0: words of no culture
   * @param position from 0 within its culture and kind
   */
  record Name(int culture, String kind, int position, String text, String ascii) {}
}
