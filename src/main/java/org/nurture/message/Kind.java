package org.nurture.message;

/** What lies in the outbox. The code is what the column holds. */
public enum Kind {
  MAIL(1),
  SMS(2),
  WEBHOOK(3);

  private final short code;

  Kind(int code) {
    this.code = (short) code;
  }

  public short code() {
    return code;
  }

  public static Kind of(short code) {
    return values()[code - 1];
  }
}
