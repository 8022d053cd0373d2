package org.nurture.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Violation;

/**
 * Writes host records, on writable targets only. Joins the caller's transaction; the target must be
 * {@link Audience#local}.
 */
public interface HostWriter {

  /**
   * What does not fit: unknown or read-only field (a key, a relation to many), value of the wrong
   * type, path that leads to several values, target that is not writable.
   *
   * @return places are {@code /0/field}, {@code /0/value}, {@code /0/from}
   */
  List<Violation> check(String target, List<Assignment> assignments);

  /**
   * Sets fields of these records, in one statement; all values are those before it.
   *
   * @return the keys of the records that were there
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  Set<RecordKey> update(
      String target, Collection<RecordKey> keys, List<Assignment> assignments, Instant now);

  /**
   * One field's new value.
   *
   * @param field of the target's own table
   * @param value null, Boolean, Long, BigDecimal or String; dates in ISO form or relative words
   * @param from path of the value to copy; where it is given, value is null
   */
  record Assignment(String field, @Nullable Object value, @Nullable String from) {}
}
