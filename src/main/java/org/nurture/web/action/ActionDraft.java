package org.nurture.web.action;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionKind;
import org.nurture.web.filter.FilterValues;
import org.nurture.web.page.TextMembers;

/**
 * The document of a server action, as a form edits it. What belongs to another kind is kept while
 * the form is open, and left out of the document.
 */
public final class ActionDraft implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Members that are one text each, by kind; empty ones are left out. */
  private static final Map<ActionKind, List<String>> TEXTS =
      Map.of(
          ActionKind.CREATE_ACTIVITY, List.of("summary", "note"),
          ActionKind.SEND_EMAIL, List.of("template", "as"),
          ActionKind.SEND_SMS, List.of("template"),
          ActionKind.WEBHOOK, List.of("url", "secret"),
          ActionKind.EXECUTE_CODE, List.of("script"),
          ActionKind.CREATE_RECORD, List.of("in", "linkField"));

  private String target;
  private ActionKind kind = ActionKind.UPDATE_RECORD;
  private final TextMembers texts = new TextMembers();
  private final List<ActionRow> rows = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private List<String> followers = List.of();
  private List<String> ifAbsent = new ArrayList<>();
  private List<String> fields = new ArrayList<>();
  private boolean hasSecret;
  private boolean unsigned;
  private boolean disabled;
  private List<String> groups = new ArrayList<>();
  private @Nullable Assigned assignee;

  /** Keeps the assignee's two forms apart. */
  private record Assigned(boolean path, String text) implements Serializable {}

  public ActionDraft(String target) {
    this.target = target;
    rows.add(new ActionRow());
    texts.put("as", "email");
    texts.put("unit", "days");
    texts.put("interval", "1");
  }

  /** As a stored document has it; members of other kinds stay empty. */
  public static ActionDraft read(JsonObject document) {
    ActionDraft draft = new ActionDraft(document.getString("target", ""));
    draft.kind =
        Arrays.stream(ActionKind.values())
            .filter(k -> k.word().equals(document.getString("kind", "")))
            .findFirst()
            .orElse(ActionKind.UPDATE_RECORD);
    draft.texts.read(document);
    draft.readLists(document);
    draft.hasSecret = document.getBoolean("hasSecret", false);
    if (document.get("dueIn") instanceof JsonObject due) {
      draft.texts.put("interval", String.valueOf(due.getInt("interval", 0)));
      draft.texts.put("unit", due.getString("unit", "days"));
    } else if (draft.kind == ActionKind.CREATE_ACTIVITY) {
      draft.texts.put("interval", "");
    }
    if (document.get("assignee") instanceof JsonObject path) {
      draft.assignee = new Assigned(true, path.getString("from", ""));
    } else if (document.get("assignee") instanceof JsonString user) {
      draft.assignee = new Assigned(false, user.getString());
    }
    return draft;
  }

  private void readLists(JsonObject document) {
    if (document.get("set") instanceof JsonArray set) {
      rows.clear();
      set.forEach(row -> rows.add(ActionRow.read(row.asJsonObject())));
    }
    followers = texts(document, "followers");
    ifAbsent = new ArrayList<>(texts(document, "ifAbsent"));
    fields = new ArrayList<>(texts(document, "fields"));
    disabled = document.getBoolean("disabled", false);
    groups = new ArrayList<>(texts(document, "groups"));
    parts.addAll(texts(document, "actions"));
  }

  private static List<String> texts(JsonObject document, String member) {
    return document.get(member) instanceof JsonArray array
        ? array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList()
        : List.of();
  }

  /**
   * @param typeOf type of a field of the target that is written; null: unknown
   */
  JsonObject write(Function<String, @Nullable String> typeOf) {
    JsonObjectBuilder out = Json.createObjectBuilder().add("target", target);
    texts.write("name", out);
    out.add("kind", kind.word());
    TEXTS.getOrDefault(kind, List.of()).forEach(member -> texts.write(member, out));
    switch (kind) {
      case UPDATE_RECORD, CREATE_RECORD -> {
        JsonArrayBuilder set = Json.createArrayBuilder();
        rows.stream()
            .filter(row -> kind == ActionKind.UPDATE_RECORD || !row.getField().isBlank())
            .forEach(row -> set.add(row.write(typeOf.apply(row.getField()))));
        out.add("set", set);
        if (kind == ActionKind.CREATE_RECORD && !ifAbsent.isEmpty()) {
          out.add("ifAbsent", Json.createArrayBuilder(ifAbsent));
        }
      }
      case CREATE_ACTIVITY -> putTodo(out);
      case ADD_FOLLOWERS, REMOVE_FOLLOWERS ->
          out.add("followers", Json.createArrayBuilder(followers));
      case WEBHOOK -> {
        out.add("fields", Json.createArrayBuilder(fields));
        out.add("hasSecret", hasSecret && !unsigned);
        if (unsigned) {
          out.addNull("secret");
        }
      }
      case EXECUTE_CODE -> {
        out.add("fields", Json.createArrayBuilder(fields));
        if (disabled) {
          out.add("disabled", true);
        }
      }
      case SEQUENCE -> out.add("actions", Json.createArrayBuilder(parts));
      default -> {
        // texts are all there is
      }
    }
    return out.add("groups", Json.createArrayBuilder(groups)).build();
  }

  private void putTodo(JsonObjectBuilder out) {
    String interval = text("interval").strip();
    if (!interval.isEmpty()) {
      out.add(
          "dueIn",
          Json.createObjectBuilder()
              .add("interval", FilterValues.value(interval, "integer"))
              .add("unit", text("unit").isEmpty() ? "days" : text("unit")));
    }
    if (assignee != null && !assignee.text().isBlank()) {
      if (assignee.path()) {
        out.add("assignee", Json.createObjectBuilder().add("from", assignee.text()));
      } else {
        out.add("assignee", assignee.text());
      }
    }
  }

  /** Field of the form for a violation's JSON Pointer; null: none. */
  static @Nullable String fieldOf(String pointer) {
    String[] steps = pointer.split("/");
    if (steps.length < 2) {
      return null;
    }
    // one editor shows all fields of a webhook
    boolean line = steps.length > 2 && (steps[1].equals("set") || steps[1].equals("actions"));
    return line ? steps[1] + steps[2] : steps[1];
  }

  /**
   * What is to be entered in a field of the form.
   *
   * @return null: something was
   */
  @Nullable String lacking(String field) {
    return switch (field) {
      case "name", "summary", "template", "in", "url", "script" ->
          text(field).isBlank() ? field : null;
      case "target" -> target.isBlank() ? field : null;
      case "followers" -> followers.isEmpty() ? field : null;
      case "fields" -> fields.isEmpty() ? field : null;
      case "actions" -> parts.isEmpty() ? field : null;
      case "set" -> rows.stream().allMatch(row -> row.getField().isBlank()) ? field : null;
      default -> {
        int line =
            field.matches("set\\d{1,3}") ? Integer.parseInt(field.substring(3)) : rows.size();
        yield line < rows.size() ? lacking(rows.get(line)) : null;
      }
    };
  }

  private static @Nullable String lacking(ActionRow row) {
    if (row.getField().isBlank()) {
      return "set";
    }
    return row.getHow().equals("expression") && row.getValue().isBlank() ? "expression" : null;
  }

  public String getName() {
    return text("name");
  }

  public void setName(@Nullable String name) {
    texts.put("name", name == null ? "" : name);
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }

  public ActionKind getKind() {
    return kind;
  }

  public void setKind(ActionKind kind) {
    this.kind = kind;
  }

  /** Members that are one text each; pages write into it, and null for what is left empty. */
  public Map<String, @Nullable String> getTexts() {
    return texts.map();
  }

  /** One of them; empty: nothing yet. */
  String text(String member) {
    return texts.of(member);
  }

  public List<ActionRow> getRows() {
    return rows;
  }

  public void addRow() {
    rows.add(new ActionRow());
  }

  public void removeRow(ActionRow row) {
    rows.remove(row);
  }

  /** Names of the actions of a sequence. */
  public List<String> getParts() {
    return parts;
  }

  /** Separated by commas. */
  public String getFollowers() {
    return String.join(", ", followers);
  }

  public void setFollowers(@Nullable String names) {
    followers =
        names == null
            ? List.of()
            : Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
  }

  public List<String> getIfAbsent() {
    return ifAbsent;
  }

  public void setIfAbsent(@Nullable List<String> fields) {
    this.ifAbsent = fields == null ? new ArrayList<>() : new ArrayList<>(fields);
  }

  /** Paths that a webhook posts. */
  public List<String> getFields() {
    return fields;
  }

  public void setFields(@Nullable List<String> paths) {
    this.fields = paths == null ? new ArrayList<>() : new ArrayList<>(paths);
  }

  /** Whether a webhook has a secret, which stays unless another one is given. */
  public boolean isHasSecret() {
    return hasSecret;
  }

  /** Whether the secret is to be forgotten. */
  public boolean isUnsigned() {
    return unsigned;
  }

  /** Whether a script is not to be executed. */
  public boolean isDisabled() {
    return disabled;
  }

  public void setDisabled(boolean disabled) {
    this.disabled = disabled;
  }

  public void setUnsigned(boolean unsigned) {
    this.unsigned = unsigned;
  }

  public List<String> getGroups() {
    return groups;
  }

  public void setGroups(@Nullable List<String> groups) {
    this.groups = groups == null ? new ArrayList<>() : new ArrayList<>(groups);
  }

  /** The user's name, or the path that holds it. */
  String assignee() {
    return assignee == null ? "" : assignee.text();
  }

  /** Whether a path of the record says who it is. */
  boolean isAssignedByPath() {
    return assignee != null && assignee.path();
  }

  void assign(boolean byPath, String text) {
    assignee = new Assigned(byPath, text.strip());
  }
}
