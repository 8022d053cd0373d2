package org.nurture.audience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.TableOnConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.Path.Hop;

/** One statement over a target: its key, values at the ends of paths, conditions on it. */
final class RecordQuery {
  /** Most values of a path that leads to many. */
  private static final int MOST_OF_MANY = 100;

  private final Shapes shapes;
  private final SQLDialect dialect;
  private final FilterSql filters;
  private final At root;
  private final Column key;
  private final Map<String, At> joined = new LinkedHashMap<>();
  private Table<?> from;

  RecordQuery(Shapes shapes, SQLDialect dialect, FilterSql filters, At root, Column key) {
    this.shapes = shapes;
    this.dialect = dialect;
    this.filters = filters;
    this.root = root;
    this.key = key;
    this.from = root.table();
  }

  /** The key, as a number or text. */
  Field<?> recordKey() {
    Field<?> plain = root.plain(key);
    return (key.type() == FieldType.INTEGER
            ? plain.cast(SQLDataType.BIGINT)
            : plain.cast(SQLDataType.VARCHAR))
        .as("record_key");
  }

  /** What keys are ordered by: numbers by value, text by code point. */
  Field<Object> keyOrder() {
    return Comparison.codePoints(dialect, key, root.plain(key));
  }

  Condition after(RecordKey bound) {
    return keyOrder().gt(Comparison.bind(key.kind(), bindable(bound)));
  }

  Condition upTo(RecordKey bound) {
    return keyOrder().le(Comparison.bind(key.kind(), bindable(bound)));
  }

  Condition within(KeyRange range) {
    Condition within = range.after() == null ? DSL.noCondition() : after(range.after());
    return range.upTo() == null ? within : within.and(upTo(range.upTo()));
  }

  /** The key is one of these; one bind, however many. Keys of another type are none. */
  Condition oneOf(Collection<RecordKey> keys) {
    List<Object> fitting = keys.stream().filter(this::fits).map(this::bindable).toList();
    return fitting.isEmpty()
        ? DSL.falseCondition()
        : Comparison.anyOf(dialect, root.plain(key), key.kind(), fitting);
  }

  /** The key equals a column of ours, which is cast so that the host's index serves (D8). */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Condition equals(Field<?> ourKey) {
    Field ours = key.kind() == SqlKind.UUID ? ourKey.cast(SQLDataType.UUID) : ourKey;
    return root.plain(key).eq(ours);
  }

  /** The key equals one that stands in a column, which was made by {@link #constant}. */
  Condition equalsPlain(Field<Object> other) {
    return root.plain(key).eq(other);
  }

  /** A key as a value of the key's column. */
  Field<?> constant(RecordKey value) {
    return Comparison.bind(key.kind(), bindable(value)).cast(Values.dataType(key.kind()));
  }

