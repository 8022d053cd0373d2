package org.nurture.audience;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostChange.Kind;
import org.nurture.platform.json.DocumentWriter;

/**
 * What a target's table looked like.
 *
 * @param fields from name to type, in the table's order
 * @param relations from name to the far table
 */
record Seen(Map<String, String> fields, Map<String, String> relations) {

  static Seen of(Shape shape) {
    Map<String, String> fields = new LinkedHashMap<>();
    shape.table().columns().forEach(c -> fields.put(c.word(), c.type().word()));
    Map<String, String> relations = new LinkedHashMap<>();
    shape.relations().forEach(r -> relations.put(r.name(), r.far().toString()));
    return new Seen(fields, relations);
  }

  static @Nullable Seen read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    JsonObject object = FilterReader.json(json).asJsonObject();
    return new Seen(
        texts(object.getJsonObject("fields")), texts(object.getJsonObject("relations")));
  }

  private static Map<String, String> texts(JsonObject object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.forEach((name, value) -> texts.put(name, ((JsonString) value).getString()));
    return texts;
  }

  String json() {
    return new DocumentWriter()
        .put("fields", json(fields))
        .put("relations", json(relations))
        .build()
        .toString();
  }

  private static JsonObject json(Map<String, String> texts) {
    DocumentWriter out = new DocumentWriter();
    texts.forEach(out::put);
    return out.build();
  }

  /** What became of it. */
  List<HostChange> until(Seen now) {
    List<HostChange> changes = new ArrayList<>();
    compare(fields, now.fields, changes, Kind.FIELD_NEW, Kind.FIELD_GONE);
    fields.forEach(
        (name, type) -> {
          String other = now.fields.get(name);
          if (other != null && !other.equals(type)) {
            changes.add(new HostChange(Kind.FIELD_TYPE, name, type, other));
          }
        });
    compare(relations, now.relations, changes, Kind.RELATION_NEW, Kind.RELATION_GONE);
    return changes;
  }

  private static void compare(
      Map<String, String> before,
      Map<String, String> now,
      List<HostChange> changes,
      Kind added,
      Kind gone) {
    now.forEach(
        (name, value) -> {
          if (!before.containsKey(name)) {
            changes.add(new HostChange(added, name, null, value));
          }
        });
    before.forEach(
        (name, value) -> {
          if (!now.containsKey(name)) {
            changes.add(new HostChange(gone, name, value, null));
          }
        });
  }
}
