package org.nurture.message;

import java.time.Instant;
import java.util.Collection;

/** Suppresses addresses that events speak against, in sets, in the caller's transaction. */
public interface Suppressor {

  /** Adds what is not yet there; what is there keeps its reason and time. */
  void suppress(Collection<Suppressed> addresses);

  /** After the commit: withdraws what is queued for them (X11), in transactions of its own. */
  default void withdraw(Collection<Suppressed> addresses) {}

  /**
   * @param address normalised, as in the outbox
   * @param since when it befell
   */
  record Suppressed(Kind channel, String address, Suppressions.Why why, Instant since) {}
}
