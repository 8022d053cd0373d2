package org.nurture.journey;

import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;

/**
 * How far the servers together have come in walking a campaign's keys, round and round.
 *
 * @param lap how often they have begun again at the lowest key
 * @param handed how many ranges were handed out so far
 * @param after the last key of this lap that was handed out; null: it begins
 */
record Position(long lap, long handed, @Nullable RecordKey after) {

  /** Where an execution that begins here has been everywhere once. */
  Position onceAround() {
    return new Position(lap + 1, handed, after);
  }

  /** Where an execution that begins here has walked all keys in their order, from the lowest. */
  Position onceInOrder() {
    return new Position(after == null ? lap + 1 : lap + 2, handed, null);
  }

  /** Whether this is the goal or lies beyond it. */
  boolean reaches(Position goal) {
    if (lap != goal.lap || goal.after == null) {
      return lap >= goal.lap;
    }
    return after != null && after.compareTo(goal.after) >= 0;
  }

  /** After one more range. */
  Position past(@Nullable RecordKey upTo) {
    return new Position(upTo == null ? lap + 1 : lap, handed + 1, upTo);
  }
}
