package org.nurture.campaign;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What figures, lists and timelines need to know of a campaign: its activities, those that were
 * removed included, for their history stays readable (U4). Reads in the caller's transaction.
 */
public interface CampaignDirectory {

  /** Empty: there is no such campaign. */
  Optional<Known> find(long campaignId);

  /** The campaigns that address a target, the newest first. */
  default List<Named> ofTarget(String target) {
    return List.of();
  }

  /**
   * A campaign by its name.
   *
   * @param responsible null: nobody
   */
  record Named(long id, String name, @Nullable String responsible) {}

  /**
   * A campaign.
   *
   * @param responsible null: nobody
   * @param activities depth first, then the removed ones
   */
  record Known(
      long id,
      String name,
      String target,
      @Nullable String responsible,
      List<KnownActivity> activities) {
    public Known {
      activities = List.copyOf(activities);
    }
  }

  /**
   * An activity.
   *
   * @param parentId null at the root
   */
  record KnownActivity(
      long id,
      String ref,
      String name,
      ActivityType type,
      @Nullable Long parentId,
      TriggerType trigger,
      boolean removed) {}
}
