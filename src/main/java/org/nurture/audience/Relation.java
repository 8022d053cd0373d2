package org.nurture.audience;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.HostTable.TableName;

/**
 * A way from one table to another.
 *
 * @param name as paths call it
 * @param column name of the near column, in the catalogue's spelling, that holds the far key; null
 *     for relations to many or by several columns
 * @param on pairs of near and far columns; with {@code through}, of the join table and the far one
 * @param through null: direct
 */
record Relation(
    String name,
    boolean many,
    @Nullable String column,
    TableName far,
    List<Pair> on,
    @Nullable Through through) {

  /** Two columns that are equal, in the catalogue's spelling. */
  record Pair(String near, String far) {}

  /** The join table of a relation from many to many, and how the near table meets it. */
  record Through(TableName table, List<Pair> on) {}

  /** Whether both go the same way, whatever they are called. */
  boolean sameWay(Relation other) {
    return many == other.many
        && far.equals(other.far)
        && on.equals(other.on)
        && java.util.Objects.equals(through, other.through);
  }
}
