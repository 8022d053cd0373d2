package org.nurture.message;

/**
 * Hands the messages of one test over at once (T5): ahead of the queue, whatever the campaign's
 * state, also while the clock is set. Never called inside a transaction: it waits for the network.
 */
public interface TestSender {

  /** Sends what is queued of this test participant; what can't go now stays queued. */
  void sendTest(long participantId);
}
