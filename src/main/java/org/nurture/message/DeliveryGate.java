package org.nurture.message;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sending asks of, and tells, the journeys; {@code journey} implements it. Everything here
 * joins the caller's transaction and works on sets.
 */
public interface DeliveryGate {

  /** Campaigns whose messages may be handed over now (RUNNING); tests go whatever it says (T5). */
  Set<Long> sendingCampaigns();

  /**
   * The same, as it stays to the end of the transaction: these participants' campaigns are locked
   * (D3), so that a stop or an update comes before what is begun, or after it.
   */
  Set<Long> sendingCampaigns(Collection<Long> participants);

  /**
   * Locks participants in id order (D2). Called first in every transaction that records answers.
   */
  void lock(Collection<Long> participants);

  /** X10: their "not …" children count from here. Also for a proof of hand-over (C10). */
  void handedOver(Collection<HandOver> handOvers);

  /**
   * X9, given up: trace ERROR (gateway; of a webhook: action), SCHEDULED children CANCELED
   * (parent_failed).
   */
  void failed(Collection<Failure> failures);

  /** X11: trace CANCELED (suppressed), SCHEDULED children CANCELED (parent_failed). */
  void withdrawn(Collection<Long> traces);

  /**
   * X12: which of these must not be handed over yet; what is not named may go. Asked just before
   * the hand-over, tests aside (T5); outside of any transaction.
   */
  default Map<Long, Hold> holds(Collection<Claimed> messages, Instant now) {
    return Map.of();
  }

  /** X12: trace CANCELED (frequency_cap), SCHEDULED children CANCELED (parent_failed). */
  void capped(Collection<Long> traces);

  /** X6: the traces stay PROCESSED, with reason in_doubt; the try counts as sent (X10). */
  void inDoubt(Collection<HandOver> tries);

  /** A person says that messages in doubt were sent (X6), at the time of their try. */
  void known(Collection<HandOver> handOvers);

  /** A person sends messages in doubt again (X6): their "not …" children wait for that (X10). */
  void again(Collection<Long> traces);

  /**
   * @param until when it may go, or is to be asked again; null: it was held too long, and is
   *     withdrawn
   */
  record Hold(@Nullable Instant until) {}

  record HandOver(long traceId, long participantId, Instant at) {}

  record Failure(Kind kind, long traceId, long participantId, String why) {}
}
