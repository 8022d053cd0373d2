package org.nurture.audience;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter.Term;

/**
 * SPEC section 5 word by word over rows in memory. A path over relations has the values that a left
 * join gives; the term holds if it holds for at least one.
 */
@NullUnmarked // a null in the wrong place is a failed test
final class NaiveFilter {
  private NaiveFilter() {}

  static boolean matches(Filter.Node node, Map<String, @Nullable Object> row) {
    if (node instanceof Filter.Everything) {
      return true;
    } else if (node instanceof Filter.Not not) {
      return !matches(not.part(), row);
    } else if (node instanceof Filter.All all) {
      return all.parts().stream().allMatch(p -> matches(p, row));
    } else if (node instanceof Filter.Any any) {
      return any.parts().stream().anyMatch(p -> matches(p, row));
    }
    return term((Term) node, row);
  }

  private static boolean term(Term term, Map<String, @Nullable Object> row) {
    List<@Nullable Object> at = List.of(row);
    for (String name : term.path().split("\\.")) {
      at = step(at, name);
    }
    if (term.value() instanceof Filter inner) {
      boolean some = at.stream().anyMatch(r -> r != null && matches(inner.root(), asRow(r)));
      return (term.operator() == Operator.ANY) == some;
    }
    return at.stream().map(NaiveFilter::value).anyMatch(v -> holds(term, v));
  }

  private static List<@Nullable Object> step(List<@Nullable Object> at, String name) {
    List<@Nullable Object> next = new ArrayList<>();
    for (Object one : at) {
      Object value = one == null ? null : asRow(one).get(name);
      if (value instanceof List<?> many) {
        next.addAll(many.isEmpty() ? Collections.singletonList(null) : many);
      } else {
        next.add(value);
      }
    }
    return next;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> asRow(Object row) {
    return (Map<String, @Nullable Object>) row;
  }

  /** A record stands for its key. */
  private static @Nullable Object value(@Nullable Object value) {
    return value instanceof Map<?, ?> row ? row.get("id") : value;
  }

  private static boolean holds(Term term, @Nullable Object v) {
    Object x = term.value();
    return switch (term.operator()) {
      case EQUAL -> x == null ? v == null : same(v, x);
      case NOT_EQUAL -> x == null ? v != null : !same(v, x);
      case EQUAL_IF_GIVEN -> x == null || same(v, x);
      case GREATER -> v != null && compare(v, x) > 0;
      case AT_LEAST -> v != null && compare(v, x) >= 0;
      case LESS -> v != null && compare(v, x) < 0;
      case AT_MOST -> v != null && compare(v, x) <= 0;
      case IN -> in(v, (List<?>) x);
      case NOT_IN -> !in(v, (List<?>) x);
      case LIKE -> like(v, "%" + x + "%", false);
      case NOT_LIKE -> !like(v, "%" + x + "%", false);
      case ILIKE -> like(v, "%" + x + "%", true);
      case NOT_ILIKE -> !like(v, "%" + x + "%", true);
      case WHOLE_LIKE -> like(v, "" + x, false);
      case WHOLE_ILIKE -> like(v, "" + x, true);
      default -> throw new IllegalArgumentException(term.toString());
    };
  }

  private static boolean in(@Nullable Object v, List<?> values) {
    return values.stream().anyMatch(x -> x == null ? v == null : same(v, x));
  }

  private static boolean same(@Nullable Object v, @Nullable Object x) {
    return v != null && compare(v, x) == 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object v, @Nullable Object x) {
    if (v instanceof Number n) {
      return new BigDecimal(n.toString()).compareTo(new BigDecimal(String.valueOf(x)));
    } else if (v instanceof LocalDate d) {
      return d.compareTo(LocalDate.parse((String) x));
    } else if (v instanceof LocalDateTime d) {
      return d.toInstant(ZoneOffset.UTC).compareTo(instant((String) x));
    } else if (v instanceof Instant i) {
      return i.compareTo(instant((String) x));
    } else if (v instanceof UUID u) {
      return u.toString().compareTo(((String) x).toLowerCase(Locale.ROOT));
    }
    return ((Comparable) v).compareTo(x);
  }

  private static Instant instant(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
        : Instant.parse(text);
  }

  private static boolean like(@Nullable Object v, String pattern, boolean anyCase) {
    if (v == null) {
      return false;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length() - 1 && "%_\\".indexOf(pattern.charAt(i + 1)) >= 0) {
        regex.append(Pattern.quote("" + pattern.charAt(++i)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote("" + c));
      }
    }
    String text = String.valueOf(v);
    return anyCase
        ? Pattern.compile(
                regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(text)
            .matches()
        : Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}