  private boolean fits(RecordKey value) {
    if (key.type() == FieldType.INTEGER) {
      return value.number() != null;
    }
    return value.text() != null
        && (key.type() != FieldType.UUID || (value.text().length() == 36 && isUuid(value.text())));
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Object bindable(RecordKey value) {
    if (value.number() != null) {
      return value.number();
    }
    String text = Objects.requireNonNull(value.text());
    return key.type() == FieldType.UUID ? UUID.fromString(text) : text;
  }

  /** What is read at the end of a path; joins what lies between. */
  Field<?> value(Path path) {
    if (path.many()) {
      return rowsOf(path);
    }
    return read(at(path.hops()), path.column());
  }

  /** The value at the end of relations to one, as a subquery: for statements that can't join. */
  Field<?> scalar(Path path) {
    Column column = Objects.requireNonNull(path.column());
    if (path.hops().isEmpty()) {
      return root.field(column);
    }
    At near = root;
    Table<?> rows = null;
    Condition link = DSL.noCondition();
    for (Hop hop : path.hops()) {
      At far = filters.at(hop.far());
      Condition on = FilterSql.linked(near, hop.relation().on(), far);
      link = rows == null ? on : link;
      rows = rows == null ? far.table() : inner(rows, far, on);
      near = far;
    }
    return DSL.field(DSL.select(near.field(column)).from(Objects.requireNonNull(rows)).where(link));
  }

  /** The record at the end of relations to one, by a left join that paths share. */
  private At at(List<Hop> hops) {
    At at = root;
    StringBuilder way = new StringBuilder();
    for (Hop hop : hops) {
      way.append(hop.relation().name()).append('.');
      At near = at;
      At known = joined.get(way.toString());
      if (known == null) {
        known = filters.at(hop.far());
        from = from.leftJoin(known.table()).on(FilterSql.linked(near, hop.relation().on(), known));
        joined.put(way.toString(), known);
      }
      at = known;
    }
    return at;
  }

  private Field<?> rowsOf(Path path) {
    At near = root;
    Table<?> rows = null;
    Condition link = DSL.noCondition();
    for (Hop hop : path.hops()) {
      Relation relation = hop.relation();
      if (relation.through() != null) {
        At join = filters.at(shapes.of(relation.through().table()));
        Condition on = FilterSql.linked(near, relation.through().on(), join);
        link = rows == null ? on : link;
        rows = rows == null ? join.table() : inner(rows, join, on);
        near = join;
      }
      At far = filters.at(hop.far());
      Condition on = FilterSql.linked(near, relation.on(), far);
      link = rows == null ? on : link;
      rows = rows == null ? far.table() : inner(rows, far, on);
      near = far;
    }
    Field<?> value = read(near, path.column());
    Field<?> order = near.shape().key().<Field<?>>map(near::plain).orElse(value);
    Table<?> table = Objects.requireNonNull(rows);
    Condition condition = link.and(value.isNotNull());
    // H2 knows no array(select …), and the others no limit inside array_agg.
    return dialect.family() == SQLDialect.H2
        ? DSL.field(DSL.select(DSL.arrayAgg(value).orderBy(order)).from(table).where(condition))
        : DSL.array(
            DSL.select(value).from(table).where(condition).orderBy(order).limit(MOST_OF_MANY));
  }

  private static TableOnConditionStep<?> inner(Table<?> rows, At next, Condition on) {
    return rows.join(next.table()).on(on);
  }

  private static Field<?> read(At at, @Nullable Column column) {
    if (column == null) {
      return DSL.castNull(SQLDataType.VARCHAR);
    }
    Field<Object> plain = at.plain(column);
    return switch (column.kind()) {
      case LONG -> plain.cast(SQLDataType.BIGINT);
      case CAST_TEXT, OTHER, UUID, DATE, LOCAL_DATETIME, ZONED_DATETIME, TIME ->
          plain.cast(SQLDataType.VARCHAR);
      default -> plain;
    };
  }

  /** The statement so far; call it after the last {@link #value}. */
  SelectConditionStep<Record> select(
      DSLContext sql, Collection<? extends Field<?>> fields, Condition condition) {
    SelectJoinStep<Record> step = sql.select(fields).from(from);
    return step.where(condition);
  }

  /** The key of a row that was read. */
  RecordKey keyOf(Record row) {
    return keyOf(row.get(0));
  }

  RecordKey keyOf(@Nullable Object value) {
    if (value instanceof Number n) {
      return RecordKey.of(n.longValue());
    }
    String text = String.valueOf(value);
    return RecordKey.of(key.type() == FieldType.UUID ? text.toLowerCase(Locale.ROOT) : text);
  }

  /** A value that was read, as everyone else sees it. */
  static @Nullable Object seen(Path path, @Nullable Object read) {
    SqlKind kind = path.column() == null ? SqlKind.OTHER : path.column().kind();
    if (!path.many()) {
      return Values.seen(kind, read);
    }
    List<Object> seen = new ArrayList<>();
    if (read instanceof Object[] many) {
      for (Object one : Arrays.asList(many).subList(0, Math.min(many.length, MOST_OF_MANY))) {
        Object value = Values.seen(kind, one);
        if (value != null) {
          seen.add(value);
        }
      }
    }
    return seen;
  }
}
