package org.nurture.audience;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.All;
import org.nurture.audience.Filter.Any;
import org.nurture.audience.Filter.Everything;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Not;
import org.nurture.audience.Filter.Term;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * Reads JSON domains, from right to left with a stack of its own: no list, however long, can
 * exhaust the thread's. Reports every bad term of a list, each with its place.
 */
final class FilterReader {
  /** One look-up for all: the provider's own costs a service search each time. */
  static final JsonProvider JSON = JsonProvider.provider();

  private static final Set<String> CONNECTIVES = Set.of("&", "|", "!");
  private static final int MAX_SEGMENTS = 10;
  private static final int MAX_PATH = 400;
  private static final int MAX_DIGITS = 60;
  private static final int MOST_REPORTED = 50;
  private static final String RIGHT_FORM = "[[\"country.code\", \"=\", \"IT\"]]";

  private final List<Violation> violations = new ArrayList<>();
  private int terms;
  private boolean toldTooDeep;

  /** A node and how deep it is. */
  private record Part(Node node, int depth) {}

  static JsonValue json(String text) {
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (RuntimeException e) {
      // Parsson answers too deep a nesting with a plain RuntimeException.
      throw NurtureException.invalid(
          "", Text.of("A filter is a JSON list like {0}; this is not JSON", RIGHT_FORM));
    }
  }

  Node read(JsonValue value) {
    Part part = list(value, "", 0);
    if (!violations.isEmpty()) {
      throw NurtureException.invalid(violations);
    }
    return part.node();
  }

  private Part list(JsonValue value, String place, int outer) {
    Part nothing = new Part(new Everything(), 0);
    if (!(value instanceof JsonArray list)) {
      wrong(
          place, Text.of("A filter is a list of terms like {0}, not {1}", RIGHT_FORM, show(value)));
      return nothing;
    }
    if (bareTerm(list)) {
      wrong(place, Text.of("A filter is a list of terms: write [{0}]", show(list)));
      return nothing;
    }
    terms += (int) list.stream().filter(JsonArray.class::isInstance).count();
    if (terms > Filter.MAX_TERMS) {
      wrong(
          place,
          Text.of(
              "The filter has more than {0} terms; at most that are allowed", Filter.MAX_TERMS));
      return nothing;
    }
    Deque<Part> stack = new ArrayDeque<>();
    for (int i = list.size() - 1; i >= 0 && violations.size() < MOST_REPORTED; i--) {
      element(list.get(i), place + "/" + i, outer, stack);
    }
    Part whole = group(new ArrayList<>(stack), true);
    if (whole.depth() + outer > Filter.MAX_DEPTH && violations.isEmpty()) {
      tooDeep(place);
    }
    return whole;
  }

  private void element(JsonValue element, String place, int outer, Deque<Part> stack) {
    if (element instanceof JsonArray array) {
      Term term = term(array, place, outer);
      if (term != null) {
        stack.push(new Part(term, 1));
      } else {
        // Stands for the bad term, so that its connective is not reported too.
        stack.push(new Part(new Term("?", Operator.EQUAL, null), 1));
      }
      return;
    }
    String connective = element instanceof JsonString s ? s.getString() : "";
    if (!CONNECTIVES.contains(connective)) {
      wrong(
          place,
          Text.of(
              "{0} is neither a term like [\"country.code\", \"=\", \"IT\"] nor one of \"&\", \"|\", \"!\"",
              show(element)));
      return;
    }
    int needed = connective.equals("!") ? 1 : 2;
    if (stack.size() < needed) {
      wrong(
          place,
          Text.of(
              "\"{0}\" joins the {1} after it, and here {2}",
              connective,
              needed == 1 ? Text.of("condition") : Text.of("two conditions"),
              stack.isEmpty() ? Text.of("is none") : Text.of("is only one")));
      return;
    }
    Part first = stack.pop();
    Part made =
        needed == 1
            ? new Part(new Not(first.node()), first.depth() + 1)
            : group(List.of(first, stack.pop()), connective.equals("&"));
    if (made.depth() + outer > Filter.MAX_DEPTH) {
      if (!toldTooDeep) {
        tooDeep(place);
      }
      // Cut here: what lies around it would only repeat the complaint.
      made = new Part(new Term("?", Operator.EQUAL, null), 1);
    }
    stack.push(made);
  }

