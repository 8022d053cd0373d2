package org.nurture.message;

/** States of a message (API.md, D12). The code is what the column holds. */
public enum MessageState {
  QUEUED(0),
  /** Leased by a sender; falls back to QUEUED. Shown as QUEUED. */
  CLAIMED(1),
  SENDING(2),
  SENT(3),
  DELIVERED(4),
  BOUNCED(5),
  FAILED(6),
  WITHDRAWN(7),
  IN_DOUBT(8);

  private final short code;

  MessageState(int code) {
    this.code = (short) code;
  }

  public short code() {
    return code;
  }

  public static MessageState of(short code) {
    return values()[code];
  }
}
