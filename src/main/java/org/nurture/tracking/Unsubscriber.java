package org.nurture.tracking;

import java.time.Instant;
import java.util.Optional;

/** Takes a message's recipient off its channel; {@code message} implements it. */
public interface Unsubscriber {

  /** The address that a message went to; empty: there is no such message. */
  Optional<String> addressOf(long messageId);

  /**
   * Suppresses the address of the message at once (C11), and withdraws what is queued for it.
   * Idempotent. In transactions of its own.
   */
  void unsubscribe(long messageId, Instant now);
}
