package org.nurture.journey;

import java.util.Locale;

/** Why a trace is what it is (API.md, Reasons). The code is what the column holds: append only. */
public enum Reason {
  EXPIRED,
  RECORD_DELETED,
  FILTER,
  NO_ADDRESS,
  INVALID_ADDRESS,
  SUPPRESSED,
  DUPLICATE_ADDRESS,
  OPPOSITE_EVENT,
  PARENT_BOUNCED,
  PARENT_FAILED,
  ACTIVITY_REMOVED,
  PARTICIPANT_REMOVED,
  TEMPLATE,
  ACTION,
  GATEWAY,
  IN_DOUBT,
  FREQUENCY_CAP,
  TEST_STOPPED;

  public short code() {
    return (short) ordinal();
  }

  public static Reason of(short code) {
    return values()[code];
  }

  /** As documents write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
