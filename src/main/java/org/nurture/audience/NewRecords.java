package org.nurture.audience;

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
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.FilterSql.At;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.audience.HostWriter.Insertion;
import org.nurture.audience.LinkFields.Back;
import org.nurture.audience.LinkFields.Tie;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Makes records of one target for records of another, an INSERT … SELECT for all. */
final class NewRecords {
  private final Operating source;
  private final Operating into;
  private final LinkFields links;

  /**
   * @param source that they are made for
   * @param into that gets them
   */
  NewRecords(Operating source, Operating into) {
    this.source = source;
    this.into = into;
    this.links = new LinkFields(source, into);
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
    Optional<Tie> tie = links.tie(insertion.linkField());
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
    Optional<Back> back = links.back(insertion.linkField());
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

  /**
   * Both databases insert what comes in order in that order, and tell the new keys in it.
   *
   * @throws DataAccessException fewer were made, as a trigger of the host's can have it; for which
   *     record shows only where it is alone
   */
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
      throw new DataAccessException(
          Text.of(
              "The database made no record in {0}, and did not say why", into.definition().name()));
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
