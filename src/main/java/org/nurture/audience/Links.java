package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostWriter.Link;
import org.nurture.audience.Relation.Pair;
import org.nurture.audience.Target.Role;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Ties records to others, and unties them, over relations from many to many. */
final class Links {
  private static final int MOST = 100;

  private final Operating on;

  Links(Operating on) {
    this.on = on;
  }

  /** Names of relations that can be written. */
  List<String> writable() {
    return on.root().relations().stream()
        .filter(r -> r.through() != null && unfit(r) == null)
        .map(Relation::name)
        .toList();
  }

  /** What does not fit; places are {@code /0/field} and {@code /0/add/0} or {@code /0/remove/0}. */
  List<Violation> check(List<Link> links, DSLContext sql) {
    List<Violation> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      check(link, "/" + i, sql, wrong);
      for (Object value : link.far()) {
        if (!seen.add(link.relation() + " " + value)) {
          wrong.add(
              new Violation(
                  "/" + i + "/field",
                  Text.of("{0} of “{1}” is named twice", Values.show(value), link.relation())));
        }
      }
    }
    return wrong;
  }

  private void check(Link link, String at, DSLContext sql, List<Violation> wrong) {
    Relation relation = on.root().relation(link.relation()).orElse(null);
    String no = relation == null ? Text.of("There is no such relation") : unfit(relation);
    if (no != null || relation == null) {
      wrong.add(new Violation(at + "/field", "“" + link.relation() + "”: " + no));
      return;
    }
    String values = at + (link.add() ? "/add" : "/remove");
    if (link.far().isEmpty() || link.far().size() > MOST) {
      wrong.add(new Violation(values, Text.of("1 to {0} records are needed", MOST)));
    }
    Way way = new Way(on, relation);
    for (int i = 0; i < link.far().size(); i++) {
      String message = way.unfit(link.far().get(i), sql);
      if (message != null) {
        wrong.add(new Violation(values + "/" + i, message));
      }
    }
  }

  private @Nullable String unfit(Relation relation) {
    if (relation.through() == null) {
      return Text.of(
          "“add” and “remove” are for relations from many to many; this one leads {0}",
          (relation.many()
              ? Text.of("to records that refer to this one: set their own field")
              : Text.of("to one record: give “value”")));
    }
    if (relation.through().on().size() != 1 || relation.on().size() != 1) {
      return Text.of("It joins by several columns, which can't be written");
    }
    if (on.shapes().of(relation.far()).key().isEmpty()) {
      return Text.of("The far table has no key of one column");
    }
    return null;
  }

  /** Writes one change for all of these records, one statement; what is so already stays. */
  void write(Collection<RecordKey> keys, Link link, DSLContext sql) {
    Relation relation =
        on.root()
            .relation(link.relation())
            .orElseThrow(
                () ->
                    new HostChangedException(
                        Text.of(
                            "Relation {0} of target {1} is no longer there",
                            link.relation(), on.definition().name()),
                        null));
    Way way = new Way(on, relation);
    Condition near = on.query().oneOf(keys);
    if (link.add()) {
      way.add(near, link.far(), sql);
    } else {
      way.remove(near, link.far(), sql);
    }
  }

  /** One relation, ready for statements. */
  private static final class Way {
    private final Operating on;
    private final At near;
    private final At far;
    private final At join;
    private final Column farKey;
    private final Pair nearPair;
    private final Pair farPair;

    Way(Operating on, Relation relation) {
      this.on = on;
      Relation.Through through = requireNonNull(relation.through());
      this.near = on.at();
      this.far = on.at(on.shapes().of(relation.far()));
      this.join = on.at(on.shapes().of(through.table()));
      this.farKey = far.shape().key().orElseThrow();
      this.nearPair = through.on().get(0);
      this.farPair = relation.on().get(0);
    }

    /** One record by its key or, where keys are no texts, by its name. */
    private Optional<Condition> chosen(Object value) {
      try {
        Object bound = Values.bind(farKey, value, Instant.EPOCH);
        return Optional.of(far.plain(farKey).eq(Comparison.bind(farKey.kind(), bound)));
      } catch (Values.Unfit e) {
        return name()
            .filter(name -> value instanceof String)
            .map(name -> far.plain(name).eq(Comparison.bind(name.kind(), value)));
      }
    }

    private Optional<Column> name() {
      TargetDefinition target = far.shape().target();
      return Optional.ofNullable(target)
          .map(t -> t.roles().get(Role.NAME))
          .flatMap(name -> far.shape().column(name))
          .filter(column -> column.type() == FieldType.TEXT);
    }

    @Nullable String unfit(Object value, DSLContext sql) {
      Optional<Condition> chosen = chosen(value);
      if (chosen.isEmpty()) {
        return Text.of(
            "{0} is neither a key of {1} ({2}) nor a name",
            Values.show(value), far.shape().name(), farKey.type().allowed());
      }
      int found = sql.fetchCount(DSL.selectOne().from(far.table()).where(chosen.get()).limit(2));
      return switch (found) {
        case 0 -> Text.of("There is no {0} {1}", far.shape().name(), Values.show(value));
        case 1 -> null;
        default ->
            Text.of(
                "Several of {0} are called {1}; give the key",
                far.shape().name(), Values.show(value));
      };
    }

    private Condition anyOf(List<Object> values) {
      return DSL.or(values.stream().flatMap(v -> chosen(v).stream()).toList());
    }

    void add(Condition ofNear, List<Object> values, DSLContext sql) {
      At there = on.at(join.shape());
      Field<Object> nearKey = near.plain(column(near, nearPair.near()));
      Field<Object> farField = far.plain(column(far, farPair.far()));
      sql.insertInto(target(), written(nearPair.far()), written(farPair.near()))
          .select(
              DSL.select(nearKey, farField)
                  .from(near.table())
                  .crossJoin(far.table())
                  .where(ofNear)
                  .and(anyOf(values))
                  .andNotExists(
                      DSL.selectOne()
                          .from(there.table())
                          .where(there.plain(column(there, nearPair.far())).eq(nearKey))
                          .and(there.plain(column(there, farPair.near())).eq(farField))))
          .execute();
    }

    void remove(Condition ofNear, List<Object> values, DSLContext sql) {
      sql.deleteFrom(join.table())
          .where(
              join.plain(column(join, nearPair.far()))
                  .in(
                      DSL.select(near.plain(column(near, nearPair.near())))
                          .from(near.table())
                          .where(ofNear)))
          .and(
              join.plain(column(join, farPair.near()))
                  .in(
                      DSL.select(far.plain(column(far, farPair.far())))
                          .from(far.table())
                          .where(anyOf(values))))
          .execute();
    }

    private Table<?> target() {
      return DSL.table(join.shape().table().name().sql());
    }

    private static Field<Object> written(String column) {
      Name name = DSL.quotedName(column);
      return DSL.field(name);
    }

    private static Column column(At at, String name) {
      return at.shape().table().columnNamed(name).orElseThrow();
    }
  }
}
