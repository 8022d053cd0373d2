package org.nurture.campaign;

/**
 * The campaign's lock (D3), held to the end of the transaction. First in the order of locks (D2).
 * Whoever takes it re-reads state and version afterwards.
 */
public interface CampaignLock {

  /** By every chunk of work. */
  void shared(long campaignId);

  /** By start, stop and update. */
  void exclusive(long campaignId);
}
