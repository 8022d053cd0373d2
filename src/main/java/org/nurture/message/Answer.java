package org.nurture.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to hand a message over (X9). */
public sealed interface Answer {
  Claimed message();

  /** What the gateway said, or what went wrong. */
  String text();

  /** The gateway took it. */
  record Accepted(Claimed message, String text) implements Answer {}

  /** Refused for good, because of the recipient. */
  record Bounced(Claimed message, boolean hard, String text) implements Answer {}

  /**
   * Not handed over; may be tried again later.
   *
   * @param notBefore when whom it is for wants it again; null: they did not say
   */
  record Deferred(Claimed message, String text, @Nullable Instant notBefore) implements Answer {
    public Deferred(Claimed message, String text) {
      this(message, text, null);
    }
  }

  /** Nothing was begun, and the message is not to blame: it is queued as it was. */
  record Returned(Claimed message, String text) implements Answer {}

  /** It can't be sent as it is. */
  record Impossible(Claimed message, String text) implements Answer {}

  /** The hand-over began, and no answer came. */
  record Unknown(Claimed message, String text) implements Answer {}
}
