package org.nurture.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Transactions;
import org.nurture.security.CurrentUser;

/** A campaign of the path, if the user may see it: users their own, managers all. */
@Dependent
class VisibleCampaigns {
  static final Duration BRIEF = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final CampaignDirectory campaigns;
  private final CurrentUser user;

  @Inject
  VisibleCampaigns(Transactions transactions, CampaignDirectory campaigns, CurrentUser user) {
    this.transactions = transactions;
    this.campaigns = campaigns;
    this.user = user;
  }

  /**
   * @throws NurtureException NOT_FOUND; FORBIDDEN
   */
  Known demand(String id) {
    Known campaign =
        transactions
            .inNew(BRIEF, () -> campaigns.find(Ids.of("campaign", id)))
            .orElseThrow(() -> NurtureException.notFound("campaign", id));
    user.demandEdit(campaign.responsible());
    return campaign;
  }
}
