package org.nurture.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.Column;

/** A table's columns and relations as people see them. */
final class Fields {
  private final Shape shape;
  private final Shapes shapes;

  Fields(Shape shape, Shapes shapes) {
    this.shape = shape;
    this.shapes = shapes;
  }

  /** Columns in the table's order, then the relations that bear other names. */
  List<FieldInfo> all() {
    List<FieldInfo> all = new ArrayList<>();
    for (Column column : shape.table().columns()) {
      Relation same = shape.relation(column.word()).orElse(null);
      all.add(info(column.word(), column.type(), column.nullable(), same));
    }
    for (Relation relation : shape.relations()) {
      if (shape.column(relation.name()).isEmpty()) {
        all.add(info(relation.name(), keyType(relation), nullable(relation), relation));
      }
    }
    return all;
  }

  private FieldInfo info(
      String name, FieldType type, boolean nullable, @Nullable Relation relation) {
    return new FieldInfo(
        name,
        shape.label(name),
        type,
        nullable,
        relation == null ? null : far(relation, shapes),
        relation != null && relation.many());
  }

  private FieldType keyType(Relation relation) {
    Optional<Column> key =
        relation.column() == null
            ? shapes.of(relation.far()).key()
            : shape.table().columnNamed(relation.column());
    return key.map(Column::type).orElse(FieldType.OTHER);
  }

  private boolean nullable(Relation relation) {
    return relation.column() == null
        || shape.table().columnNamed(relation.column()).map(Column::nullable).orElse(true);
  }

  private static FieldInfo.Relation far(Relation relation, Shapes shapes) {
    TargetDefinition target = shapes.targetOf(relation.far());
    String name = target != null ? target.name() : relation.far().toString();
    return new FieldInfo.Relation(name, relation.many());
  }

  static FieldInfo of(Path path, Shapes shapes) {
    Column column = path.column();
    Relation relation = path.relation();
    return new FieldInfo(
        path.name(),
        path.owner().label(path.name()),
        path.type(),
        !path.hops().isEmpty() || column == null || column.nullable(),
        relation == null ? null : far(relation, shapes),
        path.many());
  }
}
