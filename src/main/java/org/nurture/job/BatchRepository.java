package org.nurture.job;

import java.util.Collection;

/**
 * The one thing that Jakarta Batch cannot do for us: ending executions whose server is gone. They
 * stay STARTED for ever, and neither stop nor restart nor abandon is then allowed. One class per
 * make of server.
 */
public interface BatchRepository {

  /** Marks these executions FAILED in the server's own tables. Joins the caller's transaction. */
  void fail(Collection<Long> executions);
}
