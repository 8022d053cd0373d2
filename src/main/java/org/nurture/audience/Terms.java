package org.nurture.audience;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Term;
import org.nurture.audience.HostTable.Column;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** What terms mean, apart from how SQL says it. */
final class Terms {
  private Terms() {}

  /**
   * Whether the term is true of an empty field. A path over relations is empty where a relation on
   * its way leads nowhere, as the row of a left join is.
   */
  static boolean keepsEmpty(Term term) {
    return switch (term.operator()) {
      case EQUAL, EQUAL_IF_GIVEN -> term.value() == null;
      case NOT_EQUAL -> term.value() != null;
      case IN -> holdsNull(term);
      case NOT_IN -> !holdsNull(term);
      case NOT_LIKE, NOT_ILIKE, NOT_ANY -> true;
      default -> false;
    };
  }

  /** Of a term that keeps empty fields: the one that is true of a value where it is false. */
  static Term complement(Term term) {
    Operator operator =
        switch (term.operator()) {
          case EQUAL, EQUAL_IF_GIVEN -> Operator.NOT_EQUAL;
          case IN -> Operator.NOT_IN;
          default -> term.operator().positive();
        };
    return new Term(term.path(), operator, term.value(), term.place());
  }

  static boolean holdsNull(Term term) {
    return term.value() instanceof List<?> values && values.stream().anyMatch(v -> v == null);
  }

  /** The operators that fit a type, for messages. */
  static String fitting(FieldType type) {
    return Arrays.stream(Operator.values())
        .filter(o -> fits(o, type))
        .map(Operator::symbol)
        .collect(joining(", "));
  }

  static boolean fits(Operator operator, FieldType type) {
    return switch (operator.operand()) {
      case PATTERN -> type == FieldType.TEXT;
      case LIST -> type != FieldType.OTHER;
      case FILTER -> false;
      case VALUE ->
          operator.ordering()
              ? type.ordered()
              : operator != Operator.CHILD_OF && operator != Operator.PARENT_OF;
    };
  }

  /** What of a filter does not fit a table. */
  static List<Violation> check(Filter filter, Shape root, Shapes shapes) {
    List<Violation> wrong = new ArrayList<>();
    for (Term term : filter.terms()) {
      check(term, root, shapes, wrong);
    }
    return wrong;
  }

  private static void check(Term term, Shape root, Shapes shapes, List<Violation> wrong) {
    Operator operator = term.operator();
    String place = term.place();
    if (operator == Operator.CHILD_OF || operator == Operator.PARENT_OF) {
      wrong.add(
          new Violation(place + "/1", Text.of("“{0}” is not supported yet", operator.symbol())));
      return;
    }
    try {
      if (operator.operand() == Operator.Operand.FILTER) {
        Path path = Path.toRelation(term.path(), root, shapes);
        Filter inner = (Filter) java.util.Objects.requireNonNull(term.value());
        wrong.addAll(check(inner, path.end(), shapes));
        return;
      }
      Path path = Path.to(term.path(), root, shapes);
      if (!fits(operator, path.type())) {
        wrong.add(
            new Violation(
                place + "/1",
                Text.of(
                    "“{0}” is {1}: “{2}” does not fit; allowed are {3}",
                    term.path(), noun(path.type()), operator.symbol(), fitting(path.type()))));
        return;
      }
      values(term, path, place + "/2", wrong);
    } catch (Path.Unknown e) {
      wrong.add(new Violation(place + "/0", String.valueOf(e.getMessage())));
    }
  }

  private static void values(Term term, Path path, String place, List<Violation> wrong) {
    boolean list = term.value() instanceof List<?>;
    List<?> values = term.value() instanceof List<?> many ? many : Arrays.asList(term.value());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value == null) {
        continue;
      }
      try {
        Values.bind(columnOf(path), value, Instant.EPOCH);
      } catch (Values.Unfit e) {
        wrong.add(new Violation(list ? place + "/" + i : place, String.valueOf(e.getMessage())));
      }
    }
  }

  private static Column columnOf(Path path) {
    Column column = path.column();
    return column != null ? column : Column.NONE;
  }

  private static String noun(FieldType type) {
    return switch (type) {
      case TEXT -> Text.of("a text");
      case INTEGER -> Text.of("a whole number");
      case DECIMAL -> Text.of("a number");
      case BOOLEAN -> Text.of("true or false");
      case DATE -> Text.of("a date");
      case DATETIME -> Text.of("an instant");
      case TIME -> Text.of("a time of day");
      case UUID -> Text.of("a UUID");
      case OTHER -> Text.of("neither text, number nor date");
    };
  }

  /** Whether the filter has a term on that very field. */
  static boolean names(Filter filter, @Nullable String field) {
    return field != null && filter.terms().stream().anyMatch(t -> t.path().equals(field));
  }
}
