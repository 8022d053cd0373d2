package org.nurture.audience;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;

/** A table with its relations, seen as the target that it is, if it is one. Made per operation. */
final class Shape {
  private static final int MOST_NAMED = 40;

  private final HostTable table;
  private final @Nullable TargetDefinition target;
  private final Supplier<List<Relation>> finder;
  private final Supplier<List<Relation>> catalogue;
  private @Nullable List<Relation> relations;

  Shape(HostTable table, @Nullable TargetDefinition target, Supplier<List<Relation>> finder) {
    this(table, target, finder, List::of);
  }

  /**
   * @param catalogue the relations by the names that they have without an admin
   */
  Shape(
      HostTable table,
      @Nullable TargetDefinition target,
      Supplier<List<Relation>> finder,
      Supplier<List<Relation>> catalogue) {
    this.table = table;
    this.target = target;
    this.finder = finder;
    this.catalogue = catalogue;
  }

  HostTable table() {
    return table;
  }

  @Nullable TargetDefinition target() {
    return target;
  }

  /** What people call it: the target's name, else the table's. */
  String name() {
    return target != null ? target.name() : table.name().toString();
  }

  /** Found at the first question: it takes a look at every table that refers to this one. */
  List<Relation> relations() {
    if (relations == null) {
      relations = finder.get();
    }
    return relations;
  }

  Optional<Column> column(String word) {
    return table.column(word);
  }

  /**
   * By its name; by those that it had before an admin renamed it, too: what is stored under them
   * goes on.
   */
  Optional<Relation> relation(String name) {
    Optional<Relation> found = named(relations(), name);
    boolean mayBeRenamed = target != null && !target.relations().isEmpty();
    return found.isPresent() || !mayBeRenamed
        ? found
        : formerly(name).or(() -> named(catalogue.get(), name));
  }

  private Optional<Relation> formerly(String name) {
    return requireNonNull(target).relations().stream()
        .filter(given -> given.formerly().contains(name))
        .findFirst()
        .flatMap(given -> named(relations(), given.name()));
  }

  private static Optional<Relation> named(List<Relation> all, String name) {
    return all.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /** The column that identifies a record; empty: there is none of one column. */
  Optional<Column> key() {
    String given = target == null ? null : target.roles().get(Target.Role.KEY);
    if (given != null) {
      return table.column(given);
    }
    return keyOf(table);
  }

  static Optional<Column> keyOf(HostTable table) {
    if (table.primaryKey().size() == 1) {
      return table.columnNamed(table.primaryKey().get(0)).filter(Shape::canBeKey);
    }
    return table.uniqueKeys().stream()
        .flatMap(name -> table.columnNamed(name).stream())
        .filter(Shape::canBeKey)
        .findFirst();
  }

  static boolean canBeKey(Column column) {
    return column.type() == FieldType.INTEGER
        || column.type() == FieldType.TEXT
        || column.type() == FieldType.UUID;
  }

  /** What people see in place of a field's or relation's name. */
  String label(String name) {
    String given = target == null ? null : target.labels().get(name);
    return given != null ? given : humanised(name);
  }

  static String humanised(String name) {
    String words = name.replace('_', ' ').replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ").strip();
    if (words.endsWith(" id")) {
      words = words.substring(0, words.length() - 3);
    }
    return words.isEmpty()
        ? name
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The names that a path may go on with here, for messages. */
  String allowed() {
    List<String> names =
        Stream.concat(
                table.columns().stream().map(Column::word),
                relations().stream().map(Relation::name))
            .distinct()
            .toList();
    List<String> first = new ArrayList<>(names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return first.stream().collect(joining(", ")) + (names.size() > MOST_NAMED ? ", …" : "");
  }
}
