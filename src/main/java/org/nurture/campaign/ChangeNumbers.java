package org.nurture.campaign;

import java.util.Map;

/** Tells what an update would do to participants, in numbers; {@code journey} implements it. */
public interface ChangeNumbers {

  /**
   * As of now, by activity id; those without any are left out.
   *
   * @param staged the version that would go live; new activities have ids of their own, below zero
   */
  Map<Long, Numbers> of(Workflow live, Workflow staged, Consequences consequences);

  /**
   * Of one activity.
   *
   * @param scheduled traces that are planned, or planned anew (U2, U3, U6)
   * @param dueNow those of them whose due time has come
   * @param canceled traces that end, or are created ended, and messages that are withdrawn (U2, U4)
   * @param moved SCHEDULED traces that are deleted, to be planned anew (U6)
   */
  record Numbers(long scheduled, long dueNow, long canceled, long moved) {
    public static final Numbers NONE = new Numbers(0, 0, 0, 0);

    public Numbers plus(Numbers other) {
      return new Numbers(
          scheduled + other.scheduled,
          dueNow + other.dueNow,
          canceled + other.canceled,
          moved + other.moved);
    }
  }
}
