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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;

/**
 * The document of a mail template, an SMS template or an update-record action, as a form edits it.
 */
public final class ContentDraft implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> MAIL =
      List.of("title", "subject", "from", "replyTo", "preview", "html", "text", "language");
  private static final List<String> SMS = List.of("title", "text");

  private final ActivityType type;
  private String target;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private boolean editable = true;

  ContentDraft(ActivityType type, String target) {
    this.type = type;
    this.target = target;
    if (type == ActivityType.ACTION) {
      rows.add(new Row());
    }
  }

  static ContentDraft read(ActivityType type, JsonObject document) {
    ContentDraft draft = new ContentDraft(type, document.getString("target", ""));
    document.forEach(
        (member, value) -> {
          if (value instanceof JsonString text) {
            draft.texts.put(member, text.getString());
          }
        });
    if (type == ActivityType.ACTION) {
      draft.editable = "update_record".equals(document.getString("kind", "update_record"));
      draft.rows.clear();
      if (document.get("set") instanceof JsonArray set) {
        set.forEach(row -> draft.rows.add(Row.read(row.asJsonObject())));
      }
    }
    return draft;
  }

  /**
   * @param typeOf type of the target's field; null: unknown
   */
  JsonObject write(Function<String, @Nullable String> typeOf) {
    JsonObjectBuilder out = Json.createObjectBuilder().add("target", target);
    for (String member : members()) {
      String text = texts.get(member);
      if (text != null && !text.isBlank()) {
        out.add(member, member.equals("html") || member.equals("text") ? text : text.strip());
      }
    }
    if (type == ActivityType.ACTION) {
      JsonArrayBuilder set = Json.createArrayBuilder();
      rows.forEach(row -> set.add(row.write(typeOf.apply(row.field))));
      out.add("kind", "update_record").add("set", set);
    }
    return out.build();
  }

  private List<String> members() {
    return switch (type) {
      case EMAIL -> MAIL;
      case SMS -> SMS;
      case ACTION -> List.of("name");
    };
  }

  /** Field of the form for a violation's JSON Pointer; null: none. */
  static @Nullable String fieldOf(String pointer) {
    String[] steps = pointer.split("/");
    if (steps.length < 2) {
      return null;
    }
    return steps[1].equals("set") && steps.length > 2 ? "set" + steps[2] : steps[1];
  }

  public String title() {
    return texts.getOrDefault(type == ActivityType.ACTION ? "name" : "title", "").strip();
  }

  void title(String title) {
    texts.put(type == ActivityType.ACTION ? "name" : "title", title);
  }

  void put(String member, String text) {
    texts.put(member, text);
  }

  public ActivityType getType() {
    return type;
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }

  /** By member of the document; pages write into it. */
  public Map<String, String> getTexts() {
    return texts;
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
