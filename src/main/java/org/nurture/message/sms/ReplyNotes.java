package org.nurture.message.sms;

import java.time.Instant;

/** Where texts that people send back are shown; {@code action} implements it, with its notes. */
public interface ReplyNotes {

  /**
   * Notes it on the record that the message was for. Joins the caller's transaction.
   *
   * @param message the last one that went to that number
   */
  void note(long message, String phone, String text, Instant at);
}
