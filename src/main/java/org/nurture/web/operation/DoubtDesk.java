package org.nurture.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.Known;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.insight.Doubts;
import org.nurture.insight.Doubts.Doubt;
import org.nurture.message.Resolution;
import org.nurture.message.Resolution.As;
import org.nurture.platform.NurtureException;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.web.page.Times;

/** Messages in doubt, and what a person says of them (X6), for those who may. */
@ApplicationScoped
public class DoubtDesk {
  private final Doubts doubts;
  private final Resolution resolution;
  private final CampaignDirectory campaigns;
  private final CurrentUser user;
  private final Times times;

  @Inject
  public DoubtDesk(
      Doubts doubts,
      Resolution resolution,
      CampaignDirectory campaigns,
      CurrentUser user,
      Times times) {
    this.doubts = doubts;
    this.resolution = resolution;
    this.campaigns = campaigns;
    this.user = user;
    this.times = times;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected DoubtDesk() {
    this(null, null, null, null, null);
  }

  /**
   * One line.
   *
   * @param kind mail or sms
   * @param address empty: erased
   * @param tried in words; empty: not known
   * @param campaign its name; empty: it is gone
   * @param activity its name; empty: it is gone
   */
  public record Row(
      long message,
      String kind,
      String address,
      String tried,
      String campaign,
      long campaignId,
      String activity,
      long participantId)
      implements Serializable {}

  /** Those with the lowest ids; each campaign is read once. */
  @Transactional
  List<Row> first(int most) {
    user.demand(Role.MANAGER);
    Map<Long, Optional<Known>> known = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Doubt doubt : doubts.first(most)) {
      Optional<Known> campaign = known.computeIfAbsent(doubt.campaignId(), campaigns::find);
      rows.add(
          new Row(
              doubt.message(),
              doubt.kind().name().toLowerCase(Locale.ROOT),
              doubt.address() == null ? "" : doubt.address(),
              doubt.triedAt() == null ? "" : times.at(doubt.triedAt()),
              campaign.map(Known::name).orElse(""),
              doubt.campaignId(),
              campaign.stream()
                  .flatMap(c -> c.activities().stream())
                  .filter(a -> a.id() == doubt.activityId())
                  .findFirst()
                  .map(KnownActivity::name)
                  .orElse(""),
              doubt.participantId()));
    }
    return rows;
  }

  /**
   * Says the same of each.
   *
   * @return how many were still in doubt
   */
  int resolve(List<Long> messages, As as) {
    user.demand(Role.MANAGER);
    int resolved = 0;
    for (long message : messages) {
      try {
        resolution.resolve(message, as);
        resolved++;
      } catch (NurtureException e) {
        // an event, or somebody else, was faster: it is not in doubt any more
        if (e.kind() != NurtureException.Kind.CONFLICT
            && e.kind() != NurtureException.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return resolved;
  }
}
