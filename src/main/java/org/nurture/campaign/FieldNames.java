package org.nurture.campaign;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FieldType;
import org.nurture.audience.Filter;
import org.nurture.template.LiquidNames;

/**
 * Walks through all places of a campaign document that name fields of its target, and asks for each
 * what shall stand there instead. Pure.
 */
final class FieldNames {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Set<String> MAIL_PARTS =
      Set.of("subject", "from", "replyTo", "preview", "html", "text");
  private static final Set<String> SMS_PARTS = Set.of("text");
  private static final Set<String> ACTION_TEXTS = Set.of("summary", "note");

  /** What becomes of a name. */
  interface Renaming {
    /**
     * @param value beside it; null: none
     * @return null: left out
     */
    @Nullable String to(String path, FieldUse.Place place, @Nullable FieldType value);
  }

  private final String target;
  private final Renaming renaming;

  FieldNames(String target, Renaming renaming) {
    this.target = target;
    this.renaming = renaming;
  }

  CampaignDocument walk(CampaignDocument d) {
    String unique = d.uniqueField();
    return new CampaignDocument(
        d.name(),
        target,
        filter(d.filter(), ""),
        unique == null
            ? null
            : renaming.to(unique, new FieldUse.Place(FieldUse.Kind.UNIQUE, ""), null),
        d.timeZone(),
        d.responsible(),
        d.tags(),
        d.oncePerAddress(),
        d.tracking(),
        d.description(),
        activities(d.activities()));
  }

  private List<ActivityDocument> activities(List<ActivityDocument> activities) {
    return activities.stream()
        .map(
            a ->
                new ActivityDocument(
                        a.ref(),
                        a.name(),
                        a.type(),
                        a.template(),
                        a.action(),
                        a.trigger(),
                        a.expiry(),
                        a.waitAtMost(),
                        filter(a.filter(), a.name()),
                        a.children())
                    .withContent(content(a)))
        .map(a -> a.withChildren(activities(a.children())))
        .toList();
  }

  private Filter filter(Filter filter, String name) {
    return Filter.of(node(filter.root(), new FieldUse.Place(FieldUse.Kind.FILTER, name)));
  }

  private Filter.Node node(Filter.Node node, FieldUse.Place place) {
    if (node instanceof Filter.Term term) {
      String path = renaming.to(term.path(), place, typeOf(term.value()));
      return path == null
          ? new Filter.Everything()
          : new Filter.Term(path, term.operator(), term.value());
    }
    if (node instanceof Filter.Not not) {
      Filter.Node part = node(not.part(), place);
      return part instanceof Filter.Everything ? part : new Filter.Not(part);
    }
    if (node instanceof Filter.Any) {
      List<Filter.Node> parts =
          node.parts().stream()
              .map(p -> node(p, place))
              .filter(p -> !(p instanceof Filter.Everything))
              .toList();
      return parts.isEmpty() ? new Filter.Everything() : Filter.Any.of(parts);
    }
    return node instanceof Filter.All
        ? Filter.All.of(node.parts().stream().map(p -> node(p, place)).toList())
        : node;
  }

  private static @Nullable FieldType typeOf(@Nullable Object value) {
    if (value instanceof Boolean) {
      return FieldType.BOOLEAN;
    }
    if (value instanceof Number) {
      return FieldType.DECIMAL;
    }
    if (value instanceof List<?> list) {
      return list.isEmpty() ? null : typeOf(list.get(0));
    }
    return value instanceof String ? FieldType.TEXT : null;
  }

  private @Nullable Content content(ActivityDocument activity) {
    Content content = activity.content();
    if (content == null || content.document() == null) {
      return content;
    }
    JsonObject json = content.document();
    return new Content(
        content.title(),
        switch (activity.type()) {
          case EMAIL -> texts(titled(json), MAIL_PARTS, content.title());
          case SMS -> texts(json, SMS_PARTS, content.title());
          case ACTION -> action(json, content.title());
        });
  }

  /** A title that serves as the subject too may have placeholders; as a title it stays. */
  private static JsonObject titled(JsonObject mail) {
    return mail.get("subject") instanceof JsonString
        ? mail
        : JSON.createObjectBuilder(mail).add("subject", mail.get("title")).build();
  }

  private JsonObject texts(JsonObject json, Set<String> parts, String name) {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    FieldUse.Place place = new FieldUse.Place(FieldUse.Kind.PLACEHOLDER, name);
    json.forEach(
        (member, value) -> {
          if (member.equals("target")) {
            out.add(member, target);
          } else if (parts.contains(member) && value instanceof JsonString text) {
            out.add(
                member,
                LiquidNames.rename(text.getString(), path -> renaming.to(path, place, null)));
          } else {
            out.add(member, value);
          }
        });
    return out.build();
  }

  private JsonObject action(JsonObject json, String name) {
    JsonObject told = texts(json, ACTION_TEXTS, name);
    JsonObjectBuilder out = JSON.createObjectBuilder(told);
    boolean far = json.containsKey("in");
    if (told.get("set") instanceof JsonArray set) {
      out.add("set", settings(set, name, far));
    }
    if (told.get("assignee") instanceof JsonObject assignee
        && assignee.get("from") instanceof JsonString from) {
      String path = renaming.to(from.getString(), read(name), null);
      out.add(
          "assignee",
          path == null ? JsonValue.NULL : JSON.createObjectBuilder().add("from", path).build());
    }
    if (told.get("fields") instanceof JsonArray fields) {
      JsonArrayBuilder kept = JSON.createArrayBuilder();
      for (JsonValue field : fields) {
        String path =
            field instanceof JsonString text
                ? renaming.to(text.getString(), read(name), null)
                : null;
        if (path != null) {
          kept.add(path);
        }
      }
      out.add("fields", kept);
    }
    return out.build();
  }

  private static FieldUse.Place read(String name) {
    return new FieldUse.Place(FieldUse.Kind.READ, name);
  }

  /**
   * @param far whether the fields that are written are those of another target
   */
  private JsonArray settings(JsonArray set, String name, boolean far) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (JsonValue each : set) {
      if (!(each instanceof JsonObject setting)
          || !(setting.get("field") instanceof JsonString field)) {
        out.add(each);
        continue;
      }
      JsonObjectBuilder renamed = JSON.createObjectBuilder(setting);
      boolean kept = true;
      if (!far) {
        boolean linked = setting.containsKey("add") || setting.containsKey("remove");
        FieldUse.Kind kind = linked ? FieldUse.Kind.LINKED : FieldUse.Kind.WRITTEN;
        String path =
            renaming.to(
                field.getString(), new FieldUse.Place(kind, name), typeOf(setting.get("value")));
        kept = path != null;
        if (path != null) {
          renamed.add("field", path);
        }
      }
      if (setting.get("from") instanceof JsonString from) {
        String path = renaming.to(from.getString(), read(name), null);
        kept = kept && path != null;
        if (path != null) {
          renamed.add("from", path);
        }
      }
      if (kept) {
        out.add(renamed);
      }
    }
    return out.build();
  }

  private static @Nullable FieldType typeOf(@Nullable JsonValue value) {
    if (value == null) {
      return null;
    }
    return switch (value.getValueType()) {
      case TRUE, FALSE -> FieldType.BOOLEAN;
      case NUMBER -> FieldType.DECIMAL;
      case STRING -> FieldType.TEXT;
      case NULL, ARRAY, OBJECT -> null;
    };
  }
}
