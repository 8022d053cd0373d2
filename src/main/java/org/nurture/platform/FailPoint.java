package org.nurture.platform;

/**
 * Where a crash would be the most instructive: between steps that must be one, and between the two
 * sides of what cannot be. Work says that it has come to one ({@link Database#reached}); tests that
 * kill processes there listen, in production nobody does.
 */
public enum FailPoint {
  /** {@code enroll} has unlinked whose record is gone, uncommitted. */
  UNLINKED,
  /** It has inserted the participants of a range and their first traces, uncommitted. */
  ENROLLED,

  /** {@code process} has locked the participants of a chunk. */
  CLAIMED,
  /** Events have changed traces, not yet messages, uncommitted. */
  EVENTS_TO_TRACES,
  /** Events have changed messages, not yet left the inbox, uncommitted. */
  EVENTS_TO_MESSAGES,
  /** Events have left the inbox, uncommitted. */
  EVENTS_ARCHIVED,
  /** An action's effect is there, or messages are in the outbox, uncommitted. */
  EFFECT_DONE,
  /** Executed traces have ended, uncommitted. */
  TRACES_ENDED,
  /** Their children are there, uncommitted. */
  CHILDREN_PLANTED,

  /** What an update has left to do is claimed. */
  WORK_CLAIMED,
  /** Messages of removed activities are withdrawn, uncommitted. */
  WORK_WITHDRAWN,
  /** Traces of removed activities are canceled, those of moved ones deleted, uncommitted. */
  WORK_CLEARED,
  /** Due times are reckoned anew, uncommitted. */
  WORK_RETIMED,
  /** New traces are planted, uncommitted. */
  WORK_PLANTED,
  /** It is noted how far the work has come, uncommitted. */
  WORK_ADVANCED,
  /** All of an update's work is done and its row gone, uncommitted. */
  WORK_CLOSED,

  /** A slice has done everything, uncommitted. */
  BEFORE_COMMIT,
  /** A slice is committed; what is to follow in transactions of its own has not begun. */
  AFTER_COMMIT,
  /** Figures are folded, uncommitted. */
  FIGURES_FOLDED,

  /** A sender's claim is committed. */
  SENDER_CLAIMED,
  /** A message's data is on the wire, not its end; it is not marked as being handed over. */
  DATA_OFFERED,
  /** Its campaign is known to be running, and locked; it is not marked. */
  HAND_OVER_ALLOWED,
  /** It is so marked, committed, and the end of the data, or a text's PDU, is next. */
  BEFORE_END_OF_DATA,
  /** That is on the wire; nobody has read the answer. */
  AFTER_END_OF_DATA,
  /** The gateway's answers are known, and not recorded. */
  ANSWERED,
  /** They are recorded, uncommitted. */
  ANSWERS_RECORDED,
  /** What a dead sender left is taken over, uncommitted. */
  RECOVERED
}
