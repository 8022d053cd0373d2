package org.nurture.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.nurture.insight.TraceRow;
import org.nurture.insight.Traces;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/**
 * A trace that something is to befall: managers may do that to all, users to tests of their own
 * campaigns.
 */
@Dependent
class TraceAccess {
  private final Transactions transactions;
  private final Traces traces;
  private final VisibleCampaigns campaigns;
  private final CurrentUser user;

  @Inject
  TraceAccess(
      Transactions transactions, Traces traces, VisibleCampaigns campaigns, CurrentUser user) {
    this.transactions = transactions;
    this.traces = traces;
    this.campaigns = campaigns;
    this.user = user;
  }

  /**
   * @throws NurtureException NOT_FOUND; FORBIDDEN
   */
  TraceRow demand(String id) {
    TraceRow trace = find(Ids.of("trace", id));
    if (trace.test()) {
      campaigns.demand(Long.toString(trace.campaignId()));
    } else {
      user.demand(Role.MANAGER);
    }
    return trace;
  }

  TraceRow find(long id) {
    return transactions
        .inNew(VisibleCampaigns.BRIEF, () -> traces.find(id))
        .orElseThrow(() -> NurtureException.notFound("trace", id));
  }
}
