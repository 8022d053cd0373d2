package org.nurture.audience;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience.Candidate;
import org.nurture.audience.Audience.KeyRange;
import org.nurture.audience.Operating.Caller;

/** Records that match, so many at a time, each with the value at the end of a path. */
final class Candidates {
  private final Operating on;
  private final Filter filter;
  private final boolean includeInactive;
  private final @Nullable String path;

  /**
   * @param path null: no value is read
   */
  Candidates(Operating on, Filter filter, boolean includeInactive, @Nullable String path) {
    this.on = on;
    this.filter = filter;
    this.includeInactive = includeInactive;
    this.path = path;
  }

  /** Those of a range, in key order. */
  List<Candidate> within(KeyRange range, int limit) {
    Condition matches = on.matches(filter, includeInactive, Caller.ENGINE);
    RecordQuery query = on.query();
    return read(query, matches.and(query.within(range)), query.keyOrder(), limit);
  }

  /** Those that were modified then or later, the longest ago first. */
  List<Candidate> modifiedSince(Instant since, int limit) {
    Modified modified =
        Modified.of(on)
            .orElseThrow(() -> new IllegalStateException(on.definition().name() + " has no times"));
    Condition matches = on.matches(filter, includeInactive, Caller.ENGINE);
    return read(on.query(), matches.and(modified.since(since)), modified.at(), limit);
  }

  private List<Candidate> read(RecordQuery query, Condition condition, Field<?> order, int limit) {
    PathValues values =
        new PathValues(on, query, path == null ? List.of() : List.of(path), Caller.ENGINE);
    List<Field<?>> fields = values.after(query.recordKey());
    return on.read(
        sql ->
            query
                .select(sql, fields, condition)
                .orderBy(order)
                .limit(limit)
                .fetch(
                    row ->
                        new Candidate(
                            query.keyOf(row), path == null ? null : values.of(row).get(path))));
  }
}
