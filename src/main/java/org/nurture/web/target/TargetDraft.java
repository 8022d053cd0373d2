package org.nurture.web.target;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Survey;
import org.nurture.audience.Target;
import org.nurture.platform.json.DocumentWriter;

/** A target's form: what was found, and what an admin made of it. */
public class TargetDraft implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_NAME = 60;

  private String name = "";
  private String label = "";
  private String source = "";
  private String schema = "";
  private String table = "";
  private boolean writable;
  private TargetFollowers followers = new TargetFollowers();
  private final List<TargetRole> roles = new ArrayList<>();
  private final List<TargetField> fields = new ArrayList<>();
  private final List<TargetRelation> relations = new ArrayList<>();

  /** Of a stored document; what the table holds comes with {@link #take}. */
  static TargetDraft read(JsonObject document) {
    TargetDraft draft = new TargetDraft();
    draft.name = document.getString("name");
    draft.label = document.getString("label");
    draft.source = document.getString("dataSource");
    draft.schema = document.getString("schema", "");
    draft.table = document.getString("table");
    draft.writable = document.getBoolean("writable");
    draft.followers.read(document.isNull("followers") ? null : document.getJsonObject("followers"));
    return draft;
  }

  /** Begins with a table: a name and a label are made of its own. */
  void begin(String from, String in, String what, List<String> taken) {
    source = from;
    schema = in;
    table = what;
    roles.clear();
    fields.clear();
    relations.clear();
    followers = new TargetFollowers();
    name = free(what, taken);
    String words = what.replace('_', ' ').replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").strip();
    label =
        words.isEmpty()
            ? what
            : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String free(String table, List<String> taken) {
    String plain = table.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_-]", "_");
    String start = plain.matches("\\p{L}.*") ? plain : "t_" + plain;
    String cut = start.length() > LONGEST_NAME ? start.substring(0, LONGEST_NAME) : start;
    String free = cut;
    for (int i = 2; taken.contains(free); i++) {
      free = cut + "_" + i;
    }
    return free;
  }

  /** Takes over what was found; what was typed stays. */
  void take(Survey survey, @Nullable JsonObject stored) {
    if (roles.isEmpty()) {
      for (Target.Role role : Target.Role.values()) {
        roles.add(new TargetRole(role.name()));
      }
      survey.fields().forEach(f -> fields.add(new TargetField(f, given(stored, f.name()))));
    }
    for (TargetRole role : roles) {
      role.take(survey.roles().get(Target.Role.valueOf(role.getRole())));
    }
    if (relations.isEmpty()) {
      survey
          .relations()
          .forEach(r -> relations.add(new TargetRelation(r, given(stored, r.name()))));
    }
  }

  private static @Nullable String given(@Nullable JsonObject stored, String field) {
    return stored != null && stored.getJsonObject("labels").get(field) instanceof JsonString text
        ? text.getString()
        : null;
  }

  void show(Map<String, List<String>> samples) {
    fields.forEach(f -> f.show(samples.get(f.getName())));
  }

  /** The document that is kept. */
  JsonObject write() {
    return write(followers.write());
  }

  /** The document as far as it can be looked at: with no followers while they are being typed. */
  JsonObject writeSoFar() {
    return write(followers.isComplete() ? followers.write() : null);
  }

  private JsonObject write(@Nullable JsonObject kept) {
    DocumentWriter out = head();
    DocumentWriter given = new DocumentWriter();
    roles.forEach(r -> given.put(r.word(), r.getField().isEmpty() ? null : r.getField()));
    if (!roles.isEmpty()) {
      out.put("roles", given.build());
    }
    var list = Json.createArrayBuilder();
    relations.stream().filter(TargetRelation::said).forEach(r -> list.add(r.write()));
    out.put("relations", list.build());
    DocumentWriter labels = new DocumentWriter();
    fields.stream().filter(TargetField::said).forEach(f -> labels.put(f.getName(), f.getLabel()));
    relations.stream()
        .filter(TargetRelation::labelled)
        .forEach(r -> labels.put(r.getName(), r.getLabel()));
    return out.put("labels", labels.build()).put("followers", kept).build();
  }

  /** Where it is, and nothing of what it means: everything is guessed. */
  DocumentWriter head() {
    return new DocumentWriter()
        .put("name", name)
        .put("label", label)
        .put("dataSource", source)
        .put("schema", schema.isEmpty() ? null : schema)
        .put("table", table)
        .put("writable", writable);
  }

  /** The relation that stands at a place of the document's list; null: none. */
  @Nullable TargetRelation written(int index) {
    List<TargetRelation> said = relations.stream().filter(TargetRelation::said).toList();
    return index < said.size() ? said.get(index) : null;
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name.strip();
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(@Nullable String label) {
    this.label = label == null ? "" : label.strip();
  }

  public String getSource() {
    return source;
  }

  public String getSchema() {
    return schema;
  }

  public String getTable() {
    return table;
  }

  public boolean isWritable() {
    return writable;
  }

  public void setWritable(boolean writable) {
    this.writable = writable;
  }

  public TargetFollowers getFollowers() {
    return followers;
  }

  /** Tables that refer to this one: those that may say who follows its records. */
  public List<String> getReferring() {
    return relations.stream()
        .filter(r -> !r.getKind().equals("ONE"))
        .map(r -> r.getThrough().isEmpty() ? r.getFar() : r.getThrough())
        .distinct()
        .sorted()
        .toList();
  }

  public List<TargetRole> getRoles() {
    return roles;
  }

  public List<TargetField> getFields() {
    return fields;
  }

  public List<TargetRelation> getRelations() {
    return relations;
  }
}
