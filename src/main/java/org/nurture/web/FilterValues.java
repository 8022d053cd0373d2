package org.nurture.web;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of a filter's terms, between what people type and JSON. */
final class FilterValues {
  /** {@code != null} as people choose it. */
  static final String SET = "set";

  /** {@code = null} as people choose it. */
  static final String UNSET = "unset";

  private static final Pattern COMMA = Pattern.compile(",");
  private static final List<String> OPERATORS =
      List.of(
          "=",
          "!=",
          ">",
          ">=",
          "<",
          "<=",
          "ilike",
          "not ilike",
          "like",
          "not like",
          "in",
          "not in");

  private FilterValues() {}

  /** What the builder offers for a field of that type; null: any. */
  static List<String> operators(@Nullable String type) {
    String kind = kind(type);
    List<String> offered =
        new ArrayList<>(
            switch (kind) {
              case "boolean" -> List.of("=", "!=");
              case "number", "time" -> List.of("=", "!=", ">", ">=", "<", "<=", "in", "not in");
              case "relation" -> List.of("=", "!=", "in", "not in");
              case "text" ->
                  List.of("=", "!=", "ilike", "not ilike", "like", "not like", "in", "not in");
              default -> OPERATORS;
            });
    offered.add(SET);
    offered.add(UNSET);
    return offered;
  }

  /** Types of fields by how they are edited. */
  static String kind(@Nullable String type) {
    if (type == null) {
      return "any";
    }
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "boolean" -> "boolean";
      case "integer", "decimal", "number", "float" -> "number";
      case "date", "datetime", "timestamp", "instant", "time" -> "time";
      case "relation" -> "relation";
      default -> "text";
    };
  }

  static JsonArray term(FilterDraft.Rule rule, @Nullable String type) {
    JsonArrayBuilder term = Json.createArrayBuilder().add(rule.path);
    switch (rule.operator) {
      case SET -> term.add("!=").addNull();
      case UNSET -> term.add("=").addNull();
      case "in", "not in" -> {
        JsonArrayBuilder values = Json.createArrayBuilder();
        COMMA
            .splitAsStream(rule.value)
            .map(String::strip)
            .filter(v -> !v.isEmpty())
            .forEach(v -> values.add(value(v, type)));
        term.add(rule.operator).add(values);
      }
      default -> term.add(rule.operator).add(value(rule.value, type));
    }
    return term.build();
  }

  /** A value that does not fit the type stays text: the check says what is allowed. */
  static JsonValue value(String text, @Nullable String type) {
    String stripped = text.strip();
    switch (kind(type)) {
      case "boolean" -> {
        if (stripped.equals("true") || stripped.equals("false")) {
          return stripped.equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
        }
      }
      case "number", "relation" -> {
        try {
          return Json.createValue(new BigDecimal(stripped));
        } catch (NumberFormatException e) {
          return Json.createValue(text);
        }
      }
      default -> {
        // text as it is
      }
    }
    return Json.createValue(text);
  }

  /** The term as a rule of the builder; empty: only the text form can show it. */
  static Optional<FilterDraft.Rule> rule(JsonArray term) {
    if (term.size() != 3
        || !(term.get(0) instanceof JsonString path)
        || !(term.get(1) instanceof JsonString operator)
        || !OPERATORS.contains(operator.getString())) {
      return Optional.empty();
    }
    FilterDraft.Rule rule = new FilterDraft.Rule();
    rule.path = path.getString();
    rule.operator = operator.getString();
    JsonValue value = term.get(2);
    if (value == JsonValue.NULL) {
      if (!rule.operator.equals("=") && !rule.operator.equals("!=")) {
        return Optional.empty();
      }
      rule.operator = rule.operator.equals("=") ? UNSET : SET;
      return Optional.of(rule);
    }
    if (value instanceof JsonArray list) {
      List<String> texts = new ArrayList<>();
      for (JsonValue item : list) {
        String text = text(item);
        if (text == null || text.contains(",")) {
          return Optional.empty();
        }
        texts.add(text);
      }
      rule.value = String.join(", ", texts);
      return rule.isMany() ? Optional.of(rule) : Optional.empty();
    }
    String text = text(value);
    if (text == null || rule.isMany()) {
      return Optional.empty();
    }
    rule.value = text;
    return Optional.of(rule);
  }

  private static @Nullable String text(JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> ((JsonNumber) value).bigDecimalValue().toPlainString();
      case TRUE -> "true";
      case FALSE -> "false";
      default -> null;
    };
  }
}
