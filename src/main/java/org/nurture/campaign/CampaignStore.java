package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.JsonText;

/** Reads and writes the rows of campaigns; the caller has the transaction and the lock. */
@ApplicationScoped
class CampaignStore {
  private static final String REFRESH = "eclipselink.refresh";

  private EntityManager entities;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignStore() {}

  @Inject
  CampaignStore(EntityManager entities) {
    this.entities = entities;
  }

  Optional<Campaign> find(long id) {
    return entities
        .createQuery("select c from Campaign c where c.id = :id", Campaign.class)
        .setParameter("id", id)
        .setHint(REFRESH, "True")
        .getResultStream()
        .findFirst();
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  Campaign require(long id) {
    return find(id).orElseThrow(() -> NurtureException.notFound("campaign", id));
  }

  /** Campaigns after the id, in id order; each null means any. */
  List<Campaign> list(Campaigns.Query query, long after, int limit) {
    StringBuilder jpql = new StringBuilder("select c from Campaign c where c.id > :after");
    jpql.append(query.responsible() == null ? "" : " and c.responsible = :responsible");
    jpql.append(query.state() == null ? "" : " and c.state = :state");
    jpql.append(query.archived() == null ? "" : " and c.archived = :archived");
    jpql.append(query.text() == null ? "" : " and lower(c.name) like :text");
    TypedQuery<Campaign> typed =
        entities
            .createQuery(jpql.append(" order by c.id").toString(), Campaign.class)
            .setParameter("after", after)
            .setMaxResults(limit);
    set(typed, "responsible", query.responsible());
    set(typed, "state", query.state());
    set(typed, "archived", query.archived());
    set(typed, "text", query.pattern());
    return typed.getResultList();
  }

  private static void set(TypedQuery<?> query, String parameter, @Nullable Object value) {
    if (value != null) {
      query.setParameter(parameter, value);
    }
  }

  /** Live activities in the workflow's order. */
  List<Activity> activities(long campaignId) {
    return activities(List.of(campaignId));
  }

  /** Live activities of these campaigns, by campaign, in the workflow's order. */
  List<Activity> activities(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select a from Activity a where a.campaignId in :ids and a.removed = false"
                + " order by a.campaignId, a.position, a.id",
            Activity.class)
        .setParameter("ids", campaignIds)
        .setHint(REFRESH, "True")
        .getResultList();
  }

  /** Activities that were removed. */
  List<Activity> removed(long campaignId) {
    return entities
        .createQuery(
            "select a from Activity a where a.campaignId = :id and a.removed = true",
            Activity.class)
        .setParameter("id", campaignId)
        .setHint(REFRESH, "True")
        .getResultList();
  }

  /** Refs of activities that were removed. */
  List<String> removedRefs(long campaignId) {
    return entities
        .createQuery(
            "select a.ref from Activity a where a.campaignId = :id and a.removed = true",
            String.class)
        .setParameter("id", campaignId)
        .getResultList();
  }

  Optional<CampaignChange> change(long campaignId) {
    return entities
        .createQuery(
            "select c from CampaignChange c where c.campaignId = :id", CampaignChange.class)
        .setParameter("id", campaignId)
        .setHint(REFRESH, "True")
        .getResultStream()
        .findFirst();
  }

  /** Those of the campaigns that have staged changes. */
  List<Long> staged(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select c.campaignId from CampaignChange c where c.campaignId in :ids", Long.class)
        .setParameter("ids", campaignIds)
        .getResultList();
  }

  /** What is staged for those of the campaigns that have it. */
  List<CampaignChange> changes(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery(
            "select c from CampaignChange c where c.campaignId in :ids", CampaignChange.class)
        .setParameter("ids", campaignIds)
        .setHint(REFRESH, "True")
        .getResultList();
  }

  void add(Object entity) {
    entities.persist(entity);
  }

  void remove(Object entity) {
    entities.remove(entity);
  }

  /**
   * Writes what is pending, and gives the campaign a new version, whatever of it changed.
   *
   * @throws NurtureException STALE: somebody else did since it was read
   */
  void flush(Campaign campaign) {
    entities.flush();
    int changed =
        entities
            .createQuery(
                "update Campaign c set c.version = :next where c.id = :id and c.version = :known")
            .setParameter("next", campaign.version + 1)
            .setParameter("id", campaign.id)
            .setParameter("known", campaign.version)
            .executeUpdate();
    if (changed != 1) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          Text.of("“{0}” was changed by somebody else meanwhile; read it again", campaign.name),
          List.of());
    }
    entities.refresh(campaign);
  }

  /** Deletes the campaign's rows here. */
  void delete(Campaign campaign) {
    entities
        .createQuery("delete from Activity a where a.campaignId = :id")
        .setParameter("id", campaign.id)
        .executeUpdate();
    change(campaign.id).ifPresent(entities::remove);
    entities.remove(campaign);
    entities.flush();
  }

  static List<String> tags(Campaign campaign) {
    return JsonText.array(campaign.tags).getValuesAs(JsonString::getString);
  }
}
