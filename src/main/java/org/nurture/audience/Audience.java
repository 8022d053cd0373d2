package org.nurture.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Violation;

/**
 * Reads the host's records: the one door to the CRM.
 *
 * <p>A target that is <em>local</em> lies in Nurture's own database: its records can take part in
 * our statements and transactions. Of others, pages are read outside our transaction (D4).
 *
 * <p>Where the target has an {@code active} role, inactive records match nothing unless {@code
 * includeInactive} says so (E1); callers pass {@link #namesActive} of the campaign filter.
 *
 * <p>All methods throw {@code NurtureException} NOT_FOUND for an unknown target, INVALID for a
 * filter or path that does not fit it, and {@link HostChangedException} where the host's table or a
 * column is no longer there.
 */
public interface Audience {

  /** The target as the engine needs it. */
  Target target(String name);

  /** Forgets what is known of the target's database: the next question finds it as it is now. */
  void reread(String target);

  /** Whether the filter itself speaks of the target's active field. */
  boolean namesActive(String target, Filter filter);

  /**
   * What does not fit the target: unknown field, operator that does not fit the field's type, value
   * of the wrong type. Empty: all is well.
   *
   * @return places are JSON Pointers into the filter's list ({@code /0/2})
   */
  List<Violation> check(String target, Filter filter);

  /** The target's own fields and relations, in the table's order. */
  List<FieldInfo> fields(String target);

  /**
   * What a path leads to: {@code email}, {@code company.country.code}.
   *
   * @return empty: it leads nowhere
   */
  Optional<FieldInfo> field(String target, String path);

  /** The filter in plain words: {@code Country is “IT” and Revenue is more than 1,000}. */
  String describe(String target, Filter filter);

  /**
   * Says what a failed statement means that had {@link #keys} or {@link #exists} in it: {@link
   * HostChangedException} if a table or column of the host is gone, else the failure itself.
   */
  RuntimeException explain(String target, RuntimeException failure);

  /** How many records match. */
  long count(String target, Filter filter, boolean includeInactive, Instant now);

  /**
   * The first matching records in key order.
   *
   * @param paths what to read, e.g. {@code company.name}; to-many paths give lists
   * @return one row per record, from path to value
   */
  List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now);

  /**
   * The same, given up after so many seconds.
   *
   * @param seconds 0: never
   * @throws org.jooq.exception.DataAccessException where it takes longer
   */
  List<Map<String, @Nullable Object>> records(
      String target,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      int limit,
      Instant now,
      int seconds);

  /** Whether the target's table takes part in statements of our own database. */
  boolean local(String target);

  /** Key of the n-th record of the table after the given one, whatever it matches; empty: fewer. */
  Optional<RecordKey> keyAfter(String target, @Nullable RecordKey after, int n);

  /**
   * Local targets: the keys in the range that match, for INSERT … SELECT. The key column is named
   * {@code record_key}, cast to text where the key is a text or UUID.
   */
  Select<? extends Record1<?>> keys(
      String target, Filter filter, boolean includeInactive, KeyRange range, Instant now);

  /** Local targets: true where a record with the key in that column (of ours) exists. */
  Condition exists(String target, Field<?> ourKey);

  /** About how many records the target has, by its database's statistics; 0: not known. */
  long rows(String target);

  /**
   * Up to when modifications of records are there to be seen, by the target's {@code modified} role
   * (E7): with a zone, now, by the host's clock; without one, when a record was modified last, as
   * if in UTC, what lies in the host's future aside.
   *
   * @return empty: the target has no such role or it holds no time, or there is no record
   */
  Optional<Instant> modifiedUpTo(String target);

  /**
   * Any target with a {@code modified} role: records that match and were modified then or later,
   * the longest ago first, with the value of a path. Reads no others where the host has an index on
   * that column.
   *
   * @param since as {@link #modifiedUpTo} tells it
   * @param path null: none is read
   */
  List<Candidate> modifiedSince(
      String target,
      Filter filter,
      boolean includeInactive,
      Instant since,
      int limit,
      @Nullable String path,
      Instant now);

  /**
   * Any target: matching records of a key range, in key order (E2: numbers by value, text by code
   * point), with the value of a path.
   *
   * @param path null: none is read
   */
  List<Candidate> page(
      String target,
      Filter filter,
      boolean includeInactive,
      KeyRange range,
      int limit,
      @Nullable String path,
      Instant now);

  /** Any target: which of these still exist. */
  Set<RecordKey> existing(String target, Collection<RecordKey> keys);

  /**
   * Any target, one statement: whether each record matches, and its values.
   *
   * @return what was found; a record that is gone is not in it
   */
  Map<RecordKey, Examined> examine(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Collection<String> paths,
      Instant now);

  /**
   * Any target, one statement: why these records do not match, for timelines.
   *
   * @return for each that is there and does not match: the first part of the filter that does not
   *     hold, and what was found instead, as the end of a sentence
   */
  Map<RecordKey, String> whyNot(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Instant now);

  /** A record that matches, and the value that was asked for. */
  record Candidate(RecordKey key, @Nullable Object value) {}

  /** What {@link #examine} found of one record. */
  record Examined(boolean matches, Map<String, @Nullable Object> values) {}

  /** Keys in {@code (after, upTo]}; null: open. */
  record KeyRange(@Nullable RecordKey after, @Nullable RecordKey upTo) {}
}
