package org.nurture.platform;

import java.util.List;

/**
 * One kind of contradiction that a check of the data found.
 *
 * @param name of the kind, for programs
 * @param says what is wrong, English, to be said by {@link Text#of}
 * @param count how many there are at least
 * @param subjects some of those concerned, each with the name of its table and its id
 */
public record Finding(String name, String says, long count, List<String> subjects) {
  public Finding {
    subjects = List.copyOf(subjects);
    if (count < subjects.size()) {
      throw new IllegalArgumentException(count + " are fewer than " + subjects);
    }
  }

  /** In the reader's language, those concerned after it. */
  public String told() {
    String all = String.join(", ", subjects) + (count > subjects.size() ? ", …" : "");
    return count + " × " + Text.of(says) + ": " + all;
  }
}
