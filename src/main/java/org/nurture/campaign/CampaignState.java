package org.nurture.campaign;

/** NEW → RUNNING → STOPPED → RUNNING … (SPEC section 2). */
public enum CampaignState {
  NEW,
  RUNNING,
  STOPPED
}
