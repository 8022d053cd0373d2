package org.nurture.campaign;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Out of JPA's tables: two queries, of the few columns that are needed. */
@Dependent
class JpaCampaignDirectory implements CampaignDirectory {
  private static final int MOST = 1000;
  private static final String CAMPAIGN =
      "select c.name, c.target, c.responsible from Campaign c where c.id = :id";
  private static final String ACTIVITIES =
      "select a.id, a.ref, a.name, a.type, a.parentId, a.triggerType, a.removed from Activity a"
          + " where a.campaignId = :id order by a.removed, a.position, a.id";

  private final EntityManager entities;

  @Inject
  JpaCampaignDirectory(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Known> find(long campaignId) {
    return entities
        .createQuery(CAMPAIGN, Object[].class)
        .setParameter("id", campaignId)
        .getResultStream()
        .findFirst()
        .map(
            c ->
                new Known(
                    campaignId,
                    (String) c[0],
                    (String) c[1],
                    (String) c[2],
                    activities(campaignId)));
  }

  @Override
  public List<Named> ofTarget(String target) {
    return entities
        .createQuery(
            "select c.id, c.name, c.responsible from Campaign c where c.target = :target order by"
                + " c.id desc",
            Object[].class)
        .setParameter("target", target)
        .setMaxResults(MOST)
        .getResultStream()
        .map(c -> new Named((Long) c[0], (String) c[1], (String) c[2]))
        .toList();
  }

  private List<KnownActivity> activities(long campaignId) {
    return entities
        .createQuery(ACTIVITIES, Object[].class)
        .setParameter("id", campaignId)
        .getResultStream()
        .map(
            a ->
                new KnownActivity(
                    (Long) a[0],
                    (String) a[1],
                    (String) a[2],
                    (ActivityType) a[3],
                    (Long) a[4],
                    (TriggerType) a[5],
                    (Boolean) a[6]))
        .toList();
  }
}
