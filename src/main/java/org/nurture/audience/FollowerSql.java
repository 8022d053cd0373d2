package org.nurture.audience;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.RowN;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Statements on a host's table of followers, each for all records and users at once. */
final class FollowerSql {
  private final Operating on;
  private final FollowerTable table;
  private final DSLContext sql;

  /** Null: people name users as the table itself does. */
  private final FollowerTable.@Nullable Users users;

  FollowerSql(Operating on, FollowerTable table, DSLContext sql) {
    this.on = on;
    this.table = table;
    this.sql = sql;
    this.users = table.users();
  }

  /** Only of records that are there; who follows already goes on doing so. */
  void add(Collection<RecordKey> keys, List<String> names) {
    At near = on.at();
    At there = on.at(table.link());
    Field<Object> record = near.plain(on.key());
    Table<?> rows;
    Field<Object> user;
    Condition chosen = on.query().oneOf(keys);
    if (users == null) {
      rows = given(names);
      user = DSL.field(DSL.name("v", "who"), Object.class);
    } else {
      At far = on.at(users.shape());
      rows = far.table();
      user = far.plain(users.key());
      chosen = chosen.and(named(far, users.name(), names));
    }
    sql.insertInto(
            DSL.table(table.link().table().name().sql()),
            DSL.field(DSL.quotedName(table.record().name())),
            DSL.field(DSL.quotedName(table.user().name())))
        .select(
            DSL.selectDistinct(record, user)
                .from(near.table())
                .crossJoin(rows)
                .where(chosen)
                .andNotExists(
                    DSL.selectOne()
                        .from(there.table())
                        .where(there.plain(table.record()).eq(record))
                        .and(there.plain(table.user()).eq(user))))
        .execute();
  }

  /** The names as rows {@code v(who)} of the column's own type. */
  private Table<?> given(List<String> names) {
    RowN[] rows =
        names.stream()
            .flatMap(name -> bound(table.user(), name).stream())
            .map(value -> Comparison.bind(table.user().kind(), value))
            .map(value -> DSL.row(List.of(value.cast(Values.dataType(table.user().kind())))))
            .toArray(RowN[]::new);
    return DSL.values(rows).as("v", "who");
  }

  void remove(Collection<RecordKey> keys, List<String> names) {
    At link = on.at(table.link());
    Condition named;
    if (users == null) {
      named = named(link, table.user(), names);
    } else {
      At far = on.at(users.shape());
      named =
          link.plain(table.user())
              .in(
                  DSL.select(far.plain(users.key()))
                      .from(far.table())
                      .where(named(far, users.name(), names)));
    }
    sql.deleteFrom(link.table())
        .where(link.plain(table.record()).in(records(keys)))
        .and(named)
        .execute();
  }

  /** Who follows a record, in the order of their names. */
  List<String> of(RecordKey key, int limit) {
    At link = on.at(table.link());
    Table<?> rows = link.table();
    At at = link;
    if (users != null) {
      at = on.at(users.shape());
      rows = rows.join(at.table()).on(at.plain(users.key()).eq(link.plain(table.user())));
    }
    Field<String> who = at.plain(table.name()).cast(SQLDataType.VARCHAR).as("who");
    return sql.selectDistinct(who)
        .from(rows)
        .where(link.plain(table.record()).in(records(List.of(key))))
        .orderBy(who)
        .limit(limit)
        .fetch(who);
  }

  private Select<Record1<Object>> records(Collection<RecordKey> keys) {
    return DSL.select(on.at().plain(on.key())).from(on.at().table()).where(on.query().oneOf(keys));
  }

  /** Names that stand for no user, or for several; places are {@code /followers/0}. */
  List<Violation> unknown(List<String> names) {
    Map<String, Integer> there = users == null ? Map.of() : numbers(names);
    List<Violation> wrong = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String message = unknown(names.get(i), there);
      if (message != null) {
        wrong.add(new Violation("/followers/" + i, message));
      }
    }
    return wrong;
  }

  private @Nullable String unknown(String name, Map<String, Integer> there) {
    if (bound(table.name(), name).isEmpty()) {
      return Text.of(
          "“{0}” takes {1}, not {2}",
          table.name().word(), table.name().type().allowed(), Values.show(name));
    }
    if (users == null) {
      return null;
    }
    // the host may take no notice of case
    int alike =
        there.entrySet().stream()
            .filter(e -> e.getKey().equalsIgnoreCase(name))
            .mapToInt(Map.Entry::getValue)
            .sum();
    int found = there.getOrDefault(name, alike);
    return switch (found) {
      case 0 -> Text.of("There is no {0} {1}", users.shape().name(), Values.show(name));
      case 1 -> null;
      default -> Text.of("Several of {0} are called {1}", users.shape().name(), Values.show(name));
    };
  }

  /** How many users have each of these names. */
  private Map<String, Integer> numbers(List<String> names) {
    FollowerTable.Users of = requireNonNull(users);
    At far = on.at(of.shape());
    Field<Object> plain = far.plain(of.name());
    Map<String, Integer> numbers = new LinkedHashMap<>();
    sql.select(plain.cast(SQLDataType.VARCHAR), DSL.count())
        .from(far.table())
        .where(named(far, of.name(), names))
        .groupBy(plain)
        .forEach(row -> numbers.merge(String.valueOf(row.value1()), row.value2(), Integer::sum));
    return numbers;
  }

  private Condition named(At at, Column column, List<String> names) {
    List<Object> values = names.stream().flatMap(name -> bound(column, name).stream()).toList();
    return values.isEmpty()
        ? DSL.falseCondition()
        : Comparison.anyOf(sql.dialect(), at.field(column), column.kind(), values);
  }

  /** What a name is in that column; empty: nothing that it can hold. */
  private static Optional<Object> bound(Column column, String name) {
    try {
      Object value = column.type() == FieldType.INTEGER ? (Object) Long.valueOf(name) : name;
      return Optional.of(Values.bind(column, value, Instant.EPOCH));
    } catch (NumberFormatException | Values.Unfit e) {
      return Optional.empty();
    }
  }
}
