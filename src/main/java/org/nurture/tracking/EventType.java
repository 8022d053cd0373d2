package org.nurture.tracking;

import java.util.Locale;

/**
 * What befalls a message. The order is the one in which events of one instant apply (C12); the
 * code, which is what the column holds, follows it.
 */
public enum EventType {
  DELIVERED,
  OPENED,
  CLICKED,
  REPLIED,
  BOUNCED,
  UNSUBSCRIBED,
  COMPLAINED;

  public short code() {
    return (short) ordinal();
  }

  public static EventType of(short code) {
    return values()[code];
  }

  /** As documents write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
