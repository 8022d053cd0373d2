package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Term;

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
    return filter.matchesAll() ? "All records" : words(filter.root(), false);
  }

  private String words(Node node, boolean inside) {
    if (node instanceof Term term) {
      return term(term);
    } else if (node instanceof Filter.Not not) {
      return "not (" + words(not.part(), false) + ")";
    }
    boolean all = node instanceof Filter.All;
    String joined =
        node.parts().stream().map(p -> words(p, true)).collect(joining(all ? " and " : " or "));
    return inside ? "(" + joined + ")" : joined;
  }

  private String term(Term term) {
    try {
      if (term.value() instanceof Filter inner) {
        Path path = Path.toRelation(term.path(), root, shapes);
        String which = term.operator() == Operator.ANY ? "there is " : "there is no ";
        String of = new FilterWords(path.end(), shapes).of(inner);
        return which + label(path).toLowerCase(Locale.ROOT) + " with " + of;
      }
      Path path = Path.to(term.path(), root, shapes);
      String label = label(path);
      String subject =
          path.many()
              ? "any " + label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1)
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
      case EQUAL, EQUAL_IF_GIVEN -> value == null ? "is empty" : "is " + show(value);
      case NOT_EQUAL -> value == null ? "is not empty" : "is not " + show(value);
      case GREATER -> (dates ? "is after " : "is more than ") + show(value);
      case AT_LEAST -> (dates ? "is on or after " : "is at least ") + show(value);
      case LESS -> (dates ? "is before " : "is less than ") + show(value);
      case AT_MOST -> (dates ? "is on or before " : "is at most ") + show(value);
      case IN -> "is one of " + list(value);
      case NOT_IN -> "is none of " + list(value);
      case LIKE, ILIKE -> "contains " + show(value);
      case NOT_LIKE, NOT_ILIKE -> "does not contain " + show(value);
      case WHOLE_LIKE, WHOLE_ILIKE -> "looks like " + show(value);
      case CHILD_OF -> "is below " + show(value);
      case PARENT_OF -> "is above " + show(value);
      case ANY, NOT_ANY -> throw new IllegalArgumentException(term.toString());
    };
  }

  private static String list(@Nullable Object value) {
    List<?> values = (List<?>) java.util.Objects.requireNonNull(value);
    String first = values.stream().limit(MOST_VALUES).map(FilterWords::show).collect(joining(", "));
    return values.size() > MOST_VALUES
        ? first + " and " + (values.size() - MOST_VALUES) + " more"
        : values.isEmpty() ? "nothing" : first;
  }

  /** A value as people write it. */
  static String show(@Nullable Object value) {
    if (value == null) {
      return "empty";
    } else if (value instanceof Boolean b) {
      return b ? "yes" : "no";
    } else if (value instanceof Number n) {
      NumberFormat format = NumberFormat.getInstance(Locale.ENGLISH);
      format.setMaximumFractionDigits(20);
      return format.format(n);
    }
    return value instanceof String ? "“" + value + "”" : value.toString();
  }
}
