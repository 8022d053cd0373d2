package org.nurture.message;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a message's placeholders, as JSON: what the record held when the message was
 * composed. A message renders the same whenever it is rendered.
 */
public final class Values {
  private static final JsonProvider JSON = JsonProvider.provider();

  private Values() {}

  /** Values as a template sees them: text, number, boolean, null, lists of these. */
  public static Map<String, @Nullable Object> plain(
      Map<String, @Nullable Object> values, Set<String> paths) {
    Map<String, @Nullable Object> plain = new HashMap<>();
    for (String path : paths) {
      plain.put(path, plain(values.get(path)));
    }
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Long || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString());
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toLocalDateTime().toString();
    }
    if (value instanceof OffsetDateTime at) {
      return at.toInstant().toString();
    }
    if (value instanceof TemporalAccessor || value instanceof java.util.Date) {
      return value.toString();
    }
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(Values::plain).toList();
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Values::plain).toList();
    }
    return value.toString();
  }

  static String write(Map<String, @Nullable Object> plain) {
    StringBuilder out = new StringBuilder(64);
    out.append('{');
    plain.forEach(
        (path, value) -> {
          if (out.length() > 1) {
            out.append(',');
          }
          quote(path, out);
          out.append(':');
          write(value, out);
        });
    return out.append('}').toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof String text) {
      quote(text, out);
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        out.append(i == 0 ? "" : ",");
        write(list.get(i), out);
      }
      out.append(']');
    } else if (value instanceof BigDecimal number) {
      out.append(number.toPlainString());
    } else {
      out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Reads what {@link #write} wrote. */
  public static Map<String, @Nullable Object> read(String json) {
    Map<String, @Nullable Object> values = new HashMap<>();
    object(json).forEach((path, value) -> values.put(path, read(value)));
    return values;
  }

  static JsonObject object(String json) {
    try (var reader = JSON.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static @Nullable Object read(JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> {
        JsonNumber number = (JsonNumber) value;
        yield number.isIntegral() ? (Object) number.longValue() : number.bigDecimalValue();
      }
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> null;
      case ARRAY -> ((JsonArray) value).stream().map(Values::read).toList();
      case OBJECT -> value.toString();
    };
  }
}
