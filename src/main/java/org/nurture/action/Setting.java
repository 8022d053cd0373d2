package org.nurture.action;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.nurture.action.expression.Expression;
import org.nurture.audience.HostWriter;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * One field that an action sets, to a constant, to what another field holds, or to what an
 * expression gives.
 *
 * @param value the constant; JSON null where one of the others is given
 * @param from path of the other field; null: not that
 * @param expression in CEL, see {@link Expression}; null: not that
 */
public record Setting(
    String field, JsonValue value, @Nullable String from, @Nullable String expression)
    implements Change {

  static Setting read(DocumentReader in) {
    String field = in.text("field", 400);
    String from = in.optionalText("from", 400);
    boolean constant = in.mentions("value");
    JsonValue value = in.value("value");
    String expression = in.optionalText("expression", Expression.LONGEST);
    if ((constant ? 1 : 0) + (from == null ? 0 : 1) + (expression == null ? 0 : 1) != 1) {
      in.problems()
          .invalid(
              in.path(),
              Text.of(
                  "Exactly one of “value” (a constant, null to empty the field), “from” (a field)"
                      + " and “expression” is needed"));
    }
    if (value != null
        && (value.getValueType() == JsonValue.ValueType.ARRAY
            || value.getValueType() == JsonValue.ValueType.OBJECT)) {
      in.wrongType("value", Text.of("a text, a number, true, false or null"), value);
    }
    return new Setting(field, value == null ? JsonValue.NULL : value, from, expression);
  }

  @Override
  public JsonObject toJson() {
    DocumentWriter out = new DocumentWriter().put("field", field);
    if (expression != null) {
      return out.put("expression", expression).build();
    }
    return (from != null ? out.put("from", from) : out.put("value", value)).build();
  }

  HostWriter.Assignment assignment() {
    if (expression != null) {
      return HostWriter.Assignment.computed(field);
    }
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
