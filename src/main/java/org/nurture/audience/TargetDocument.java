package org.nurture.audience;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Target.Role;
import org.nurture.audience.TargetDefinition.GivenFollowers;
import org.nurture.audience.TargetDefinition.GivenRelation;
import org.nurture.platform.DataSources;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;

/**
 * A target's document as somebody sent it.
 *
 * @param label null: made of the name
 * @param roles those that were given; null: the target has none
 * @param followers null: Nurture keeps them itself
 */
record TargetDocument(
    String name,
    @Nullable String label,
    String dataSource,
    @Nullable String schema,
    String table,
    boolean writable,
    Map<Role, @Nullable String> roles,
    List<GivenRelation> relations,
    Map<String, String> labels,
    @Nullable GivenFollowers followers) {
  private static final int NAME = 100;
  private static final int TEXT = 200;
  private static final int PATH = 400;

  static TargetDocument read(DocumentReader in) {
    in.ignore("id", "version");
    String name = in.text("name", NAME);
    if (!name.isBlank() && !name.matches("[\\p{L}][\\p{L}\\p{N}_-]*")) {
      in.problems()
          .invalid(
              in.at("name"),
              Text.of("“{0}” is not a name: a letter, then letters, digits, “_” and “-”", name));
    }
    String source = in.optionalText("dataSource", TEXT);
    return new TargetDocument(
        name,
        in.optionalText("label", TEXT),
        source == null ? DataSources.CRM : source,
        in.optionalText("schema", TEXT),
        in.text("table", TEXT),
        in.flag("writable", false),
        roles(in),
        relations(in),
        labels(in),
        in.object("followers", TargetDocument::followers));
  }

  private static GivenFollowers followers(DocumentReader in) {
    return new GivenFollowers(
        in.text("table", TEXT),
        in.text("record", TEXT),
        in.text("user", TEXT),
        in.optionalText("userValue", TEXT));
  }

  private static Map<Role, @Nullable String> roles(DocumentReader in) {
    Map<Role, @Nullable String> roles = new EnumMap<>(Role.class);
    in.object(
        "roles",
        given -> {
          for (Role role : Role.values()) {
            String word = TargetJson.word(role);
            if (given.mentions(word)) {
              roles.put(role, given.optionalText(word, PATH));
            }
          }
          return roles;
        });
    return roles;
  }

  private static List<GivenRelation> relations(DocumentReader in) {
    List<GivenRelation> relations =
        new ArrayList<>(
            in.objects(
                "relations",
                r ->
                    new GivenRelation(
                        r.text("name", NAME),
                        r.optionalText("target", NAME),
                        r.optionalText("table", TEXT),
                        r.texts("columns", TEXT),
                        r.flag("many", false),
                        r.optionalText("through", TEXT))));
    for (int i = 0; i < relations.size(); i++) {
      GivenRelation relation = relations.get(i);
      String at = in.at("relations") + "/" + i;
      if (relation.name().contains(".")) {
        in.problems().invalid(at + "/name", Text.of("A relation's name must not hold a “.”"));
      }
      if ((relation.target() == null) == (relation.table() == null)) {
        in.problems()
            .invalid(
                at,
                Text.of("A relation needs “target” or “table”, the one where it leads, not both"));
      }
      if (relation.columns().isEmpty()) {
        in.problems().invalid(at + "/columns", Text.of("A relation needs “columns”: at least one"));
      }
    }
    return relations;
  }

  private static Map<String, String> labels(DocumentReader in) {
    Map<String, String> labels = new LinkedHashMap<>();
    JsonValue given = in.value("labels");
    if (given instanceof JsonObject object) {
      object.forEach(
          (field, label) -> {
            if (label instanceof JsonString text && text.getString().length() <= TEXT) {
              labels.put(field, text.getString());
            } else {
              in.problems()
                  .malformed(
                      in.at("labels") + "/" + field,
                      Text.of("A label is a text of at most {0} characters", TEXT));
            }
          });
    } else if (given != null) {
      in.wrongType("labels", Text.of("an object: field to label"), given);
    }
    return labels;
  }
}
