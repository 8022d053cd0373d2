package org.nurture.campaign;

import java.util.List;
import java.util.Optional;

/** What the engine reads of campaigns. Reads in the caller's transaction. */
public interface LiveWorkflows {

  /** Ids of the campaigns that are RUNNING, in id order. */
  List<Long> running();

  /** The live version as it is now; empty: there is no such campaign. */
  Optional<Workflow> find(long campaignId);
}
