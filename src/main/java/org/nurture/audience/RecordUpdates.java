package org.nurture.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.HostWriter.Assignment;
import org.nurture.audience.HostWriter.Computed;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;

/** Sets fields of records that are there, in sets; they are locked before. */
final class RecordUpdates {
  private static final Set<String> VERSIONS =
      Set.of("version", "lock_version", "row_version", "opt_lock", "optlock");

  private final Operating on;
  private final DSLContext sql;
  private final RecordQuery query;

  RecordUpdates(Operating on, DSLContext sql) {
    this.on = on;
    this.sql = sql;
    this.query = on.query();
  }

  /** What does not fit; places are those of {@link HostWriter#check}. */
  static List<Violation> check(Operating on, List<Assignment> assignments) {
    List<Violation> wrong = new ArrayList<>();
    on.definition().readOnly("").ifPresent(wrong::add);
    wrong.addAll(Assignments.updating(on).check(assignments));
    return wrong;
  }

  /**
   * Locks these: in key order where the database keeps to it (D2).
   *
   * @return those that are there
   */
  Set<RecordKey> lock(Collection<RecordKey> keys) {
    SelectConditionStep<? extends Record> rows =
        sql.select(query.recordKey()).from(on.at().table()).where(query.oneOf(keys));
    boolean ordered = sql.dialect().family() == SQLDialect.POSTGRES;
    Set<RecordKey> found = new LinkedHashSet<>();
    (ordered ? rows.orderBy(query.keyOrder()).forUpdate() : rows.forUpdate())
        .fetch()
        .forEach(row -> found.add(query.keyOf(row)));
    return found;
  }

  /**
   * The same values for all, or values that are copied.
   *
   * @return those that are there
   */
  Set<RecordKey> all(Collection<RecordKey> keys, List<Assignment> assignments, Instant now) {
    Set<RecordKey> found = lock(keys);
    if (!found.isEmpty() && !assignments.isEmpty()) {
      Map<Field<?>, Object> values = values(assignments, now);
      countOn(values);
      sql.update(on.at().table()).set(values).where(query.oneOf(found)).execute();
    }
    return found;
  }

  /**
   * Values of its own for each, beside those that are set for all.
   *
   * @return those that were not written, each with the reason
   */
  Map<RecordKey, String> each(List<Assignment> shared, List<Computed> rows, Instant now) {
    Set<RecordKey> found = lock(rows.stream().map(Computed::key).toList());
    Map<RecordKey, String> refused = new LinkedHashMap<>();
    List<Computed> fitting = new ArrayList<>();
    for (Computed row : rows) {
      List<Violation> wrong = check(on, row.values());
      if (!found.contains(row.key())) {
        refused.put(row.key(), Text.of("The record was deleted in between"));
      } else if (!wrong.isEmpty()) {
        refused.put(row.key(), wrong.get(0).message());
      } else {
        fitting.add(row);
      }
    }
    ComputedRows.byFields(fitting).forEach(same -> write(shared, same, now));
    return refused;
  }

  private void write(List<Assignment> shared, List<Computed> rows, Instant now) {
    ComputedRows computed =
        new ComputedRows(Assignments.updating(on), query, rows, now, sql.dialect());
    Map<Field<?>, Object> set = values(shared, now);
    computed.fields().forEach((column, value) -> set.put(on.at().plain(column), value));
    if (!set.isEmpty()) {
      countOn(set);
      computed.update(sql, on.at().table(), set);
    }
  }

  private Map<Field<?>, Object> values(List<Assignment> assignments, Instant now) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    Assignments.updating(on)
        .values(assignments, query, now, sql.dialect())
        .forEach((column, value) -> values.put(on.at().plain(column), value));
    return values;
  }

  private void countOn(Map<Field<?>, Object> values) {
    version()
        .map(on.at()::plain)
        .ifPresent(
            version ->
                values.putIfAbsent(
                    version, DSL.coalesce(version.coerce(Long.class), DSL.inline(0L)).plus(1)));
  }

  /** The column by which the host's own programs notice that somebody else wrote the row. */
  private Optional<Column> version() {
    return on.root().table().columns().stream()
        .filter(column -> VERSIONS.contains(column.word().toLowerCase(Locale.ROOT)))
        .filter(column -> column.kind() == SqlKind.LONG && !column.identity())
        .findFirst();
  }
}
