package org.nurture.platform.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Parses JSON strictly (RFC 8259): UTF-8, no member twice, bounded nesting. */
public final class JsonText {
  /** Objects and lists within each other; more is an attack on the parser's stack. */
  public static final int DEEPEST = 800;

  /** One look-up for all: the provider's own costs a service search each time. */
  static final JsonProvider PROVIDER = JsonProvider.provider();

  private static final JsonReaderFactory READERS =
      PROVIDER.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private JsonText() {}

  /**
   * @throws NurtureException MALFORMED: not UTF-8, not JSON, nested too deeply
   */
  public static JsonValue parse(byte[] utf8) {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw malformed(Text.of("This is not UTF-8 text"));
    }
  }

  /**
   * @throws NurtureException MALFORMED: not JSON, nested too deeply
   */
  public static JsonValue parse(String text) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (bare.isBlank()) {
      throw malformed(Text.of("A JSON document is expected here, and there is none"));
    }
    checkBrackets(bare);
    try (JsonReader reader = READERS.createReader(new StringReader(bare))) {
      return reader.readValue();
    } catch (JsonParsingException e) {
      throw malformed(
          Text.of(
              "{0}: look at line {1}, column {2}",
              wrong(e),
              Math.max(1, e.getLocation().getLineNumber()),
              Math.max(1, e.getLocation().getColumnNumber())));
    } catch (JsonException | IllegalStateException e) {
      throw malformed(wrong(e));
    } catch (ArithmeticException | NumberFormatException e) {
      throw malformed(Text.of("This holds a number that is too large to be read"));
    }
  }

  /**
   * @throws NurtureException MALFORMED: not a JSON object
   */
  public static JsonObject object(String text) {
    return asObject(parse(text));
  }

  /**
   * @throws NurtureException MALFORMED: not a JSON object
   */
  public static JsonObject object(byte[] utf8) {
    return asObject(parse(utf8));
  }

  /**
   * @throws NurtureException MALFORMED: not a JSON list
   */
  public static JsonArray array(String text) {
    JsonValue value = parse(text);
    if (value instanceof JsonArray array) {
      return array;
    }
    throw malformed(Text.of("A list ([…]) is expected here, not {0}", typeOf(value)));
  }

  /** The value's JSON type in words, with an article. */
  public static String typeOf(JsonValue value) {
    return switch (value.getValueType()) {
      case ARRAY -> Text.of("a list");
      case OBJECT -> Text.of("an object");
      case STRING -> Text.of("a text");
      case NUMBER -> Text.of("a number");
      case TRUE, FALSE -> Text.of("true or false");
      case NULL -> "null";
    };
  }

  private static JsonObject asObject(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw malformed(Text.of("An object ({0}) is expected here, not {1}", "{…}", typeOf(value)));
  }

  /**
   * Counts brackets outside texts before the parser, which recurses, sees them; and sees what the
   * parser does not: text after the end.
   */
  private static void checkBrackets(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        if (++depth > DEEPEST) {
          throw malformed(Text.of("This is nested more than {0} levels deep", DEEPEST));
        }
      } else if (c == '}' || c == ']') {
        if (--depth == 0 && !text.substring(i + 1).isBlank()) {
          throw malformed(Text.of("Something follows the end of the JSON document"));
        }
      }
    }
  }

  private static String wrong(RuntimeException e) {
    return twice(e)
        ? Text.of("A member is given twice in one object")
        : Text.of("This is not JSON");
  }

  private static boolean twice(RuntimeException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("duplicate");
  }

  private static NurtureException malformed(String message) {
    return new NurtureException(
        NurtureException.Kind.MALFORMED, message, List.of(new Violation("", message)));
  }
}
