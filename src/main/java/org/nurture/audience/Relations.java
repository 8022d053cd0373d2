package org.nurture.audience;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.ForeignKey;
import org.nurture.audience.HostTable.TableName;
import org.nurture.audience.Relation.Pair;
import org.nurture.audience.Relation.Through;

/** Finds a table's relations in its foreign keys and names them (SPEC section 6). */
final class Relations {
  private final HostTable table;
  private final Function<TableName, Optional<HostTable>> tables;
  private final Map<String, Relation> found = new LinkedHashMap<>();

  private Relations(HostTable table, Function<TableName, Optional<HostTable>> tables) {
    this.table = table;
    this.tables = tables;
  }

  /**
   * All relations of the table, those to one first.
   *
   * @param tables how to look at the tables that refer to it
   */
  static List<Relation> of(HostTable table, Function<TableName, Optional<HostTable>> tables) {
    Relations relations = new Relations(table, tables);
    table.imported().forEach(relations::toOne);
    table.exported().forEach(relations::toMany);
    table.exported().forEach(relations::manyToMany);
    return List.copyOf(relations.found.values());
  }

  private void toOne(ForeignKey key) {
    String column = key.fromColumns().size() == 1 ? key.fromColumns().get(0) : null;
    List<Pair> on = pairs(key.fromColumns(), key.toColumns());
    if (column == null) {
      put(new Relation("", false, null, key.to(), on, null), key.to().word(), "key");
      return;
    }
    String word = table.columnNamed(column).map(Column::word).orElse(column);
    String name = stripped(word);
    // A relation may bear its own column's name, never another's.
    String free = name.equals(word) || table.column(name).isEmpty() ? name : word;
    Relation relation = new Relation(free, false, column, key.to(), on, null);
    found.putIfAbsent(
        found.containsKey(free) ? word : free,
        renamed(relation, found.containsKey(free) ? word : free));
  }

  private static String stripped(String word) {
    return word.toLowerCase(Locale.ROOT).endsWith("_id") && word.length() > 3
        ? word.substring(0, word.length() - 3)
        : word;
  }

  private void toMany(ForeignKey key) {
    long several = table.exported().stream().filter(k -> k.from().equals(key.from())).count();
    String from = key.from().word();
    String column = word(key.from(), key.fromColumns().get(0));
    Relation relation =
        new Relation("", true, null, key.from(), pairs(key.toColumns(), key.fromColumns()), null);
    if (several > 1) {
      put(relation, from + "_by_" + column, column);
    } else {
      put(relation, from, column);
    }
  }

  private void manyToMany(ForeignKey toUs) {
    HostTable join = tables.apply(toUs.from()).orElse(null);
    if (join == null || !joins(join)) {
      return;
    }
    for (ForeignKey toFar : join.imported()) {
      if (toFar.fromColumns().equals(toUs.fromColumns())) {
        continue;
      }
      Relation relation =
          new Relation(
              "",
              true,
              null,
              toFar.to(),
              pairs(toFar.fromColumns(), toFar.toColumns()),
              new Through(join.name(), pairs(toUs.toColumns(), toUs.fromColumns())));
      String far = toFar.to().word();
      boolean self = toFar.to().equals(table.name());
      put(
          relation,
          self ? far + "_by_" + word(join.name(), toFar.fromColumns().get(0)) : far,
          join.name().word());
    }
  }

  /**
   * Two foreign keys, and nothing else that matters: no column but theirs, a key of its own aside.
   */
  private static boolean joins(HostTable join) {
    if (join.imported().size() != 2) {
      return false;
    }
    Set<String> keys = new HashSet<>();
    join.imported().forEach(k -> keys.addAll(k.fromColumns()));
    if (new HashSet<>(join.primaryKey()).equals(keys)) {
      return true;
    }
    List<String> others =
        join.columns().stream().map(Column::name).filter(c -> !keys.contains(c)).toList();
    return others.isEmpty() || others.equals(join.primaryKey());
  }

  /** Takes the first name that is free; a number is the last resort. */
  private void put(Relation relation, String name, String by) {
    String longer = name.contains("_by_") ? name : name + "_by_" + by;
    String free =
        Stream.concat(
                Stream.of(name, longer), Stream.iterate(2, n -> n + 1).map(n -> longer + "_" + n))
            .filter(n -> !found.containsKey(n) && table.column(n).isEmpty())
            .findFirst()
            .orElseThrow();
    found.put(free, renamed(relation, free));
  }

  static Relation renamed(Relation r, String name) {
    return new Relation(name, r.many(), r.column(), r.far(), r.on(), r.through());
  }

  private String word(TableName name, String column) {
    return tables.apply(name).flatMap(t -> t.columnNamed(column)).map(Column::word).orElse(column);
  }

  private static List<Pair> pairs(List<String> near, List<String> far) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < near.size(); i++) {
      pairs.add(new Pair(near.get(i), far.get(i)));
    }
    return pairs;
  }

  /** The relation that leads through a column, if any. */
  static Optional<Relation> byColumn(List<Relation> relations, @Nullable String column) {
    return relations.stream()
        .filter(r -> !r.many() && Objects.equals(r.column(), column))
        .findFirst();
  }
}
