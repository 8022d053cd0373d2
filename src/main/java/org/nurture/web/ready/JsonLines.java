package org.nurture.web.ready;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The line on which each value of a JSON text begins, by its JSON Pointer. */
final class JsonLines {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Map<String, Long> lines = new HashMap<>();

  private JsonLines() {}

  /** Of what can be parsed; the rest is not known. */
  static JsonLines of(String text) {
    JsonLines lines = new JsonLines();
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      lines.read(parser);
    } catch (JsonException | IllegalStateException | ArithmeticException e) {
      // what came before is known all the same
    }
    return lines;
  }

  /** Line of the value, or of the nearest one around it; 0: not known. */
  long at(String pointer) {
    String at = pointer;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return lines.getOrDefault(at, 0L);
  }

  private void read(JsonParser parser) {
    Deque<Open> open = new ArrayDeque<>();
    while (parser.hasNext()) {
      JsonParser.Event event = parser.next();
      Open around = open.peek();
      switch (event) {
        case KEY_NAME -> {
          if (around != null) {
            around.key = parser.getString();
          }
        }
        case END_ARRAY, END_OBJECT -> open.pop();
        default -> {
          String pointer = around == null ? "" : around.next();
          lines.put(pointer, parser.getLocation().getLineNumber());
          if (event == JsonParser.Event.START_ARRAY || event == JsonParser.Event.START_OBJECT) {
            open.push(new Open(pointer, event == JsonParser.Event.START_ARRAY));
          }
        }
      }
    }
  }

  /** A list or object that is not closed yet. */
  private static final class Open {
    private final String pointer;
    private final boolean list;
    private String key = "";
    private int index;

    Open(String pointer, boolean list) {
      this.pointer = pointer;
      this.list = list;
    }

    String next() {
      String step = list ? String.valueOf(index++) : key.replace("~", "~0").replace("/", "~1");
      return pointer + "/" + step;
    }
  }
}
