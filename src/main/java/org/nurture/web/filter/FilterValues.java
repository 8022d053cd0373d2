package org.nurture.web.filter;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of a filter's terms, between what people type and JSON. */
public final class FilterValues {
  /** {@code != null} as people choose it. */
  static final String SET = "set";

  /** {@code = null} as people choose it. */
  static final String UNSET = "unset";

  /** From so many days ago until now: two terms in one rule. */
  static final String LAST = "last";

  /** From now until in so many days. */
  static final String NEXT = "next";

  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([hdwmy])");
  private static final Pattern AGO = Pattern.compile("today -(\\d{1,6}[dwmy])|now -(\\d{1,6}h)");
  private static final Pattern AHEAD =
      Pattern.compile("today \\+(\\d{1,6}[dwmy])|now \\+(\\d{1,6}h)");
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

  /** What the builder offers for a field of that kind. */
  static List<String> operators(String kind) {
    List<String> offered =
        new ArrayList<>(
            switch (kind) {
              case "boolean" -> List.of("=");
              case "number" -> List.of("=", "!=", ">", ">=", "<", "<=", "in", "not in");
              case "date", "datetime" -> List.of(LAST, NEXT, ">=", "<", ">", "<=", "=", "!=");
              case "time" -> List.of(">=", "<", ">", "<=", "=", "!=");
              case "relation" -> List.of("=", "!=", "in", "not in");
              case "text" -> List.of("=", "!=", "ilike", "not ilike", "in", "not in");
              case "other" -> List.of();
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
      case "date" -> "date";
      case "datetime", "timestamp", "instant" -> "datetime";
      case "time" -> "time";
      case "relation" -> "relation";
      case "other" -> "other";
      default -> "text";
    };
  }

  /** One term, or two under an “&” where a rule says what takes two. */
  static List<JsonValue> terms(FilterDraft.Rule rule, @Nullable String type) {
    if (rule.operator.equals(LAST) || rule.operator.equals(NEXT)) {
      boolean last = rule.operator.equals(LAST);
      String day = rule.value.endsWith("h") ? "now " : "today ";
      String far = day + (last ? "-" : "+") + rule.value;
      return List.of(
          Json.createValue("&"),
          Json.createArrayBuilder().add(rule.path).add(">=").add(last ? far : day.strip()).build(),
          Json.createArrayBuilder().add(rule.path).add("<=").add(last ? "now" : far).build());
    }
    return List.of(term(rule, type));
  }

  private static JsonArray term(FilterDraft.Rule rule, @Nullable String type) {
    JsonArrayBuilder term = Json.createArrayBuilder().add(rule.path);
    switch (rule.operator) {
      case SET -> term.add("!=").addNull();
      case UNSET -> term.add("=").addNull();
      case "in", "not in" -> {
        JsonArrayBuilder values = Json.createArrayBuilder();
        rule.values.forEach(v -> values.add(value(v, type)));
        term.add(rule.operator).add(values);
      }
      default -> term.add(rule.operator).add(value(rule.value, type));
    }
    return term.build();
  }

  /** A value that does not fit the type stays text: the check says what is allowed. */
  public static JsonValue value(String text, @Nullable String type) {
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
      for (JsonValue item : list) {
        String text = text(item);
        if (text == null) {
          return Optional.empty();
        }
        rule.values.add(text);
      }
      return rule.isMany() ? Optional.of(rule) : Optional.empty();
    }
    String text = text(value);
    if (text == null || rule.isMany()) {
      return Optional.empty();
    }
    rule.value = text;
    return Optional.of(rule);
  }

  /** Two rules of one group that together say “in the last” or “in the next”. */
  static Optional<FilterDraft.Rule> span(FilterDraft.Item first, FilterDraft.Item second) {
    if (!(first instanceof FilterDraft.Rule from)
        || !(second instanceof FilterDraft.Rule until)
        || !from.path.equals(until.path)
        || !from.operator.equals(">=")
        || !until.operator.equals("<=")) {
      return Optional.empty();
    }
    Matcher ago = AGO.matcher(from.value);
    if (ago.matches() && until.value.equals("now")) {
      return Optional.of(span(from.path, LAST, ago));
    }
    Matcher ahead = AHEAD.matcher(until.value);
    String now = until.value.startsWith("now") ? "now" : "today";
    return ahead.matches() && from.value.equals(now)
        ? Optional.of(span(from.path, NEXT, ahead))
        : Optional.empty();
  }

  private static FilterDraft.Rule span(String path, String operator, Matcher length) {
    FilterDraft.Rule rule = new FilterDraft.Rule();
    rule.path = path;
    rule.operator = operator;
    rule.value = length.group(1) == null ? length.group(2) : length.group(1);
    return rule;
  }

  /** Whether it is a number and a unit as “in the last” takes them. */
  static boolean isSpan(String value) {
    return SPAN.matcher(value).matches();
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
