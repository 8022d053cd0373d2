package org.nurture.action;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.expression.Expression;
import org.nurture.action.expression.Expression.Kind;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.HostWriter;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/** The expressions among an action's settings, compiled for the records of one target. */
final class Computations {
  private final Map<String, Expression> byField = new LinkedHashMap<>();
  private final Map<String, FieldType> types = new HashMap<>();

  private Computations() {}

  static boolean any(List<? extends Change> changes) {
    return changes.stream().anyMatch(c -> c instanceof Setting s && s.expression() != null);
  }

  /**
   * Compiles those that are right.
   *
   * @param source the target whose records they read
   * @param into the target whose fields get the values
   * @param problems gets what is wrong with the others, at {@code /set/0/expression}
   */
  static Computations of(
      Audience audience,
      String source,
      String into,
      List<? extends Change> changes,
      Problems problems) {
    Computations all = new Computations();
    for (int i = 0; i < changes.size(); i++) {
      String text = changes.get(i) instanceof Setting setting ? setting.expression() : null;
      String named = changes.get(i).field();
      FieldType type = text == null ? null : type(audience, into, named);
      if (text == null || type == null) {
        continue;
      }
      String place = "/set/" + i + "/expression";
      try {
        Expression expression = Expression.compile(text, path -> field(audience, source, path));
        Kind wanted = kind(type);
        if (wanted == null || !expression.gives(wanted)) {
          problems.invalid(
              place,
              Text.of(
                  "The expression gives {0}; “{1}” takes {2}",
                  expression.type(), named, wanted == null ? type.word() : word(wanted)));
        } else {
          all.byField.put(named, expression);
          all.types.put(named, type);
        }
      } catch (Expression.Wrong e) {
        problems.invalid(place, String.valueOf(e.getMessage()));
      }
    }
    return all;
  }

  private static @Nullable FieldType type(Audience audience, String into, String field) {
    return audience.field(into, field).map(FieldInfo::type).orElse(null);
  }

  private static Expression.Field field(Audience audience, String target, String path) {
    Optional<FieldInfo> field = audience.field(target, path);
    if (field.isEmpty()) {
      return new Expression.Field(
          null, Text.of("object.{0}: there is no such field of {1}", path, target));
    }
    Kind kind = kind(field.get().type());
    if (field.get().many() || kind == null) {
      return new Expression.Field(
          null,
          field.get().many()
              ? Text.of("“{0}” leads to several values", path)
              : Text.of("“{0}” holds neither text, number nor date", path));
    }
    return new Expression.Field(kind, "");
  }

  private static @Nullable Kind kind(FieldType type) {
    return switch (type) {
      case TEXT, UUID, TIME -> Kind.TEXT;
      case INTEGER -> Kind.INTEGER;
      case DECIMAL -> Kind.DECIMAL;
      case BOOLEAN -> Kind.BOOLEAN;
      case DATE, DATETIME -> Kind.INSTANT;
      case OTHER -> null;
    };
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case TEXT -> "string";
      case INTEGER -> "int";
      case DECIMAL -> "double";
      case BOOLEAN -> "bool";
      case INSTANT -> "timestamp";
    };
  }

  /** The fields that they set. */
  Set<String> fields() {
    return byField.keySet();
  }

  /** The fields that they read. */
  Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    byField.values().forEach(e -> paths.addAll(e.paths()));
    return paths;
  }

  /**
   * Each field's value for one record.
   *
   * @param values as read
   * @throws Expression.Failed one has none; the message names the field
   */
  List<Assignment> values(Map<String, @Nullable Object> values, Instant now)
      throws Expression.Failed {
    Map<String, @Nullable Object> given = new HashMap<>();
    values.forEach((path, value) -> given.put(path, taken(value)));
    List<Assignment> computed = new ArrayList<>();
    for (Map.Entry<String, Expression> entry : byField.entrySet()) {
      String field = entry.getKey();
      Object value = entry.getValue().value(given, now);
      computed.add(new Assignment(field, given(value, types.get(field)), null));
    }
    return computed;
  }

  /** As expressions take it. */
  private static @Nullable Object taken(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.doubleValue();
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return value == null
            || value instanceof Long
            || value instanceof Boolean
            || value instanceof Instant
        ? value
        : value.toString();
  }

  /** As {@link HostWriter} takes it. */
  private static @Nullable Object given(@Nullable Object value, @Nullable FieldType type) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? new BigDecimal(number.toString()) : number.toString();
    }
    if (value instanceof Instant at) {
      return type == FieldType.DATE
          ? LocalDate.ofInstant(at, ZoneOffset.UTC).toString()
          : at.toString();
    }
    return value;
  }
}
