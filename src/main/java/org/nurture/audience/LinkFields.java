package org.nurture.audience;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.TableName;
import org.nurture.platform.Text;

/** Fields by which a new record and the one that it is made for refer to each other. */
final class LinkFields {
  /** The column of the new record that takes a value of the other. */
  record Tie(Column column, Column key) {}

  /** The column of the other record that takes the key of the new one. */
  record Back(String field, Column key) {}

  private final Operating source;
  private final Operating into;

  LinkFields(Operating source, Operating into) {
    this.source = source;
    this.into = into;
  }

  /**
   * Where the link field is one of the new record.
   *
   * @param name null: there is none
   */
  Optional<Tie> tie(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    TableName here = source.root().table().name();
    Stream<Relation.Pair> ofNew =
        into.root().relations().stream()
            .filter(r -> !r.many() && r.far().equals(here) && r.on().size() == 1)
            .filter(r -> r.name().equals(name) || word(into, r.column()).equals(name))
            .map(r -> r.on().get(0));
    Stream<Relation.Pair> ofOther =
        source.root().relations().stream()
            .filter(r -> r.many() && r.through() == null && r.on().size() == 1)
            .filter(r -> r.far().equals(into.root().table().name()) && r.name().equals(name))
            .map(r -> new Relation.Pair(r.on().get(0).far(), r.on().get(0).near()));
    return Stream.concat(ofNew, ofOther)
        .findFirst()
        .map(pair -> new Tie(column(into, pair.near()), column(source, pair.far())));
  }

  /**
   * Where the link field is one of the other record, and none of the new one.
   *
   * @param name null: there is none
   */
  Optional<Back> back(@Nullable String name) {
    if (name == null || tie(name).isPresent()) {
      return Optional.empty();
    }
    return source.root().relations().stream()
        .filter(r -> !r.many() && r.on().size() == 1)
        .filter(r -> r.far().equals(into.root().table().name()))
        .filter(r -> r.name().equals(name) || word(source, r.column()).equals(name))
        .map(r -> r.on().get(0))
        .findFirst()
        .map(pair -> new Back(column(source, pair.near()).word(), column(into, pair.far())));
  }

  /** Fields of the new record that refer to the other one. */
  List<String> names() {
    return into.root().relations().stream()
        .filter(r -> !r.many() && r.on().size() == 1)
        .filter(r -> r.far().equals(source.root().table().name()))
        .map(Relation::name)
        .toList();
  }

  private static String word(Operating on, @Nullable String column) {
    return column == null
        ? ""
        : on.root().table().columnNamed(column).map(Column::word).orElse(column);
  }

  private static Column column(Operating on, String name) {
    return on.root()
        .table()
        .columnNamed(name)
        .orElseThrow(
            () -> new HostChangedException(Text.of("Column {0} is no longer there", name), null));
  }
}
