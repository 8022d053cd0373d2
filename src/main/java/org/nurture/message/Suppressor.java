package org.nurture.message;

import java.time.Instant;
import java.util.Collection;

/** Suppresses addresses that events speak against, in sets. */
public interface Suppressor {

  /**
   * Adds what is not yet there; what is there keeps its reason and time. In the caller's
   * transaction, as is the note that what is queued for these addresses is to be withdrawn.
   */
  void suppress(Collection<Suppressed> addresses);

  /**
   * Suppresses those of the addresses that have bounced softly too often (SPEC section 7). In the
   * caller's transaction, after the events are written to their messages.
   */
  void bouncedSoftly(Kind channel, Collection<String> addresses, Instant now);

  /**
   * Whether messages of suppressed addresses are still queued, as the caller's transaction sees it.
   * Until they are withdrawn their traces' children must not be executed (X11).
   */
  boolean owed();

  /**
   * Withdraws some of what is owed, in a transaction of its own; waits for whoever does so.
   *
   * @return false: nothing was owed
   */
  boolean withdrawSome();

  /** Withdraws all that is owed. What can't be for now is left for {@code process}. */
  void withdraw();

  /**
   * @param address normalised, as in the outbox
   * @param since when it befell
   */
  record Suppressed(Kind channel, String address, Suppressions.Why why, Instant since) {}
}
