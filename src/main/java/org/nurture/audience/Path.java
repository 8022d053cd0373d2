package org.nurture.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.platform.Text;

/**
 * Where a path leads.
 *
 * @param text as it was written
 * @param hops the relations that are walked
 * @param end where the last hop leads; the table itself where there is none
 * @param column what is compared or read there; null: the relation has no key of one column
 * @param name the last name of the path
 * @param relation the relation that the last name is, if any
 */
record Path(
    String text,
    List<Hop> hops,
    Shape end,
    @Nullable Column column,
    String name,
    Shape owner,
    @Nullable Relation relation) {

  /** One relation, and where it leads. */
  record Hop(Relation relation, Shape far) {}

  /** Whether it leads to several values. */
  boolean many() {
    return hops.stream().anyMatch(h -> h.relation().many());
  }

  FieldType type() {
    return column == null ? FieldType.OTHER : column.type();
  }

  /** A path that leads nowhere. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }
  }

  /** Follows a path to a value. A relation at its end stands for the far key. */
  static Path to(String text, Shape root, Shapes shapes) throws Unknown {
    String[] names = text.split("\\.", -1);
    List<Hop> hops = new ArrayList<>();
    Shape at = root;
    for (int i = 0; i < names.length - 1; i++) {
      Relation relation = relation(text, names[i], at);
      at = shapes.of(relation.far());
      hops.add(new Hop(relation, at));
    }
    String last = names[names.length - 1];
    Shape owner = at;
    Optional<Column> column = at.column(last);
    if (column.isPresent()) {
      Optional<Relation> same =
          mayBeRelation(at, column.get())
              ? at.relation(last).filter(r -> !r.many())
              : Optional.empty();
      return new Path(text, hops, at, column.get(), last, owner, same.orElse(null));
    }
    Relation relation = at.relation(last).orElse(null);
    if (relation == null) {
      throw unknown(text, last, at);
    }
    if (relation.column() != null) {
      Column near = at.table().columnNamed(relation.column()).orElse(null);
      return new Path(text, hops, at, near, last, owner, relation);
    }
    Shape far = shapes.of(relation.far());
    hops.add(new Hop(relation, far));
    return new Path(text, hops, far, far.key().orElse(null), last, owner, relation);
  }

  /** Follows a path that consists of relations alone, for {@code any}. */
  static Path toRelation(String text, Shape root, Shapes shapes) throws Unknown {
    List<Hop> hops = new ArrayList<>();
    Shape at = root;
    Shape owner = root;
    Relation last = null;
    for (String name : text.split("\\.", -1)) {
      last = relation(text, name, at);
      owner = at;
      at = shapes.of(last.far());
      hops.add(new Hop(last, at));
    }
    String name = last == null ? text : last.name();
    return new Path(text, hops, at, at.key().orElse(null), name, owner, last);
  }

  private static boolean mayBeRelation(Shape at, Column column) {
    return at.table().imported().stream().anyMatch(k -> k.fromColumns().contains(column.name()))
        || (at.target() != null && !at.target().relations().isEmpty());
  }

  private static Relation relation(String text, String name, Shape at) throws Unknown {
    Optional<Relation> relation = at.relation(name);
    if (relation.isPresent()) {
      return relation.get();
    }
    if (at.column(name).isPresent()) {
      throw new Unknown(
          Text.of(
              "“{0}” of {1} is a field, not a relation: “{2}” leads nowhere",
              name, at.name(), text));
    }
    throw unknown(text, name, at);
  }

  private static Unknown unknown(String text, String name, Shape at) {
    return new Unknown(
        Text.of(
            "“{0}”{1} is not a field of {2}; there are {3}",
            name, text.equals(name) ? "" : Text.of(" in “{0}”", text), at.name(), at.allowed()));
  }
}
