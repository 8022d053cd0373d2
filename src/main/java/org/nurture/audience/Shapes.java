package org.nurture.audience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.TableName;
import org.nurture.audience.Relation.Pair;
import org.nurture.audience.TargetDefinition.GivenRelation;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** The shapes of one data source's tables, for the length of one operation. */
final class Shapes {
  private final String source;
  private final Catalogue catalogue;
  private final List<TargetDefinition> definitions;
  private final Map<TableName, Shape> made = new HashMap<>();
  private final Map<TableName, TargetDefinition> targets = new HashMap<>();

  Shapes(String source, Catalogue catalogue, List<TargetDefinition> definitions) {
    this.source = source;
    this.catalogue = catalogue;
    this.definitions = definitions.stream().filter(d -> d.dataSource().equals(source)).toList();
  }

  /** The shape of a target. */
  Shape of(TargetDefinition target) {
    HostTable table =
        catalogue
            .find(source, target.schema(), target.table())
            .orElseThrow(
                () ->
                    new HostChangedException(
                        Text.of(
                            "Table {0} of target {1} is no longer there",
                            qualified(target), target.name()),
                        null));
    return made.computeIfAbsent(table.name(), name -> shape(table, target));
  }

  /** The shape of a table that a relation leads to. */
  Shape of(TableName name) {
    Shape known = made.get(name);
    if (known != null) {
      return known;
    }
    HostTable table =
        catalogue
            .table(source, name)
            .orElseThrow(
                () ->
                    new HostChangedException(Text.of("Table {0} is no longer there", name), null));
    Shape shape = shape(table, targetOf(name));
    made.put(name, shape);
    return shape;
  }

  /** The target that a table is; the first by name where it is several. */
  @Nullable TargetDefinition targetOf(TableName name) {
    if (targets.isEmpty()) {
      for (TargetDefinition d : definitions) {
        catalogue
            .find(source, d.schema(), d.table())
            .ifPresent(t -> targets.putIfAbsent(t.name(), d));
      }
    }
    return targets.get(name);
  }

  private Shape shape(HostTable table, @Nullable TargetDefinition target) {
    return new Shape(table, target, () -> relations(table, target), () -> found(table));
  }

  /** As the catalogue has them, by the names that they have without an admin. */
  List<Relation> found(HostTable table) {
    return Relations.of(table, name -> catalogue.table(source, name));
  }

  private List<Relation> relations(HostTable table, @Nullable TargetDefinition target) {
    List<Relation> found = new ArrayList<>(found(table));
    if (target != null) {
      for (GivenRelation given : target.relations()) {
        Relation relation = given(table, target, given, new ArrayList<>());
        if (relation != null) {
          found.removeIf(r -> r.sameWay(relation) || r.name().equals(relation.name()));
          found.add(relation);
        }
      }
    }
    return found;
  }

  /**
   * Makes a relation of what an admin gave.
   *
   * @param wrong gets what is wrong, with places inside the given relation
   * @return null: something is wrong
   */
  @Nullable Relation given(
      HostTable table, TargetDefinition target, GivenRelation given, List<Violation> wrong) {
    HostTable far = far(target, given).orElse(null);
    if (far == null) {
      String what = given.target() != null ? "target " + given.target() : "table " + given.table();
      wrong.add(
          new Violation(
              given.target() != null ? "/target" : "/table",
              Text.of("There is no {0} in data source {1}", what, source)));
      return null;
    }
    if (given.through() != null) {
      return through(table, target, given, far, wrong);
    }
    HostTable holder = given.many() ? far : table;
    HostTable held = given.many() ? table : far;
    TargetDefinition heldTarget = given.many() ? target : targetOf(far.name());
    Optional<Column> key = new Shape(held, heldTarget, List::of).key();
    List<String> keys =
        held.primaryKey().size() == given.columns().size() && key.isEmpty()
            ? held.primaryKey()
            : key.map(c -> List.of(c.name())).orElse(List.of());
    if (keys.size() != given.columns().size()) {
      wrong.add(
          new Violation(
              "/columns",
              Text.of(
                  "“columns” must name {0} column(s) of {1}, one for each of the key of {2}",
                  Math.max(1, keys.size()), holder.name(), held.name())));
      return null;
    }
    List<Pair> on = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String word = given.columns().get(i);
      Optional<Column> column = holder.column(word);
      if (column.isEmpty()) {
        wrong.add(
            new Violation(
                "/columns/" + i,
                Text.of(
                    "“{0}” is not a column of {1}; there are {2}",
                    word, holder.name(), new Shape(holder, null, List::of).allowed())));
        return null;
      }
      String holding = column.get().name();
      on.add(given.many() ? new Pair(keys.get(i), holding) : new Pair(holding, keys.get(i)));
    }
    String single = !given.many() && on.size() == 1 ? on.get(0).near() : null;
    return new Relation(given.name(), given.many(), single, far.name(), on, null);
  }

  /** From many to many: one that the catalogue tells, under another name. */
  private @Nullable Relation through(
      HostTable table,
      TargetDefinition target,
      GivenRelation given,
      HostTable far,
      List<Violation> wrong) {
    HostTable join = named(target, given.through()).orElse(null);
    Optional<Relation> known =
        found(table).stream()
            .filter(r -> r.far().equals(far.name()))
            .filter(r -> join != null && isThrough(r, join))
            .findFirst();
    if (known.isEmpty()) {
      wrong.add(
          new Violation(
              "/through",
              Text.of(
                  "“{0}” does not join {1} and {2}: it needs a foreign key to each of them",
                  given.through(), table.name(), far.name())));
      return null;
    }
    return Relations.renamed(known.get(), given.name());
  }

  private Optional<HostTable> far(TargetDefinition target, GivenRelation given) {
    if (given.target() != null) {
      if (given.target().equals(target.name())) {
        return catalogue.find(source, target.schema(), target.table());
      }
      return definitions.stream()
          .filter(d -> d.name().equals(given.target()))
          .findFirst()
          .flatMap(d -> catalogue.find(source, d.schema(), d.table()));
    }
    return named(target, given.table());
  }

  /** The table of that name, with its schema or without: in the target's own. */
  Optional<HostTable> named(TargetDefinition target, @Nullable String name) {
    String table = name == null ? "" : name;
    Optional<HostTable> plain = catalogue.find(source, target.schema(), table);
    int dot = table.indexOf('.');
    return plain.isPresent() || dot < 0
        ? plain
        : catalogue.find(source, table.substring(0, dot), table.substring(dot + 1));
  }

  static String qualified(TargetDefinition target) {
    return target.schema() == null ? target.table() : target.schema() + "." + target.table();
  }

  private static boolean isThrough(Relation relation, HostTable join) {
    Relation.Through through = relation.through();
    return through != null && through.table().equals(join.name());
  }
}
