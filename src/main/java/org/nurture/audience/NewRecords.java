package org.nurture.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.TableName;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.audience.HostWriter.Insertion;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Makes records of one target for records of another, an INSERT … SELECT for all. */
final class NewRecords {
  private final Operating source;
  private final Operating into;

  /**
   * @param source that they are made for
   * @param into that gets them
   */
  NewRecords(Operating source, Operating into) {
    this.source = source;
    this.into = into;
  }

  List<Violation> check(Insertion insertion) {
    List<Violation> wrong = new ArrayList<>();
    TargetDefinition target = into.definition();
    if (!target.writable()) {
      wrong.add(
          new Violation(
              "/in",
              Text.of("Target {0} is not writable; an admin can mark it so", target.name())));
    }
    if (!target.dataSource().equals(source.definition().dataSource())) {
      wrong.add(
          new Violation(
              "/in",
              Text.of(
                  "Target {0} lies in another database than {1}",
                  target.name(), source.definition().name())));
      return wrong;
    }
    Assignments.making(into, source)
        .check(insertion.set())
        .forEach(v -> wrong.add(v.under("/set")));
    Tie tie = insertion.linkField() == null ? null : tie(insertion.linkField()).orElse(null);
    Optional<Back> back = back(insertion);
    if (back.isPresent()) {
      checkBack(insertion, wrong);
    } else if (insertion.linkField() != null && tie == null) {
      wrong.add(new Violation("/linkField", untied(insertion.linkField())));
    }
    checkNamed(insertion, tie, wrong);
    return wrong;
  }

  private void checkBack(Insertion insertion, List<Violation> wrong) {
    if (!source.definition().writable()) {
      wrong.add(
          new Violation(
              "/linkField",
              Text.of(
                  "Target {0} is not writable; an admin can mark it so",
                  source.definition().name())));
    }
    if (!insertion.ifAbsent().isEmpty()) {
      wrong.add(
          new Violation(
              "/ifAbsent",
              Text.of(
                  "“{0}” refers from the record to the new one: one has to be made each time",
                  insertion.linkField())));
    }
  }

  /** The column of the other record that takes the key of the new one. */
  record Back(String field, Column key) {}

