package org.nurture.journey;

/** States of a participant. The code is what the column holds. */
public enum ParticipantState {
  RUNNING,
  COMPLETED,
  UNLINKED,
  REMOVED;

  public short code() {
    return (short) ordinal();
  }

  /** E4, P1: it stays that. */
  boolean isFinal() {
    return this == UNLINKED || this == REMOVED;
  }

  public static ParticipantState of(short code) {
    return values()[code];
  }
}
