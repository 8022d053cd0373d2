package org.nurture.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter in the two forms that are to agree: the JSON domain that campaigns store, and a
 * predicate over one record.
 *
 * @param terms the domain without the brackets around it; empty: all
 * @param fields that it names
 * @param holds the same, by hand
 */
public record Cond(String terms, List<String> fields, Predicate<Contact> holds) {
  public static final Cond ALL = new Cond("", List.of(), c -> true);

  /** {@code =}; null tests for emptiness. */
  public static Cond is(String field, @Nullable Object value) {
    return term(
        field, "=", value, c -> value == null ? c.get(field) == null : value.equals(c.get(field)));
  }

  /** {@code !=}: keeps records whose field is empty (section 5). */
  public static Cond isNot(String field, @Nullable Object value) {
    return term(
        field,
        "!=",
        value,
        c -> value == null ? c.get(field) != null : !value.equals(c.get(field)));
  }

  /** {@code >=}: false on an empty field. */
  public static Cond atLeast(String field, int value) {
    return term(field, ">=", value, c -> c.get(field) instanceof Integer i && i >= value);
  }

  /** {@code <}: false on an empty field. */
  public static Cond below(String field, int value) {
    return term(field, "<", value, c -> c.get(field) instanceof Integer i && i < value);
  }

  public static Cond in(String field, String... values) {
    return new Cond(
        "[\"" + field + "\", \"in\", " + list(values) + "]",
        List.of(field),
        c -> c.get(field) != null && Arrays.asList(values).contains(c.get(field)));
  }

  public static Cond notIn(String field, String... values) {
    return new Cond(
        "[\"" + field + "\", \"not in\", " + list(values) + "]",
        List.of(field),
        c -> c.get(field) == null || !Arrays.asList(values).contains(c.get(field)));
  }

  public Cond and(Cond other) {
    return both("&", other, holds.and(other.holds));
  }

  public Cond or(Cond other) {
    return both("|", other, holds.or(other.holds));
  }

  public Cond not() {
    return new Cond("\"!\", " + terms, fields, holds.negate());
  }

  public String json() {
    return "[" + terms + "]";
  }

  @Override
  public String toString() {
    return json();
  }

  private Cond both(String operator, Cond other, Predicate<Contact> holds) {
    List<String> named = new java.util.ArrayList<>(fields);
    named.addAll(other.fields);
    return new Cond(
        "\"" + operator + "\", " + terms + ", " + other.terms, List.copyOf(named), holds);
  }

  private static Cond term(
      String field, String operator, @Nullable Object value, Predicate<Contact> holds) {
    String literal = value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    return new Cond(
        "[\"" + field + "\", \"" + operator + "\", " + literal + "]", List.of(field), holds);
  }

  private static String list(String... values) {
    return Arrays.stream(values)
        .map(v -> "\"" + v + "\"")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
