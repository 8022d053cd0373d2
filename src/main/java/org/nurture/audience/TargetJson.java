package org.nurture.audience;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.audience.TargetDefinition.GivenRelation;
import org.nurture.platform.json.DocumentWriter;

/** Parts of a target as JSON: in its document, and in its row. */
final class TargetJson {
  private TargetJson() {}

  /** As API.md names it: {@code timeZone}. */
  static String word(Role role) {
    StringBuilder word = new StringBuilder();
    for (String part : role.name().toLowerCase(Locale.ROOT).split("_")) {
      word.append(
          word.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return word.toString();
  }

  /** The document as API.md has it. */
  static JsonObject document(TargetDefinition target) {
    return new DocumentWriter()
        .put("name", target.name())
        .put("label", target.label())
        .put("dataSource", target.dataSource())
        .put("schema", target.schema())
        .put("table", target.table())
        .put("writable", target.writable())
        .put("roles", roles(target))
        .put("relations", relations(target))
        .put("labels", labels(target))
        .put("followers", followers(target))
        .put("version", target.version())
        .build();
  }

  /** Every role; null: none. */
  static JsonObject roles(TargetDefinition target) {
    DocumentWriter out = new DocumentWriter();
    for (Role role : Role.values()) {
      out.put(word(role), target.roles().get(role));
    }
    return out.build();
  }

  static Map<Role, String> roles(String json) {
    JsonObject object = FilterReader.json(json).asJsonObject();
    Map<Role, String> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      if (object.get(word(role)) instanceof JsonString field) {
        roles.put(role, field.getString());
      }
    }
    return roles;
  }

  static JsonArray relations(TargetDefinition target) {
    return DocumentWriter.array(target.relations().stream().map(TargetJson::relation).toList());
  }

  /** As they are stored: with the names that they had, too. */
  static JsonArray kept(TargetDefinition target, List<GivenRelation> before) {
    return DocumentWriter.array(
        target.relations().stream()
            .map(given -> given.after(before))
            .map(
                given -> {
                  JsonObject plain = relation(given);
                  return given.formerly().isEmpty()
                      ? plain
                      : Json.createObjectBuilder(plain)
                          .add("formerly", Json.createArrayBuilder(given.formerly()))
                          .build();
                })
            .toList());
  }

  private static JsonObject relation(GivenRelation relation) {
    DocumentWriter out = new DocumentWriter().put("name", relation.name());
    if (relation.target() != null) {
      out.put("target", relation.target());
    } else {
      out.put("table", relation.table());
    }
    out.put("columns", relation.columns()).put("many", relation.many());
    if (relation.through() != null) {
      out.put("through", relation.through());
    }
    return out.build();
  }

  static List<GivenRelation> relations(String json) {
    return FilterReader.json(json).asJsonArray().stream()
        .map(JsonValue::asJsonObject)
        .map(
            r ->
                new GivenRelation(
                    r.getString("name"),
                    r.getString("target", null),
                    r.getString("table", null),
                    r.getJsonArray("columns").getValuesAs(JsonString::getString),
                    r.getBoolean("many"),
                    r.getString("through", null),
                    r.containsKey("formerly")
                        ? r.getJsonArray("formerly").getValuesAs(JsonString::getString)
                        : List.of()))
        .toList();
  }

  /** Null: Nurture keeps them itself. */
  static @Nullable JsonObject followers(TargetDefinition target) {
    GivenFollowers given = target.followers();
    return given == null
        ? null
        : new DocumentWriter()
            .put("table", given.table())
            .put("record", given.record())
            .put("user", given.user())
            .put("userValue", given.userValue())
            .build();
  }

  static @Nullable GivenFollowers followers(@Nullable String json) {
    if (json == null) {
      return null;
    }
    JsonObject given = FilterReader.json(json).asJsonObject();
    return new GivenFollowers(
        given.getString("table"),
        given.getString("record"),
        given.getString("user"),
        given.isNull("userValue") ? null : given.getString("userValue"));
  }

  static JsonObject labels(TargetDefinition target) {
    DocumentWriter out = new DocumentWriter();
    target.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out.build();
  }

  static Map<String, String> labels(String json) {
    Map<String, String> labels = new LinkedHashMap<>();
    FilterReader.json(json)
        .asJsonObject()
        .forEach((name, label) -> labels.put(name, ((JsonString) label).getString()));
    return labels;
  }
}
