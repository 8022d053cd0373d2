package org.nurture.audience;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.nurture.audience.HostTable.Column;
import org.nurture.audience.HostTable.SqlKind;
import org.nurture.audience.Target.Role;

/** The column that tells when a record was modified, and what to ask of it (E7). */
final class Modified {
  private final Operating on;
  private final Column column;

  private Modified(Operating on, Column column) {
    this.on = on;
    this.column = column;
  }

  /** Empty: none does, or it is no time. */
  static Optional<Modified> of(Operating on) {
    return Optional.ofNullable(on.definition().roles().get(Role.MODIFIED))
        .flatMap(on.root().table()::column)
        .filter(column -> Values.isMoment(column.kind()))
        .map(column -> new Modified(on, column));
  }

  /** The column in the statement. */
  Field<Object> at() {
    return on.at().plain(column);
  }

  /** Then or later, as {@link #upTo} tells the time. */
  Condition since(Instant since) {
    SqlKind kind = column.kind();
    return at().ge(Comparison.bind(kind, Values.moment(kind, since)));
  }

  /** As {@link Audience#modifiedUpTo} has it. */
  Optional<Instant> upTo() {
    SqlKind kind = column.kind();
    Field<Object> present = Comparison.present(kind);
    if (kind == SqlKind.ZONED_DATETIME) {
      return Values.momentOf(kind, on.read(sql -> sql.select(text(present)).fetchSingle().get(0)));
    }
    // whose clock and zone it is written by nobody knows: so by what is written
    Field<Object> at = at();
    RecordQuery query = on.query();
    return Values.momentOf(
        kind,
        on.read(
            sql ->
                query
                    .select(sql, List.of(text(DSL.max(at))), at.le(present))
                    .fetchSingle()
                    .get(0)));
  }

  private static Field<String> text(Field<?> value) {
    return value.cast(SQLDataType.VARCHAR);
  }
}
