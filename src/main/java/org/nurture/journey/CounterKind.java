package org.nurture.journey;

/**
 * What the figures count (D10). The code is what the column holds: append only. Trace states are
 * signed deltas of what is so now; events count firsts per message; participants stand under
 * activity 0.
 */
public enum CounterKind {
  SCHEDULED,
  WAITING,
  SUCCESS,
  REJECTED,
  CANCELED,
  ERROR,
  SENT,
  DELIVERED,
  OPENED,
  CLICKED,
  REPLIED,
  BOUNCED,
  UNSUBSCRIBED,
  PARTICIPANTS_RUNNING,
  PARTICIPANTS_COMPLETED,
  PARTICIPANTS_UNLINKED,
  PARTICIPANTS_REMOVED;

  public short code() {
    return (short) ordinal();
  }

  public static CounterKind of(short code) {
    return values()[code];
  }
}
