package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Term;
import org.nurture.platform.Text;

/** Finds, in one statement for many records, the part of a filter that each does not fulfil. */
final class WhyNot {
  private static final int MOST_PARTS = 30;
  private static final int MOST_VALUES = 5;
  private static final int LONGEST_VALUE = 100;

  private final Operating on;
  private final List<Part> parts = new ArrayList<>();

  /**
   * One condition of several that must all hold.
   *
   * @param words what it asks
   * @param holds 1 where it does
   * @param value what it looks at, and where that was found; null: more than one thing
   */
  private record Part(
      String words, Field<Integer> holds, @Nullable Field<?> value, @Nullable Path path) {}

  WhyNot(Operating on, RecordQuery query, Filter filter, @Nullable Condition active) {
    this.on = on;
    if (active != null) {
      parts.add(new Part("", flag(active), null, null));
    }
    List<Node> nodes =
        filter.root() instanceof Filter.All all ? all.parts() : List.of(filter.root());
    FilterWords words = new FilterWords(on.root(), on.shapes());
    for (Node node : nodes.subList(0, Math.min(nodes.size(), MOST_PARTS))) {
      Filter part = Filter.of(node);
      Path path = path(node);
      parts.add(
          new Part(
              words.of(part),
              flag(on.condition(part)),
              path == null ? null : query.value(path).as("s" + parts.size()),
              path));
    }
  }

  private Field<Integer> flag(Condition condition) {
    return DSL.when(condition, DSL.inline(1)).otherwise(DSL.inline(0)).as("c" + parts.size());
  }

  private @Nullable Path path(Node node) {
    if (!(node instanceof Term term) || term.value() instanceof Filter) {
      return null;
    }
    Optional<Path> path = on.find(term.path());
    return path.filter(p -> p.type() != FieldType.OTHER).orElse(null);
  }

  /** What to select. */
  List<Field<?>> fields() {
    List<Field<?>> fields = new ArrayList<>();
    for (Part part : parts) {
      fields.add(part.holds());
      if (part.value() != null) {
        fields.add(part.value());
      }
    }
    return fields;
  }

  /** The first part that the record does not fulfil, and why; empty: it fulfils all. */
  Optional<String> of(Record row) {
    for (Part part : parts) {
      if (row.get(part.holds()) == 0) {
        return Optional.of(words(part, row));
      }
    }
    return Optional.empty();
  }

  private static String words(Part part, Record row) {
    if (part.words().isEmpty()) {
      return Text.of("the record was inactive");
    }
    return part.value() == null || part.path() == null
        ? Text.of("“{0}” did not hold", part.words())
        : Text.of(
            "“{0}” did not hold, it was {1}",
            part.words(), seen(RecordQuery.seen(part.path(), row.get(part.value()))));
  }

  private static String seen(@Nullable Object value) {
    if (value instanceof List<?> many) {
      return many.isEmpty()
          ? Text.of("empty")
          : many.stream().limit(MOST_VALUES).map(WhyNot::seen).collect(joining(", "))
              + (many.size() > MOST_VALUES ? " …" : "");
    }
    String text = FilterWords.show(value);
    return value instanceof String && text.length() > LONGEST_VALUE
        ? text.substring(0, LONGEST_VALUE - 1) + "…"
        : text;
  }
}
