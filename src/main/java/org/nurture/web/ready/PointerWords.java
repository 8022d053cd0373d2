package org.nurture.web.ready;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer into a document as people read it: {@code activities › 1 “Say hello” › trigger}.
 * Counted from 1; what has a name, title or field is told by it.
 */
final class PointerWords {
  private static final List<String> NAMES = List.of("name", "title", "field");

  private PointerWords() {}

  static String of(String pointer, @Nullable JsonValue document) {
    List<String> words = new ArrayList<>();
    JsonValue at = document;
    for (String raw : pointer.split("/")) {
      if (raw.isEmpty()) {
        continue;
      }
      String step = raw.replace("~1", "/").replace("~0", "~");
      if (at instanceof JsonArray list && number(step) >= 0) {
        int index = number(step);
        at = index < list.size() ? list.get(index) : null;
        words.add((index + 1) + named(at));
      } else {
        at = at instanceof JsonObject object ? object.get(step) : null;
        words.add(step);
      }
    }
    return String.join(" › ", words);
  }

  private static int number(String step) {
    return step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
  }

  private static String named(@Nullable JsonValue value) {
    if (value instanceof JsonObject object) {
      for (String member : NAMES) {
        if (object.get(member) instanceof JsonString name && !name.getString().isBlank()) {
          return " “" + name.getString() + "”";
        }
      }
    }
    return "";
  }
}
