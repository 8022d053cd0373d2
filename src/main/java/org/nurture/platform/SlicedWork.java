package org.nurture.platform;

import java.util.List;
import java.util.Optional;

/**
 * Work that is done slice by slice (D14): each slice claims, works and commits in a transaction of
 * its own, in about 10 seconds at most, and any number of threads and servers may do so at once.
 */
public interface SlicedWork {

  /**
   * Does the next slice.
   *
   * @return what it did; empty: nothing due at the work's time is left, by anyone
   */
  Optional<Slice> next();

  /** What an operator should know, such as a gateway that is down; empty: all is well. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /**
   * How far it is, in per cent from 0 to 100; empty: as far as what is read of what was due at its
   * begin.
   */
  default Optional<Integer> progress() {
    return Optional.empty();
  }

  /** What work that checks has found wrong; where there is any, its execution fails. */
  default List<Finding> findings() {
    return List.of();
  }

  /** Counts of one slice. */
  record Slice(long read, long written, long skipped) {}
}
