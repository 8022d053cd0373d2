package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a target's records (SPEC section 5). Immutable.
 *
 * <p>Two filters are equal if they say the same conditions in the same order, however their lists
 * are written: {@code ["&", a, b]} equals {@code [a, b]}. {@link #toJson} keeps the way it was
 * written.
 *
 * <p>Limits, refused by {@link #parse} with their number: {@value #MAX_TERMS} terms, groups nested
 * {@value #MAX_DEPTH} deep, {@value #MAX_VALUES} values in a list.
 */
public final class Filter {
  /** Most terms in one filter. */
  public static final int MAX_TERMS = 1_000;

  /** Deepest nesting of groups; {@code ["|", a, "|", b, c]} is one group. */
  public static final int MAX_DEPTH = 50;

  /** Most values of {@code in}. */
  public static final int MAX_VALUES = 10_000;

  /** Matches every record. */
  public static final Filter ALL = new Filter(new Everything(), "[]");

  private final Node root;
  private final String json;

  private Filter(Node root, String json) {
    this.root = root;
    this.json = json;
  }

  /**
   * Reads the JSON domain.
   *
   * @throws org.nurture.platform.NurtureException INVALID, with the place in the list
   */
  public static Filter parse(String json) {
    return parse(FilterReader.json(json));
  }

  /**
   * Reads the JSON domain out of a document.
   *
   * @throws org.nurture.platform.NurtureException INVALID, with the place in the list
   */
  public static Filter parse(JsonValue value) {
    Node root = new FilterReader().read(value);
    return root instanceof Everything ? ALL : new Filter(root, value.toString());
  }

  /** A filter made by code. */
  public static Filter of(Node root) {
    return root instanceof Everything ? ALL : new Filter(root, FilterWriter.write(root).toString());
  }

  /** Records that match all of them. The sum is not held to the limits of {@link #parse}. */
  public static Filter and(Collection<Filter> filters) {
    List<Filter> real = filters.stream().filter(f -> !f.matchesAll()).distinct().toList();
    if (real.isEmpty()) {
      return ALL;
    }
    return real.size() == 1 ? real.get(0) : of(All.of(real.stream().map(Filter::root).toList()));
  }

  /** Whether it is {@code []}. */
  public boolean matchesAll() {
    return root instanceof Everything;
  }

  /** The condition as a tree. */
  public Node root() {
    return root;
  }

  /** The JSON domain. */
  public String toJson() {
    return json;
  }

  /** The JSON domain, for documents. */
  public JsonArray toJsonArray() {
    return FilterReader.json(json).asJsonArray();
  }

  /** Its terms in the order they are written; those inside {@code any} are not looked into. */
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    collect(root, terms);
    return terms;
  }

  private static void collect(Node node, List<Term> terms) {
    if (node instanceof Term term) {
      terms.add(term);
    }
    node.parts().forEach(part -> collect(part, terms));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Filter f && f.root.equals(root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return json;
  }

  /** A node of the tree. */
  public sealed interface Node permits Everything, All, Any, Not, Term {
    /** The nodes right below. */
    default List<Node> parts() {
      return List.of();
    }
  }

  /** Matches every record. */
  public record Everything() implements Node {}

  /** All parts hold. At least two, none of them an {@code All} itself. */
  public record All(List<Node> parts) implements Node {
    public All {
      parts = List.copyOf(parts);
      requireGroup(parts, All.class);
    }

    /** Makes the smallest node that says so: groups within are opened, one part stands alone. */
    public static Node of(List<? extends Node> parts) {
      List<Node> flat =
          parts.stream()
              .filter(p -> !(p instanceof Everything))
              .flatMap(p -> p instanceof All all ? all.parts().stream() : Stream.of(p))
              .toList();
      return flat.isEmpty() ? new Everything() : flat.size() == 1 ? flat.get(0) : new All(flat);
    }
  }

  /** At least one part holds. At least two, none of them an {@code Any} itself. */
  public record Any(List<Node> parts) implements Node {
    public Any {
      parts = List.copyOf(parts);
      requireGroup(parts, Any.class);
    }

    /** Makes the smallest node that says so: groups within are opened, one part stands alone. */
    public static Node of(List<? extends Node> parts) {
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("any of nothing");
      }
      List<Node> flat =
          parts.stream()
              .flatMap(p -> p instanceof Any any ? any.parts().stream() : Stream.<Node>of(p))
              .toList();
      return flat.size() == 1 ? flat.get(0) : new Any(flat);
    }
  }

  /** The part does not hold. */
  public record Not(Node part) implements Node {
    public Not {
      if (part instanceof Everything) {
        throw new IllegalArgumentException("not everything can't be written");
      }
    }

    @Override
    public List<Node> parts() {
      return List.of(part);
    }
  }

  /**
   * One comparison.
   *
   * @param path field, or relations and a field: {@code company.country.code}
   * @param value null, Boolean, Long, BigDecimal, String, a List of these, or a Filter (any, not
   *     any)
   * @param place JSON Pointer into the list it was read from, empty where made by code; takes no
   *     part in equality
   */
  public record Term(String path, Operator operator, @Nullable Object value, String place)
      implements Node {
    public Term {
      requireNonNull(path, "path");
      requireNonNull(operator, "operator");
      requireNonNull(place, "place");
    }

    public Term(String path, Operator operator, @Nullable Object value) {
      this(path, operator, value, "");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Term t
          && t.path.equals(path)
          && t.operator == operator
          && Objects.equals(t.value, value);
    }

    @Override
    public int hashCode() {
      return Objects.hash(path, operator, value);
    }
  }

  private static void requireGroup(List<Node> parts, Class<? extends Node> group) {
    if (parts.size() < 2
        || parts.stream().anyMatch(p -> group.isInstance(p) || p instanceof Everything)) {
      throw new IllegalArgumentException("use " + group.getSimpleName() + ".of for " + parts);
    }
  }
}
