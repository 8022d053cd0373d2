package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Term;
import org.nurture.platform.Text;

/** Says a filter in plain words, for screens. */
final class FilterWords {
  private static final int MOST_VALUES = 5;

  private final Shape root;
  private final Shapes shapes;

  FilterWords(Shape root, Shapes shapes) {
    this.root = root;
    this.shapes = shapes;
  }

  String of(Filter filter) {
    return filter.matchesAll() ? Text.of("All records") : words(filter.root(), false);
  }

  private String words(Node node, boolean inside) {
    if (node instanceof Term term) {
      return term(term);
    } else if (node instanceof Filter.Not not) {
      return Text.of("not ({0})", words(not.part(), false));
    }
    boolean all = node instanceof Filter.All;
    String joined =
        node.parts().stream()
            .map(p -> words(p, true))
            .collect(joining(all ? Text.of(" and ") : Text.of(" or ")));
    return inside ? "(" + joined + ")" : joined;
  }

  private String term(Term term) {
    try {
      if (term.value() instanceof Filter inner) {
        Path path = Path.toRelation(term.path(), root, shapes);
        String label = label(path).toLowerCase(Locale.ROOT);
        String of = new FilterWords(path.end(), shapes).of(inner);
        return term.operator() == Operator.ANY
            ? Text.of("there is {0} with {1}", label, of)
            : Text.of("there is no {0} with {1}", label, of);
      }
      Path path = Path.to(term.path(), root, shapes);
      String label = label(path);
      String subject =
          path.many()
              ? Text.of(
                  "any {0}", label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1))
              : label;
      return subject + " " + comparison(term, path.type());
    } catch (Path.Unknown e) {
      return term.path() + " " + comparison(term, FieldType.TEXT);
    }
  }

  /** The labels along the path: {@code Company country code}. */
  private String label(Path path) {
    StringBuilder words = new StringBuilder();
    Shape at = root;
    String[] names = path.text().split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      String label = at.label(names[i]);
      words.append(i == 0 ? label : " " + label.toLowerCase(Locale.ROOT));
      if (i < path.hops().size()) {
        at = path.hops().get(i).far();
      }
    }
    return words.toString();
  }

  private static String comparison(Term term, FieldType type) {
    boolean dates = type == FieldType.DATE || type == FieldType.DATETIME || type == FieldType.TIME;
    Object value = term.value();
    return switch (term.operator()) {
      case EQUAL, EQUAL_IF_GIVEN ->
          value == null ? Text.of("is empty") : Text.of("is {0}", show(value));
      case NOT_EQUAL ->
          value == null ? Text.of("is not empty") : Text.of("is not {0}", show(value));
      case GREATER ->
          dates ? Text.of("is after {0}", show(value)) : Text.of("is more than {0}", show(value));
      case AT_LEAST ->
          dates
              ? Text.of("is on or after {0}", show(value))
              : Text.of("is at least {0}", show(value));
      case LESS ->
          dates ? Text.of("is before {0}", show(value)) : Text.of("is less than {0}", show(value));
      case AT_MOST ->
          dates
              ? Text.of("is on or before {0}", show(value))
              : Text.of("is at most {0}", show(value));
      case IN -> Text.of("is one of {0}", list(value));
      case NOT_IN -> Text.of("is none of {0}", list(value));
      case LIKE, ILIKE -> Text.of("contains {0}", show(value));
      case NOT_LIKE, NOT_ILIKE -> Text.of("does not contain {0}", show(value));
      case WHOLE_LIKE, WHOLE_ILIKE -> Text.of("looks like {0}", show(value));
      case CHILD_OF -> Text.of("is below {0}", show(value));
      case PARENT_OF -> Text.of("is above {0}", show(value));
      case ANY, NOT_ANY -> throw new IllegalArgumentException(term.toString());
    };
  }

  private static String list(@Nullable Object value) {
    List<?> values = (List<?>) java.util.Objects.requireNonNull(value);
    String first = values.stream().limit(MOST_VALUES).map(FilterWords::show).collect(joining(", "));
    return values.size() > MOST_VALUES
        ? Text.of("{0} and {1,number,integer} more", first, values.size() - MOST_VALUES)
        : values.isEmpty() ? Text.of("nothing") : first;
  }

  /** A value as people write it. */
  static String show(@Nullable Object value) {
    if (value == null) {
      return Text.of("empty");
    } else if (value instanceof Boolean b) {
      return b ? Text.of("yes") : Text.of("no");
    } else if (value instanceof Number n) {
      return Text.of("{0,number,#,##0.####################}", n);
    }
    return value instanceof String ? "“" + value + "”" : value.toString();
  }
}
