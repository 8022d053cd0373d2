package org.nurture.campaign;

/** A campaign was started. Fired in the transaction; observe it after success. */
public record CampaignStarted(long campaignId) {}
