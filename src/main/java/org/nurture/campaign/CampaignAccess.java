package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.security.Audit;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/**
 * A campaign's row in the current user's hands: found, locked (D2, D3), allowed, and what was done
 * to it noted. The caller has the transaction.
 */
@ApplicationScoped
class CampaignAccess {
  private CampaignStore store;
  private CampaignLock lock;
  private CurrentUser user;
  private Audit audit;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignAccess() {}

  @Inject
  CampaignAccess(CampaignStore store, CampaignLock lock, CurrentUser user, Audit audit) {
    this.store = store;
    this.lock = lock;
    this.user = user;
    this.audit = audit;
  }

  /**
   * A campaign that the current user may see and edit.
   *
   * @throws NurtureException NOT_FOUND, FORBIDDEN
   */
  Campaign readable(long id) {
    return mine(store.require(id));
  }

  /**
   * The same, locked until the transaction ends.
   *
   * @param version that the caller knows; null: any
   * @throws NurtureException NOT_FOUND, FORBIDDEN, STALE
   */
  Campaign editable(long id, @Nullable Long version) {
    Campaign campaign = locked(id);
    if (version != null && version != campaign.version) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          Text.of("“{0}” was changed by somebody else meanwhile; read it again", campaign.name),
          List.of());
    }
    return mine(campaign);
  }

  /**
   * A campaign whose traces somebody sets going or holds back, locked until the transaction ends.
   *
   * @throws NurtureException NOT_FOUND, FORBIDDEN: only managers may
   */
  Campaign managed(long id) {
    user.demand(Role.MANAGER);
    return locked(id);
  }

  private Campaign locked(long id) {
    lock.exclusive(id);
    return store.require(id);
  }

  private Campaign mine(Campaign campaign) {
    user.demandEdit(campaign.responsible);
    return campaign;
  }

  /** Writes into the audit log what the current user did, such as {@code campaign.start}. */
  void note(String act, Campaign campaign) {
    audit.write(act, "campaign " + campaign.id, campaign.name);
  }
}
