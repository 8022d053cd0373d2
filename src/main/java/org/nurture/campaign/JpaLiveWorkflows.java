package org.nurture.campaign;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Live versions out of JPA's tables. What was read is kept by id and version: a look at the version
 * column of the caller's transaction tells whether it still holds.
 */
@ApplicationScoped
public class JpaLiveWorkflows implements LiveWorkflows {
  /** Campaigns that are kept; more than run at once on one installation, and small. */
  private static final int MOST_KEPT = 500;

  private static final int PATIENCE = 10;

  private EntityManager entities;
  private CampaignStore store;
  private final Map<Long, Workflow> kept = new ConcurrentHashMap<>();

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaLiveWorkflows() {}

  @Inject
  public JpaLiveWorkflows(EntityManager entities, CampaignStore store) {
    this.entities = entities;
    this.store = store;
  }

  @Override
  public List<Long> running() {
    return entities
        .createQuery(
            "select c.id from Campaign c where c.state ="
                + " org.nurture.campaign.CampaignState.RUNNING order by c.id",
            Long.class)
        .getResultList();
  }

  @Override
  public Optional<Workflow> find(long campaignId) {
    for (int i = 0; i < PATIENCE; i++) {
      Optional<Long> version = version(campaignId);
      if (version.isEmpty()) {
        kept.remove(campaignId);
        return Optional.empty();
      }
      Workflow known = kept.get(campaignId);
      if (known != null && known.version() == version.get()) {
        return Optional.of(known);
      }
      Optional<Workflow> read = store.find(campaignId).map(this::read);
      // without the campaign's lock, an update may fall between the two readings
      if (read.isPresent() && version(campaignId).equals(Optional.of(read.get().version()))) {
        keep(read.get());
        return read;
      }
    }
    throw new IllegalStateException("Campaign " + campaignId + " changes faster than it is read");
  }

  private void keep(Workflow workflow) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(workflow.campaignId(), workflow);
  }

  private Optional<Long> version(long campaignId) {
    return entities
        .createQuery("select c.version from Campaign c where c.id = :id", Long.class)
        .setParameter("id", campaignId)
        .getResultStream()
        .findFirst();
  }

  private Workflow read(Campaign c) {
    return LiveVersion.of(c, store.activities(requireNonNull(c.id)));
  }
}
