package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What callers are shown of campaigns: their state, and the live or the staged version. */
@ApplicationScoped
class CampaignViews {
  private CampaignStore store;
  private CampaignDocuments documents;
  private Contents contents;
  private Participation participation;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignViews() {}

  @Inject
  CampaignViews(
      CampaignStore store,
      CampaignDocuments documents,
      Contents contents,
      Participation participation) {
    this.store = store;
    this.documents = documents;
    this.contents = contents;
    this.participation = participation;
  }

  /** The live version. */
  CampaignView live(Campaign campaign) {
    return view(campaign, documents.live(campaign));
  }

  /** The staged version (U1); the live one where nothing is staged. */
  CampaignView staged(Campaign campaign) {
    return store
        .change(campaign.id)
        .map(change -> view(campaign, staged(campaign, change)))
        .orElseGet(() -> live(campaign));
  }

  /** The live versions, by as many statements as for one. */
  List<CampaignView> live(List<Campaign> campaigns) {
    List<Long> ids = campaigns.stream().map(c -> c.id).toList();
    Map<Long, CampaignDocument> live = documents.live(campaigns);
    Map<Long, String> blocked = participation.blocked(ids);
    Set<Long> staged = new HashSet<>(store.staged(ids));
    return campaigns.stream()
        .map(
            c ->
                view(
                    c,
                    staged.contains(c.id),
                    blocked.get(c.id),
                    Objects.requireNonNull(live.get(c.id))))
        .toList();
  }

  /** Refs of activities whose action was edited since the campaign keeps it. */
  Set<String> newer(Campaign campaign) {
    return contents.newer(store.activities(campaign.id));
  }

  /** The staged document, with the labels of now: those changed at once (U1). */
  CampaignDocument staged(Campaign c, CampaignChange change) {
    CampaignDocument d =
        Objects.requireNonNull(documents.staged(List.of(change)).get(change.campaignId));
    return new CampaignDocument(
        c.name,
        d.target(),
        d.filter(),
        d.uniqueField(),
        d.timeZone(),
        c.responsible,
        CampaignStore.tags(c),
        d.oncePerAddress(),
        d.tracking(),
        d.description(),
        d.activities());
  }

  private CampaignView view(Campaign campaign, CampaignDocument document) {
    return view(
        campaign,
        !store.staged(List.of(campaign.id)).isEmpty() || !newer(campaign).isEmpty(),
        participation.blocked(List.of(campaign.id)).get(campaign.id),
        document);
  }

  private static CampaignView view(
      Campaign c, boolean staged, @Nullable String blocked, CampaignDocument document) {
    return new CampaignView(
        c.id, c.state, c.archived, staged, c.version, c.createdAt, c.stateSince, blocked, document);
  }
}
