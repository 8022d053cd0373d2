package org.nurture.web.action;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.web.filter.FilterValues;

/** One line of an action: “Set … to …”, “Add … …”. */
public final class ActionRow implements Serializable {
  private static final long serialVersionUID = 1L;
  private String field = "";
  private String how = "value";
  private String value = "";
  private List<String> values = new ArrayList<>();

  static ActionRow read(JsonObject json) {
    ActionRow row = new ActionRow();
    row.field = json.getString("field", "");
    for (String how : List.of("value", "from", "expression", "add", "remove")) {
      if (json.containsKey(how)) {
        row.how = how;
        row.take(json.get(how));
      }
    }
    return row;
  }

  private void take(JsonValue given) {
    if (given instanceof JsonArray many) {
      many.forEach(v -> values.add(text(v)));
    } else if (given == JsonValue.NULL) {
      how = "empty";
    } else {
      value = text(given);
    }
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }

  /**
   * @param type of the field; of a relation: of the far key; null: unknown
   */
  JsonObject write(@Nullable String type) {
    JsonObjectBuilder out = Json.createObjectBuilder().add("field", field);
    switch (how) {
      case "from", "expression" -> out.add(how, value.strip());
      case "empty" -> out.addNull("value");
      case "add", "remove" -> {
        JsonArrayBuilder far = Json.createArrayBuilder();
        values.forEach(v -> far.add(FilterValues.value(v, type)));
        out.add(how, far);
      }
      default -> out.add("value", FilterValues.value(value, type));
    }
    return out.build();
  }

  public String getField() {
    return field;
  }

  public void setField(@Nullable String field) {
    this.field = field == null ? "" : field;
  }

  public String getHow() {
    return how;
  }

  public void setHow(@Nullable String how) {
    this.how = how == null ? "value" : how;
  }

  public String getValue() {
    return value;
  }

  public void setValue(@Nullable String value) {
    this.value = value == null ? "" : value;
  }

  public List<String> getValues() {
    return values;
  }

  public void setValues(@Nullable List<String> values) {
    this.values = values == null ? new ArrayList<>() : new ArrayList<>(values);
  }
}