  private static Part group(List<Part> parts, boolean all) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Node> nodes = parts.stream().map(Part::node).toList();
    int inside =
        parts.stream()
            .mapToInt(p -> sameGroup(p.node(), all) ? p.depth() - 1 : p.depth())
            .max()
            .orElse(0);
    return new Part(all ? All.of(nodes) : Any.of(nodes), inside + 1);
  }

  private static boolean sameGroup(Node node, boolean all) {
    return all ? node instanceof All : node instanceof Any;
  }

  private @Nullable Term term(JsonArray array, String place, int outer) {
    if (array.size() != 3
        || !(array.get(0) instanceof JsonString path)
        || !(array.get(1) instanceof JsonString symbol)) {
      wrong(
          place,
          Text.of(
              "A term is [field, operator, value] like [\"country.code\", \"=\", \"IT\"], not {0}",
              show(array)));
      return null;
    }
    Operator operator = Operator.of(symbol.getString()).orElse(null);
    boolean good = path(path.getString(), place + "/0");
    if (operator == null) {
      wrong(
          place + "/1",
          Text.of("{0} is not an operator; allowed are {1}", show(symbol), Operator.allowed()));
      return null;
    }
    int before = violations.size();
    Object value = operand(operator, array.get(2), place + "/2", outer);
    return good && violations.size() == before
        ? new Term(path.getString(), operator, value, place)
        : null;
  }

  private boolean path(String path, String place) {
    String[] segments = path.split("\\.", -1);
    for (String segment : segments) {
      if (segment.isBlank()) {
        wrong(place, Text.of("“{0}” is not a field; write field or relation.field", path));
        return false;
      }
    }
    if (segments.length > MAX_SEGMENTS || path.length() > MAX_PATH) {
      wrong(
          place,
          Text.of("A path has at most {0} names and {1} characters", MAX_SEGMENTS, MAX_PATH));
      return false;
    }
    return true;
  }

  private @Nullable Object operand(Operator operator, JsonValue value, String place, int outer) {
    switch (operator.operand()) {
      case FILTER:
        Part inner = list(value, place, outer + 1);
        return Filter.of(inner.node());
      case LIST:
        if (!(value instanceof JsonArray)) {
          wrong(
              place,
              Text.of("“{0}” needs a list of values, not {1}", operator.symbol(), show(value)));
          return null;
        }
        return values((JsonArray) value, place);
      case PATTERN:
        if (!(value instanceof JsonString)) {
          wrong(place, Text.of("“{0}” needs a text, not {1}", operator.symbol(), show(value)));
          return null;
        }
        return text(((JsonString) value).getString(), place);
      case VALUE:
        if (value instanceof JsonArray) {
          wrong(
              place,
              Text.of("“{0}” compares with one value; for several use “in”", operator.symbol()));
          return null;
        }
        if (value.getValueType() == JsonValue.ValueType.NULL && operator.ordering()) {
          wrong(
              place,
              Text.of("“{0}” needs a value; null goes with = and != only", operator.symbol()));
          return null;
        }
        return scalar(value, place);
    }
    throw new IllegalStateException(operator.toString());
  }

  private List<@Nullable Object> values(JsonArray array, String place) {
    if (array.size() > Filter.MAX_VALUES) {
      wrong(place, Text.of("At most {0} values are allowed in a list", Filter.MAX_VALUES));
      return List.of();
    }
    List<@Nullable Object> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      values.add(scalar(array.get(i), place + "/" + i));
    }
    return values;
  }

  private @Nullable Object scalar(JsonValue value, String place) {
    switch (value.getValueType()) {
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case STRING:
        return text(((JsonString) value).getString(), place);
      case NUMBER:
        return number(((JsonNumber) value).bigDecimalValue(), place);
      default:
        wrong(
            place,
            Text.of("A value is a text, a number, true, false or null, not {0}", show(value)));
        return null;
    }
  }

  private @Nullable Object text(String text, String place) {
    if (text.indexOf('\0') >= 0) {
      wrong(place, Text.of("A text can't hold the character U+0000"));
      return null;
    }
    return text;
  }

  private @Nullable Object number(BigDecimal number, String place) {
    if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
      wrong(place, Text.of("The number has too many digits; at most {0} are allowed", MAX_DIGITS));
      return null;
    }
    BigDecimal plain = number.stripTrailingZeros();
    return plain.scale() <= 0 && plain.toBigInteger().bitLength() < Long.SIZE
        ? (Object) plain.longValueExact()
        : plain;
  }

  private void tooDeep(String place) {
    toldTooDeep = true;
    wrong(
        place,
        Text.of("Groups are nested more than {0} deep; at most that is allowed", Filter.MAX_DEPTH));
  }

  private static boolean bareTerm(JsonArray list) {
    return list.size() > 1
        && list.get(0) instanceof JsonString first
        && !CONNECTIVES.contains(first.getString())
        && list.get(1) instanceof JsonString;
  }

  private void wrong(String place, String message) {
    violations.add(new Violation(place, message));
  }

  /** The value as JSON, cut to what fits a message. */
  private static String show(JsonValue value) {
    if (value instanceof JsonArray array && array.size() > 10) {
      return Text.of("a list of {0}", array.size());
    }
    String text = value.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
