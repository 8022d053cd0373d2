package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.nurture.audience.Filter.Node;
import org.nurture.audience.Filter.Term;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.Path.Hop;
import org.nurture.audience.Relation.Pair;
import org.nurture.platform.Text;

/**
 * Says a filter in SQL. Values are bound, names are quoted in the catalogue's own spelling.
 *
 * <p>Negation is carried down to the terms, where “unknown” ends (SPEC section 5: a term is true or
 * false); what comes out may be unknown in SQL only where it is false, never below a {@code not}.
 */
final class FilterSql {
  private final Shapes shapes;
  private final SQLDialect dialect;
  private final Instant now;
  private int aliases;

  FilterSql(Shapes shapes, SQLDialect dialect, Instant now) {
    this.shapes = shapes;
    this.dialect = dialect;
    this.now = now;
  }

  /** A table under an alias of its own. */
  record At(Shape shape, String alias) {
    Table<?> table() {
      return DSL.table(shape.table().name().sql()).as(DSL.quotedName(alias));
    }

    /** The column as it is. */
    @SuppressWarnings("unchecked")
    Field<Object> plain(Column column) {
      return (Field<Object>)
          DSL.field(DSL.quotedName(alias, column.name()), Values.dataType(column.kind()));
    }

    /** The column as values are compared with it. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    Field<Object> field(Column column) {
      Field<Object> plain = plain(column);
      return column.kind() == SqlKind.CAST_TEXT ? (Field) plain.cast(SQLDataType.VARCHAR) : plain;
    }
  }

  At at(Shape shape) {
    return new At(shape, "h" + aliases++);
  }

  Condition condition(Filter filter, At root) {
    return condition(filter.root(), root, false);
  }

  private Condition condition(Node node, At at, boolean negated) {
    if (node instanceof Term term) {
      return term(term, at, negated);
    } else if (node instanceof Filter.Not not) {
      return condition(not.part(), at, !negated);
    } else if (node instanceof Filter.Everything) {
      return negated ? DSL.falseCondition() : DSL.trueCondition();
    }
    List<Condition> parts =
        node.parts().stream().map(part -> condition(part, at, negated)).toList();
    return node instanceof Filter.All != negated ? DSL.and(parts) : DSL.or(parts);
  }

  private Condition term(Term term, At at, boolean negated) {
    if (term.operator() == Operator.EQUAL_IF_GIVEN && term.value() == null) {
      return negated ? DSL.falseCondition() : DSL.trueCondition();
    }
    if (term.operator().operand() == Operator.Operand.FILTER) {
      boolean not = term.operator() == Operator.NOT_ANY != negated;
      Path path = path(() -> Path.toRelation(term.path(), at.shape(), shapes));
      Filter inner = (Filter) requireNonNull(term.value());
      Condition some = some(path.hops(), at, end -> condition(inner.root(), end, false));
      return not ? some.not() : some;
    }
    Path path = path(() -> Path.to(term.path(), at.shape(), shapes));
    if (!path.many()) {
      return single(term, path, path.hops(), at, negated);
    }
    Condition holds =
        Terms.keepsEmpty(term)
            ? atLeastOneOrNone(term, path, path.hops(), at)
            : some(path.hops(), at, end -> leaf(term, path, end));
    return negated ? holds.not() : holds;
  }

  /** Over relations to one: there is at most one value. */
  private Condition single(Term term, Path path, List<Hop> hops, At at, boolean negated) {
    boolean keeps = Terms.keepsEmpty(term);
    Term base = keeps ? Terms.complement(term) : term;
    boolean flip = keeps != negated;
    if (hops.isEmpty()) {
      return flip ? emptyOrNot(base, path, at) : leaf(base, path, at);
    }
    Condition some = some(hops, at, end -> leaf(base, path, end));
    return flip ? some.not() : some;
  }

  /**
   * Over relations to many, of a term that keeps empty fields: at least one of the rows that a left
   * join would give.
   */
  private Condition atLeastOneOrNone(Term term, Path path, List<Hop> hops, At at) {
    if (hops.stream().noneMatch(h -> h.relation().many())) {
      return single(term, path, hops, at, false);
    }
    List<Hop> first = hops.subList(0, 1);
    List<Hop> rest = hops.subList(1, hops.size());
    Condition none = some(first, at, end -> DSL.trueCondition()).not();
    return none.or(some(first, at, end -> atLeastOneOrNone(term, path, rest, end)));
  }

  /** What must hold at the end of a path. */
  private interface AtEnd {
    Condition of(At end);
  }

  /** There is a record at the end of the hops that fulfils it. */
  private Condition some(List<Hop> hops, At at, AtEnd condition) {
    if (hops.isEmpty()) {
      return condition.of(at);
    }
    At far = at(hops.get(0).far());
    SelectJoinStep<?> from;
    Condition link;
    Relation relation = hops.get(0).relation();
    if (relation.through() != null) {
      At join = at(shapes.of(relation.through().table()));
      from =
          DSL.selectOne().from(join.table()).join(far.table()).on(linked(join, relation.on(), far));
      link = linked(at, relation.through().on(), join);
    } else {
      from = DSL.selectOne().from(far.table());
      link = linked(at, relation.on(), far);
    }
    At end = far;
    for (Hop hop : hops.subList(1, hops.size())) {
      At next = at(hop.far());
      from = joined(from, end, hop.relation(), next);
      end = next;
    }
    Select<?> rows = from.where(link).and(condition.of(end));
    return DSL.exists(rows);
  }

  private SelectJoinStep<?> joined(SelectJoinStep<?> from, At near, Relation relation, At far) {
    if (relation.through() == null) {
      return from.join(far.table()).on(linked(near, relation.on(), far));
    }
    At join = at(shapes.of(relation.through().table()));
    return from.join(join.table())
        .on(linked(near, relation.through().on(), join))
        .join(far.table())
        .on(linked(join, relation.on(), far));
  }

  static Condition linked(At near, List<Pair> on, At far) {
    return DSL.and(
        on.stream().map(pair -> plain(far, pair.far()).eq(plain(near, pair.near()))).toList());
  }

  private static Field<Object> plain(At at, String column) {
    return at.shape()
        .table()
        .columnNamed(column)
        .map(at::plain)
        .orElseThrow(
            () ->
                new HostChangedException(
                    Text.of(
                        "Column {0} of table {1} is no longer there",
                        column, at.shape().table().name()),
                    null));
  }

  private Condition emptyOrNot(Term term, Path path, At at) {
    Column column = requireNonNull(path.column());
    Condition empty = at.plain(column).isNull();
    if (term.value() == null) {
      return term.operator() == Operator.EQUAL ? empty.not() : empty;
    }
    Condition not = leaf(term, path, at).not();
    return column.nullable() ? empty.or(not) : not;
  }

  /** The term on a value: unknown or false where that is null, unless it asks for null. */
  private Condition leaf(Term term, Path path, At at) {
    Column column =
        requireNonNull(path.column(), () -> Text.of("{0} has no key of one column", term.path()));
    Comparison comparison = new Comparison(dialect, column, at, now);
    return comparison.of(term.operator(), term.value());
  }

  private static Path path(PathFinder finder) {
    try {
      return finder.find();
    } catch (Path.Unknown e) {
      throw new IllegalStateException("the filter was not checked: " + e.getMessage(), e);
    }
  }

  private interface PathFinder {
    Path find() throws Path.Unknown;
  }
}
