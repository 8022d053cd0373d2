package org.nurture.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.Target.Role;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/**
 * One target for the length of one operation, its filters and paths checked before they are used.
 */
final class Operating {
  /** Who asks, and so what an unknown field means. */
  enum Caller {
    /** A mistake of the one who asks. */
    PERSON,
    /** A change of the host: it was checked when it was saved. */
    ENGINE
  }

  private final TargetDefinition definition;
  private final List<TargetDefinition> definitions;
  private final Hosts hosts;
  private final Instant now;
  private Shapes shapes;
  private @Nullable FilterSql filters;
  private @Nullable At at;

  Operating(String target, Hosts hosts, Instant now) {
    this.definitions = hosts.definitions().all();
    this.definition =
        definitions.stream()
            .filter(d -> d.name().equals(target))
            .findFirst()
            .orElseThrow(() -> NurtureException.notFound("target", target));
    this.hosts = hosts;
    this.now = now;
    this.shapes = new Shapes(definition.dataSource(), hosts.catalogue(), definitions);
  }

  TargetDefinition definition() {
    return definition;
  }

  Shapes shapes() {
    return shapes;
  }

  Shape root() {
    return shapes.of(definition);
  }

  boolean local() {
    return hosts.sources().isOurs(definition.dataSource());
  }

  /**
   * Reads: our own database in the caller's transaction, others outside it.
   *
   * @throws HostChangedException where a change of the host explains a failure
   */
  <T> T read(Function<DSLContext, T> work) {
    return explained(() -> reading(work));
  }

  /** The same, any failure as it comes. */
  <T> T reading(Function<DSLContext, T> work) {
    return local()
        ? work.apply(hosts.database().sql())
        : hosts.sources().reading(definition.dataSource(), work);
  }

  /** For writing: our own connection, or one that joins the transaction (D4). */
  DSLContext joining() {
    return local() ? hosts.database().sql() : hosts.sources().joining(definition.dataSource());
  }

  /** Throws {@link HostChangedException} where a change of the host explains a failure. */
  <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw explain(e);
    }
  }

  /** The change of the host that explains the failure, else the failure itself. */
  RuntimeException explain(RuntimeException failure) {
    return new HostChanges(hosts.catalogue()).explain(definition, failure);
  }

  /** The column of the key; it was there when the target was made. */
  Column key() {
    return root()
        .key()
        .orElseThrow(
            () ->
                new HostChangedException(
                    Text.of(
                        "Key column {0} of target {1} is no longer there",
                        definition.roles().getOrDefault(Role.KEY, "(none)"), definition.name()),
                    null));
  }

  private SQLDialect dialect() {
    return local()
        ? hosts.database().dialect()
        : hosts.sources().reading(definition.dataSource(), sql -> sql.dialect());
  }

  private FilterSql filters() {
    if (filters == null) {
      filters = new FilterSql(shapes, dialect(), now);
    }
    return filters;
  }

  /** The target's table in the statement. */
  At at() {
    if (at == null) {
      at = filters().at(root());
    }
    return at;
  }

  /** Another table in the statement. */
  At at(Shape shape) {
    return filters().at(shape);
  }

  RecordQuery query() {
    return new RecordQuery(shapes, dialect(), filters(), at(), key());
  }

  /** What does not fit. */
  List<Violation> check(Filter filter) {
    return twice(() -> Terms.check(filter, root(), shapes));
  }

  /** A catalogue that is kept is read again before anything is called wrong. */
  List<Violation> twice(Supplier<List<Violation>> check) {
    List<Violation> wrong = check.get();
    if (!wrong.isEmpty()) {
      refresh();
      wrong = check.get();
    }
    return wrong;
  }

  /** Reads the host's catalogue anew. */
  void refresh() {
    hosts.catalogue().forget(definition.dataSource());
    shapes = new Shapes(definition.dataSource(), hosts.catalogue(), definitions);
    filters = null;
    at = null;
  }

  /** The filter, and that the record is active where that is asked for (E1). */
  Condition matches(Filter filter, boolean includeInactive, Caller caller) {
    List<Violation> wrong = check(filter);
    if (!wrong.isEmpty()) {
      throw caller == Caller.PERSON ? NurtureException.invalid(wrong) : changed(wrong);
    }
    Condition matches = filters().condition(filter, at());
    String active = definition.roles().get(Role.ACTIVE);
    return includeInactive || active == null ? matches : matches.and(active(active, caller));
  }

  /** That the record is active; null where the target does not tell, or nobody asks. */
  @Nullable Condition active(boolean includeInactive) {
    String active = definition.roles().get(Role.ACTIVE);
    return includeInactive || active == null ? null : active(active, Caller.ENGINE);
  }

  /** A part of a filter that was checked. */
  Condition condition(Filter part) {
    return filters().condition(part, at());
  }

  private HostChangedException changed(List<Violation> wrong) {
    return new HostChangedException(
        "Target " + definition.name() + " changed: " + wrong.get(0).message(), null);
  }

  private Condition active(String name, Caller caller) {
    Path path = path(name, caller);
    return filters().condition(Filter.of(isTrue(name, path.type())), at());
  }

  /** True, a number that is not 0, or a text that says yes. */
  private static Filter.Node isTrue(String field, FieldType type) {
    return switch (type) {
      case INTEGER, DECIMAL ->
          Filter.All.of(
              List.of(
                  new Filter.Term(field, Operator.NOT_EQUAL, 0L),
                  new Filter.Term(field, Operator.NOT_EQUAL, null)));
      case TEXT ->
          new Filter.Term(
              field,
              Operator.IN,
              List.of("1", "Y", "y", "T", "t", "true", "TRUE", "True", "yes", "YES", "Yes"));
      default -> new Filter.Term(field, Operator.EQUAL, true);
    };
  }

  /** Where a path leads; empty: nowhere. */
  Optional<Path> find(String path) {
    try {
      return Optional.of(Path.to(path, root(), shapes));
    } catch (Path.Unknown e) {
      return Optional.empty();
    }
  }

  Path path(String path, Caller caller) {
    try {
      return Path.to(path, root(), shapes);
    } catch (Path.Unknown first) {
      refresh();
    }
    try {
      return Path.to(path, root(), shapes);
    } catch (Path.Unknown e) {
      Violation wrong = new Violation("", String.valueOf(e.getMessage()));
      throw caller == Caller.PERSON
          ? NurtureException.invalid(new ArrayList<>(List.of(wrong)))
          : changed(List.of(wrong));
    }
  }
}
