package org.nurture.journey;

/** States of a trace. The code is what the column holds. */
public enum TraceState {
  SCHEDULED,
  PROCESSED,
  REJECTED,
  CANCELED,
  ERROR;

  public short code() {
    return (short) ordinal();
  }

  public static TraceState of(short code) {
    return values()[code];
  }
}
