package org.nurture.message;

import java.time.Instant;
import java.util.Collection;

/** Suppresses addresses that events speak against, in sets, in the caller's transaction. */
public interface Suppressor {

  /** Adds what is not yet there; what is there keeps its reason and time. */
  void suppress(Collection<Suppressed> addresses);

  /**
   * @param address normalised, as in the outbox
   * @param reason hard_bounce, complained, unsubscribed or soft_bounces
   */
  record Suppressed(Kind channel, String address, String reason, Instant since) {}
}