  /** Where the link field is one of the other record, and none of the new one. */
  Optional<Back> back(Insertion insertion) {
    String name = insertion.linkField();
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

  private void checkNamed(Insertion insertion, @Nullable Tie tie, List<Violation> wrong) {
    Set<String> set = insertion.set().stream().map(Assignment::field).collect(Collectors.toSet());
    if (tie != null && set.contains(tie.column().word())) {
      wrong.add(
          new Violation(
              "/linkField",
              Text.of("“{0}” is set by “set” and by “linkField”", tie.column().word())));
    }
    for (int i = 0; i < insertion.ifAbsent().size(); i++) {
      String field = insertion.ifAbsent().get(i);
      if (!set.contains(field) && !field.equals(insertion.linkField())) {
        wrong.add(
            new Violation(
                "/ifAbsent/" + i,
                Text.of("“{0}” is set neither by “set” nor by “linkField”", field)));
      }
    }
  }

  /** The column of the new record that takes a value of the other. */
  private record Tie(Column column, Column key) {}

  private Optional<Tie> tie(String name) {
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

  /** Fields of the new record that refer to the other one. */
  List<String> ties() {
    return into.root().relations().stream()
        .filter(r -> !r.many() && r.on().size() == 1)
        .filter(r -> r.far().equals(source.root().table().name()))
        .map(Relation::name)
        .toList();
  }

  private String untied(String name) {
    String here = source.root().name();
    List<String> offered = ties();
    return Text.of(
        "“{0}” is no field of {1} that refers to {2}; {3}",
        name,
        into.root().name(),
        here,
        offered.isEmpty()
            ? Text.of("there is none")
            : Text.of("there are {0}", String.join(", ", offered)));
  }

  /**
   * With values of their own for each; those that do not fit are told, and none made for them.
   *
   * @param made gets the keys of the new records where the other ones are to refer to them
   */
  Map<RecordKey, String> writeEach(
      List<Computed> rows,
      Insertion insertion,
      Instant now,
      DSLContext sql,
      Map<RecordKey, Object> made) {
    Assignments making = Assignments.making(into, source);
    Map<RecordKey, String> refused = new LinkedHashMap<>();
    List<Computed> fitting = new ArrayList<>();
    for (Computed row : rows) {
      List<Violation> wrong = making.check(row.values());
      if (wrong.isEmpty()) {
        fitting.add(row);
      } else {
        refused.put(row.key(), wrong.get(0).message());
      }
    }
    for (List<Computed> same : ComputedRows.byFields(fitting)) {
      RecordQuery query = source.query();
      ComputedRows values = new ComputedRows(making, query, same, now, sql.dialect());
      made.putAll(
          write(same.stream().map(Computed::key).toList(), insertion, now, sql, query, values));
    }
    return refused;
  }

  /**
   * @return the keys of the new records where the other ones are to refer to them; else empty
   */
  Map<RecordKey, Object> write(
      Collection<RecordKey> keys, Insertion insertion, Instant now, DSLContext sql) {
    return write(keys, insertion, now, sql, source.query(), null);
  }

  private Map<RecordKey, Object> write(
      Collection<RecordKey> keys,
      Insertion insertion,
      Instant now,
      DSLContext sql,
      RecordQuery query,
      @Nullable ComputedRows computed) {
    Map<Column, Field<?>> values =
        new LinkedHashMap<>(
            Assignments.making(into, source).values(insertion.set(), query, now, sql.dialect()));
    Table<?> from = source.at().table();
    if (computed != null) {
      values.putAll(computed.fields());
      from = computed.join(from);
    }
    Optional<Tie> tie = Optional.ofNullable(insertion.linkField()).flatMap(this::tie);
    tie.ifPresent(t -> values.put(t.column(), source.at().plain(t.key())));
    List<Column> same = new ArrayList<>();
    for (String field : insertion.ifAbsent()) {
      if (field.equals(insertion.linkField())) {
        tie.map(Tie::column).ifPresent(same::add);
      } else {
        Column column = into.path(field, Operating.Caller.ENGINE).column();
        if (column != null) {
          same.add(column);
        }
      }
    }
    List<Field<?>> columns = new ArrayList<>();
    values.keySet().forEach(c -> columns.add(DSL.field(DSL.quotedName(c.name()))));
    Condition chosen = query.oneOf(keys);
    Optional<Back> back = back(insertion);
    if (back.isPresent()) {
      Select<? extends Record> ordered =
          DSL.select(values.values()).from(from).where(chosen).orderBy(query.keyOrder());
      return keyed(columns, ordered, query, chosen, back.get(), sql);
    }
    Select<?> rows =
        same.isEmpty()
            ? DSL.select(values.values()).from(from).where(chosen)
            : absent(values, same, query, chosen, from);
    sql.insertInto(DSL.table(into.root().table().name().sql()), columns).select(rows).execute();
    return Map.of();
  }

  /** Both databases insert what comes in order in that order, and tell the new keys in it. */
  private Map<RecordKey, Object> keyed(
      List<Field<?>> columns,
      Select<? extends Record> ordered,
      RecordQuery query,
      Condition chosen,
      Back back,
      DSLContext sql) {
    List<RecordKey> keys =
        sql.select(query.recordKey())
            .from(source.at().table())
            .where(chosen)
            .orderBy(query.keyOrder())
            .fetch(query::keyOf);
    List<?> made =
        sql.insertInto(DSL.table(into.root().table().name().sql()), columns)
            .select(ordered)
            .returningResult(DSL.field(DSL.quotedName(back.key().name())))
            .fetch(0);
    if (made.size() != keys.size()) {
      throw new IllegalStateException(
          made.size() + " records were made for " + keys.size() + ": one went in between");
    }
    Map<RecordKey, Object> byKey = new LinkedHashMap<>();
    for (int i = 0; i < made.size(); i++) {
      Object key = made.get(i);
      byKey.put(
          keys.get(i), key instanceof Number number ? (Object) number.longValue() : key.toString());
    }
    return byKey;
  }

  /** One for each combination that is not there, also where several of the records ask for it. */
  private Select<? extends Record> absent(
      Map<Column, Field<?>> values,
      List<Column> same,
      RecordQuery query,
      Condition chosen,
      Table<?> from) {
    List<Column> columns = List.copyOf(values.keySet());
    List<Field<?>> wanted = new ArrayList<>();
    values.values().forEach(value -> wanted.add(value.as("w" + wanted.size())));
    wanted.add(
        DSL.rowNumber()
            .over(
                DSL.partitionBy(same.stream().map(values::get).toList()).orderBy(query.keyOrder()))
            .as("w_n"));
    Table<?> rows = DSL.select(wanted).from(from).where(chosen).asTable("w");
    At there = into.at();
    Condition equal = DSL.noCondition();
    for (Column column : same) {
      Field<Object> is = there.plain(column);
      equal = equal.and(is.isNotDistinctFrom(of(rows, "w" + columns.indexOf(column))));
    }
    List<Field<?>> taken = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      taken.add(of(rows, "w" + i));
    }
    return DSL.select(taken)
        .from(rows)
        .where(DSL.field(DSL.name("w", "w_n"), Long.class).eq(1L))
        .andNotExists(DSL.selectOne().from(there.table()).where(equal));
  }

  private static Field<Object> of(Table<?> rows, String name) {
    return DSL.field(DSL.name(rows.getName(), name), Object.class);
  }
}
