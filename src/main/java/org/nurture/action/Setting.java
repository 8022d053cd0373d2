package org.nurture.action;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostWriter;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * One field that an action sets, to a constant or to what another field holds.
 *
 * @param value the constant; JSON null where {@code from} is given
 * @param from path of the other field; null: the constant
 */
public record Setting(String field, JsonValue value, @Nullable String from) implements Change {

  static Setting read(DocumentReader in) {
    String field = in.text("field", 400);
    String from = in.optionalText("from", 400);
    boolean constant = in.mentions("value");
    JsonValue value = in.value("value");
    if (in.has("expression")) {
      in.problems()
          .invalid(
              in.at("expression"),
              Text.of(
                  "Expressions can't be executed yet; give “value” (a constant) or “from” (a field)"));
    } else if (constant == (from != null)) {
      in.problems()
          .invalid(
              in.path(),
              Text.of(
                  "Exactly one of “value” (a constant, null to empty the field) and “from” (a field) is needed"));
    }
    if (value != null
        && (value.getValueType() == JsonValue.ValueType.ARRAY
            || value.getValueType() == JsonValue.ValueType.OBJECT)) {
      in.wrongType("value", Text.of("a text, a number, true, false or null"), value);
    }
    return new Setting(field, value == null ? JsonValue.NULL : value, from);
  }

  @Override
  public JsonObject toJson() {
    DocumentWriter out = new DocumentWriter().put("field", field);
    return (from != null ? out.put("from", from) : out.put("value", value)).build();
  }

  HostWriter.Assignment assignment() {
    return new HostWriter.Assignment(field, from != null ? null : constant(value), from);
  }

  private static @Nullable Object constant(JsonValue value) {
    return switch (value.getValueType()) {
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> number(((JsonNumber) value).bigDecimalValue());
      case NULL, ARRAY, OBJECT -> null;
    };
  }

  static Object number(BigDecimal decimal) {
    if (decimal.precision() - (long) decimal.scale() <= 19 && decimal.scale() <= 0) {
      try {
        return decimal.longValueExact();
      } catch (ArithmeticException e) {
        return decimal;
      }
    }
    return decimal;
  }
}
