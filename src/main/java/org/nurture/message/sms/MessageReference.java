package org.nurture.message.sms;

/** user_message_reference (SMPP 3.4 §5.3.2.17): what 16 bits can say of a message. */
public final class MessageReference {
  private static final int BITS = 0xffff;

  private MessageReference() {}

  public static int of(long message) {
    return (int) (message & BITS);
  }
}
