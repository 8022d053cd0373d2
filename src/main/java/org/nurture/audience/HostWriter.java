package org.nurture.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Violation;

/**
 * Writes host records, on writable targets only. Joins the caller's transaction; the target must be
 * one that {@link #joins}.
 */
public interface HostWriter {

  /** Whether its records can be written in one transaction with Nurture's own rows (D4). */
  boolean joins(String target);

  /**
   * Locks records of a target in another database than Nurture's, and looks at them once more (D4):
   * what was read of them before was read outside the transaction that will change them.
   *
   * @return whether each matches, now that nobody else can change it; those that are gone are not
   *     in it
   * @throws HostChangedException where a table or column is gone
   */
  Map<RecordKey, Boolean> hold(
      String target,
      Collection<RecordKey> keys,
      Filter filter,
      boolean includeInactive,
      Instant now);

  /**
   * Opens a savepoint in the target's database, if that is another one than Nurture's.
   *
   * @param name a plain word
   */
  void mark(String target, String name);

  /** Undoes what was written since {@link #mark}, which is over then. */
  void undo(String target, String name);

  /**
   * Ends {@link #mark}; what the host would check at commit alone is checked now.
   *
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  void release(String target, String name);

  /**
   * What does not fit: unknown or read-only field (a key, a relation to many), value of the wrong
   * type, path that leads to several values, target that is not writable.
   *
   * @return places are {@code /0/field}, {@code /0/value}, {@code /0/from}
   */
  List<Violation> check(String target, List<Assignment> assignments);

  /**
   * Locks these records and sets fields of them, in one statement; all values are those before it.
   * A version column, of hosts that lock optimistically, counts on.
   *
   * @return the keys of the records that were there
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  Set<RecordKey> update(
      String target, Collection<RecordKey> keys, List<Assignment> assignments, Instant now);

  /**
   * As {@link #update}, with values of their own for each record: one statement for all that set
   * the same fields.
   *
   * @param shared set for all of them
   * @return the records that were not written, each with the reason: it is gone, a value does not
   *     fit
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  Map<RecordKey, String> updateEach(
      String target, List<Assignment> shared, List<Computed> rows, Instant now);

  /** Names of the target's relations that {@link #link} can write. */
  List<String> linkable(String target);

  /**
   * Names for {@link Insertion#linkField}: fields of {@code in} that refer to the target.
   *
   * @return empty where one of the two is no target, or nothing refers
   */
  List<String> linkFields(String target, String in);

  /**
   * What does not fit: a relation that is not from many to many, a record that is not there.
   *
   * @return places are {@code /0/field}, {@code /0/add/1}, {@code /0/remove/1}
   */
  List<Violation> checkLinks(String target, List<Link> links);

  /**
   * Ties these records to others, or unties them, in one statement; what is so already stays so.
   *
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  void link(String target, Collection<RecordKey> keys, Link link);

  /**
   * What does not fit: {@code in} that is no target, not writable or elsewhere; fields as {@link
   * #check} says; a link field that does not lead from one to the other.
   *
   * @return places are {@code /in}, {@code /set/0/value}, {@code /linkField}, {@code /ifAbsent/0}
   */
  List<Violation> checkInsert(String target, Insertion insertion);

  /**
   * Makes a new record for each of these, in one statement.
   *
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  void insert(String target, Collection<RecordKey> keys, Insertion insertion, Instant now);

  /**
   * As {@link #insert}, with values of their own for each record; {@link Assignment#computed}
   * stands for them in the insertion.
   *
   * @return the records for which nothing was made, each with the reason: a value does not fit
   * @throws HostChangedException where a table or column is gone
   * @throws org.jooq.exception.DataAccessException where the host refuses
   */
  Map<RecordKey, String> insertEach(
      String target, List<Computed> rows, Insertion insertion, Instant now);

  /**
   * Makes one record by itself; a key that the host makes is read back.
   *
   * @param assignments without {@link Assignment#from}
   * @return its key
   * @throws org.nurture.platform.NurtureException INVALID: what does not fit, as {@link #check}
   *     says; CONFLICT: the host refuses, in its own words
   * @throws HostChangedException where a table or column is gone
   */
  RecordKey create(String target, List<Assignment> assignments, Instant now);

  /**
   * Ties to be made or undone.
   *
   * @param relation of the target, from many to many
   * @param far the other records: by key or, where keys are no texts, by name
   * @param add false: undo them
   */
  record Link(String relation, List<Object> far, boolean add) {
    public Link {
      far = List.copyOf(far);
    }
  }

  /**
   * A new record, made for another one.
   *
   * @param in the target that gets it
   * @param set its fields; {@link Assignment#from} is a path of the record it is made for
   * @param linkField the field of {@code in}, or the relation of the other record, to many or to
   *     one, that ties the two; null: they are not tied
   * @param ifAbsent fields, among those that are set: where there is a record with the same values
   *     in all of them, none is made; empty: always
   */
  record Insertion(
      String in, List<Assignment> set, @Nullable String linkField, List<String> ifAbsent) {
    public Insertion {
      set = List.copyOf(set);
      ifAbsent = List.copyOf(ifAbsent);
    }
  }

  /**
   * One field's new value.
   *
   * @param field of the target's own table
   * @param value null, Boolean, Long, BigDecimal or String; dates in ISO form or relative words
   * @param from path of the value to copy; where it is given, value is null
   */
  record Assignment(String field, @Nullable Object value, @Nullable String from) {
    private static final Object COMPUTED = new Object();

    /** A value that comes with each record ({@link Computed}): the field alone can be checked. */
    public static Assignment computed(String field) {
      return new Assignment(field, COMPUTED, null);
    }

    boolean isComputed() {
      return value == COMPUTED;
    }
  }

  /**
   * Values for one record.
   *
   * @param key of the record; in an insertion, of the one that another is made for
   * @param values constants
   */
  record Computed(RecordKey key, List<Assignment> values) {
    public Computed {
      values = List.copyOf(values);
    }

    List<String> fields() {
      return values.stream().map(Assignment::field).toList();
    }
  }
}
