package org.nurture.audience;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a filter as a JSON domain in prefix notation. */
final class FilterWriter {
  private static final JsonProvider JSON = FilterReader.JSON;

  private FilterWriter() {}

  static JsonArray write(Filter.Node root) {
    JsonArrayBuilder list = JSON.createArrayBuilder();
    if (root instanceof Filter.All all) {
      all.parts().forEach(part -> write(part, list));
    } else {
      write(root, list);
    }
    return list.build();
  }

  private static void write(Filter.Node node, JsonArrayBuilder list) {
    if (node instanceof Filter.Term term) {
      list.add(term(term));
    } else if (node instanceof Filter.Not not) {
      list.add("!");
      write(not.part(), list);
    } else if (!(node instanceof Filter.Everything)) {
      String operator = node instanceof Filter.All ? "&" : "|";
      for (int i = 1; i < node.parts().size(); i++) {
        list.add(operator);
      }
      node.parts().forEach(part -> write(part, list));
    }
  }

  private static JsonArray term(Filter.Term term) {
    return JSON.createArrayBuilder()
        .add(term.path())
        .add(term.operator().symbol())
        .add(value(term.value()))
        .build();
  }

  static JsonValue value(@Nullable Object value) {
    if (value == null) {
      return JsonValue.NULL;
    } else if (value instanceof Boolean b) {
      return b ? JsonValue.TRUE : JsonValue.FALSE;
    } else if (value instanceof Long n) {
      return JSON.createValue(n);
    } else if (value instanceof BigDecimal n) {
      return JSON.createValue(n);
    } else if (value instanceof String s) {
      return JSON.createValue(s);
    } else if (value instanceof List<?> values) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      values.forEach(v -> array.add(value(v)));
      return array.build();
    } else if (value instanceof Filter filter) {
      return filter.toJsonArray();
    }
    throw new IllegalArgumentException("not a value of a filter: " + value.getClass());
  }
}
