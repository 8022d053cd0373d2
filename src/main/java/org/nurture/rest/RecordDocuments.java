package org.nurture.rest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.Filter;
import org.nurture.audience.Target;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** Host records and their fields as JSON (API.md, Targets). */
final class RecordDocuments {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int MOST_RECORDS = 1000;
  private static final int DEFAULT_RECORDS = 100;
  private static final int PATH = 400;

  private RecordDocuments() {}

  /**
   * What is asked of a target.
   *
   * @param fields empty: the target's own
   */
  record Question(Filter filter, List<String> fields, int limit) {
    static Question ofCount(DocumentReader in) {
      return new Question(filter(in), List.of(), 0);
    }

    static Question ofRecords(DocumentReader in) {
      Integer limit = in.optionalWholeNumber("limit", 1, MOST_RECORDS);
      return new Question(
          filter(in), in.texts("fields", PATH), limit == null ? DEFAULT_RECORDS : limit);
    }

    private static Filter filter(DocumentReader in) {
      JsonValue value = in.value("filter");
      try {
        return value == null ? Filter.ALL : Filter.parse(value);
      } catch (NurtureException e) {
        in.problems().invalid(in.at("filter"), e);
        return Filter.ALL;
      }
    }
  }

  /** Does something with a filter; what is wrong with it is told with its place in the body. */
  static <T> T located(String prefix, Supplier<T> work) {
    try {
      return work.get();
    } catch (NurtureException e) {
      if (e.kind() != NurtureException.Kind.INVALID) {
        throw e;
      }
      throw NurtureException.invalid(e.violations().stream().map(v -> v.under(prefix)).toList());
    }
  }

  /** Tells all that is wrong at once. */
  static void check(Audience audience, String target, Question question) {
    List<Violation> wrong = new ArrayList<>();
    audience.check(target, question.filter()).forEach(v -> wrong.add(v.under("/filter")));
    for (int i = 0; i < question.fields().size(); i++) {
      String path = question.fields().get(i);
      if (audience.field(target, path).isEmpty()) {
        wrong.add(
            new Violation(
                "/fields/" + i,
                Text.of(
                    "“{0}” is not a field of {1}; GET …/targets/{2}/fields lists them",
                    path, target, target)));
      }
    }
    if (!wrong.isEmpty()) {
      throw NurtureException.invalid(wrong);
    }
  }

  /** What to read: the key first. */
  static List<String> paths(Audience audience, String target, Question question) {
    Set<String> paths = new LinkedHashSet<>();
    paths.add(audience.target(target).roles().get(Target.Role.KEY));
    if (question.fields().isEmpty()) {
      audience.fields(target).stream()
          .filter(f -> f.type() != FieldType.OTHER && (f.relation() == null || !f.many()))
          .map(FieldInfo::name)
          .forEach(paths::add);
    } else {
      paths.addAll(question.fields());
    }
    return List.copyOf(paths);
  }

  static JsonObject fields(List<FieldInfo> fields) {
    return whole(fields.stream().map(RecordDocuments::field).toList());
  }

  /** A list that is one page. */
  private static JsonObject whole(List<JsonObject> items) {
    return new DocumentWriter()
        .put("items", DocumentWriter.array(items))
        .put("next", (String) null)
        .build();
  }

  private static JsonObject field(FieldInfo field) {
    DocumentWriter out =
        new DocumentWriter()
            .put("name", field.name())
            .put("label", field.label())
            .put("type", field.type().word())
            .put("nullable", field.nullable());
    if (field.relation() != null) {
      out.put(
          "relation",
          new DocumentWriter()
              .put("target", field.relation().target())
              .put("many", field.relation().many())
              .build());
    }
    return out.build();
  }

  static JsonObject count(long count) {
    return new DocumentWriter().put("count", count).build();
  }

  static JsonObject records(
      Target target, List<Map<String, @Nullable Object>> records, List<String> paths) {
    List<JsonObject> items = new ArrayList<>();
    for (Map<String, @Nullable Object> record : records) {
      DocumentWriter out = new DocumentWriter().put("key", json(record.get(paths.get(0))));
      for (String path : paths) {
        out.put(path, json(record.get(path)));
      }
      items.add(out.build());
    }
    return whole(items);
  }

  private static JsonValue json(@Nullable Object value) {
    if (value == null) {
      return JsonValue.NULL;
    } else if (value instanceof Boolean b) {
      return b ? JsonValue.TRUE : JsonValue.FALSE;
    } else if (value instanceof Long n) {
      return JSON.createValue(n);
    } else if (value instanceof BigDecimal n) {
      return JSON.createValue(n);
    } else if (value instanceof List<?> many) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      many.forEach(one -> array.add(json(one)));
      return array.build();
    }
    return JSON.createValue(value.toString());
  }
}
