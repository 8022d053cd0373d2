package org.nurture.tracking;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The queue of events (D11): appended cheaply, applied in sets by {@code process}. */
public interface EventInbox {

  /**
   * Appends, one statement for all, in the caller's transaction. Events of messages that do not
   * exist are left out.
   *
   * @return how many were appended
   */
  int append(Collection<Incoming> events);

  /**
   * @param hard for BOUNCED and where it is known; else null
   * @param url what was clicked; else null
   * @param externalId the sender's own; the same id twice is one event
   */
  record Incoming(
      long messageId,
      EventType type,
      Instant at,
      Instant receivedAt,
      @Nullable Boolean hard,
      boolean bot,
      @Nullable String url,
      @Nullable String externalId) {}
}
