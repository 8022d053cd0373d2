package org.nurture.web;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The document of a server action, as a form edits it. */
public final class ActionDraft implements Serializable {
  private static final long serialVersionUID = 1L;

  private String target;
  private String name = "";
  private final List<Row> rows = new ArrayList<>();
  private boolean editable = true;

  ActionDraft(String target) {
    this.target = target;
    rows.add(new Row());
  }

  static ActionDraft read(JsonObject document) {
    ActionDraft draft = new ActionDraft(document.getString("target", ""));
    draft.name = document.getString("name", "");
    draft.editable = "update_record".equals(document.getString("kind", "update_record"));
    draft.rows.clear();
    if (document.get("set") instanceof JsonArray set) {
      set.forEach(row -> draft.rows.add(Row.read(row.asJsonObject())));
    }
    return draft;
  }

  /**
   * @param typeOf type of the target's field; null: unknown
   */
  JsonObject write(Function<String, @Nullable String> typeOf) {
    JsonObjectBuilder out = Json.createObjectBuilder().add("target", target);
    if (!name.isBlank()) {
      out.add("name", name.strip());
    }
    JsonArrayBuilder set = Json.createArrayBuilder();
    rows.forEach(row -> set.add(row.write(typeOf.apply(row.field))));
    return out.add("kind", "update_record").add("set", set).build();
  }

  /** Field of the form for a violation's JSON Pointer; null: none. */
  static @Nullable String fieldOf(String pointer) {
    String[] steps = pointer.split("/");
    if (steps.length < 2) {
      return null;
    }
    return steps[1].equals("set") && steps.length > 2 ? "set" + steps[2] : steps[1];
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name;
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }

  public List<Row> getRows() {
    return rows;
  }

  public void addRow() {
    rows.add(new Row());
  }

  public void removeRow(Row row) {
    rows.remove(row);
  }

  public boolean isEditable() {
    return editable;
  }

  /** field = value, other field, or expression. */
  public static final class Row implements Serializable {
    private static final long serialVersionUID = 1L;
    private String field = "";
    private String kind = "value";
    private String value = "";

    static Row read(JsonObject json) {
      Row row = new Row();
      row.field = json.getString("field", "");
      for (String kind : List.of("value", "from", "expression")) {
        if (json.containsKey(kind)) {
          row.kind = kind;
          JsonValue value = json.get(kind);
          row.value =
              value instanceof JsonString text
                  ? text.getString()
                  : value == JsonValue.NULL ? "" : String.valueOf(value);
        }
      }
      return row;
    }

    JsonObject write(@Nullable String type) {
      JsonObjectBuilder out = Json.createObjectBuilder().add("field", field);
      if (!kind.equals("value")) {
        return out.add(kind, value.strip()).build();
      }
      JsonValue typed = value.isEmpty() ? JsonValue.NULL : FilterValues.value(value, type);
      return out.add("value", typed).build();
    }

    public String getField() {
      return field;
    }

    public void setField(@Nullable String field) {
      this.field = field == null ? "" : field;
    }

    public String getKind() {
      return kind;
    }

    public void setKind(String kind) {
      this.kind = kind;
    }

    public String getValue() {
      return value;
    }

    public void setValue(@Nullable String value) {
      this.value = value == null ? "" : value;
    }
  }
}
