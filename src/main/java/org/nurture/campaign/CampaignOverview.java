package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.TargetDefinition;
import org.nurture.audience.TargetDefinitions;
import org.nurture.security.CurrentUser;

/**
 * Campaigns as lists show them: those that the current user may see. The number of statements does
 * not depend on how many there are.
 */
@ApplicationScoped
@Transactional
public class CampaignOverview {
  private EntityManager entities;
  private CampaignStore store;
  private CampaignDocuments documents;
  private Participation participation;
  private TargetDefinitions targets;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignOverview() {}

  @Inject
  CampaignOverview(
      EntityManager entities,
      CampaignStore store,
      CampaignDocuments documents,
      Participation participation,
      TargetDefinitions targets,
      CurrentUser user) {
    this.entities = entities;
    this.store = store;
    this.documents = documents;
    this.participation = participation;
    this.targets = targets;
    this.user = user;
  }

  /** What the campaign's own row says. */
  public record Line(
      long id,
      String name,
      String target,
      CampaignState state,
      boolean archived,
      @Nullable String responsible,
      List<String> tags,
      Instant createdAt,
      Instant stateSince) {
    public Line {
      tags = List.copyOf(tags);
    }
  }

  /**
   * What more there is to say of it.
   *
   * @param missing how many things keep it from being started, as far as its rows tell; filters and
   *     titles are looked at when it is started
   * @param staged how many changes are staged (U1)
   * @param blocked null, or what the host took away that the campaign needs
   * @param document the live version
   */
  public record Detail(
      int missing, int staged, @Nullable String blocked, CampaignDocument document) {}

  /** The newest first. */
  public List<Line> lines(CampaignSearch search, int limit) {
    CampaignSearch allowed = user.isManager() ? search : search.of(user.name());
    TypedQuery<Campaign> query =
        entities
            .createQuery(
                "select c from Campaign c" + where(allowed) + " order by c.id desc", Campaign.class)
            .setMaxResults(limit);
    bind(query, allowed);
    return query.getResultStream().map(CampaignOverview::line).toList();
  }

  /** Those of the campaigns that the current user may see. */
  public List<Line> lines(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery("select c from Campaign c where c.id in :ids", Campaign.class)
        .setParameter("ids", ids)
        .getResultStream()
        .filter(c -> user.mayEdit(c.responsible))
        .map(CampaignOverview::line)
        .toList();
  }

  /** How many there are. */
  public long count(CampaignSearch search) {
    CampaignSearch allowed = user.isManager() ? search : search.of(user.name());
    TypedQuery<Long> query =
        entities.createQuery("select count(c) from Campaign c" + where(allowed), Long.class);
    bind(query, allowed);
    return query.getSingleResult();
  }

  private static String where(CampaignSearch search) {
    List<String> conditions = new ArrayList<>();
    add(conditions, search.responsible(), "c.responsible = :responsible");
    add(conditions, search.state(), "c.state = :state");
    add(conditions, search.archived(), "c.archived = :archived");
    add(conditions, search.target(), "c.target = :target");
    add(conditions, search.tag(), "c.tags like :tag");
    add(
        conditions,
        search.text(),
        "(lower(c.name) like :text or lower(c.tags) like :text"
            + (search.textTargets().isEmpty() ? ")" : " or c.target in :textTargets)"));
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  private static void add(List<String> conditions, @Nullable Object value, String condition) {
    if (value != null) {
      conditions.add(condition);
    }
  }

  private static void bind(TypedQuery<?> query, CampaignSearch search) {
    set(query, "responsible", search.responsible());
    set(query, "state", search.state());
    set(query, "archived", search.archived());
    set(query, "target", search.target());
    set(query, "tag", search.tagPattern());
    set(query, "text", search.textPattern());
    if (search.text() != null && !search.textTargets().isEmpty()) {
      query.setParameter("textTargets", search.textTargets());
    }
  }

  private static void set(TypedQuery<?> query, String parameter, @Nullable Object value) {
    if (value != null) {
      query.setParameter(parameter, value);
    }
  }

  private static Line line(Campaign c) {
    return new Line(
        c.id,
        c.name,
        c.target,
        c.state,
        c.archived,
        c.responsible,
        CampaignStore.tags(c),
        c.createdAt,
        c.stateSince);
  }

  /** Of campaigns that {@link #lines} gave. */
  public Map<Long, Detail> details(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    List<Campaign> campaigns =
        entities
            .createQuery("select c from Campaign c where c.id in :ids", Campaign.class)
            .setParameter("ids", ids)
            .getResultList();
    Map<Long, CampaignDocument> live = documents.live(campaigns);
    Map<Long, CampaignDocument> staged = documents.staged(store.changes(ids));
    Map<Long, String> blocked = participation.blocked(ids);
    Map<String, TargetDefinition> known =
        targets.all().stream()
            .collect(Collectors.toMap(TargetDefinition::name, Function.identity()));
    Map<Long, Detail> details = new HashMap<>();
    for (Campaign c : campaigns) {
      CampaignDocument document = Objects.requireNonNull(live.get(c.id));
      CampaignDocument change = staged.get(c.id);
      details.put(
          c.id,
          new Detail(
              missing(document, known.get(document.target())),
              change == null ? 0 : Math.max(1, differences(document, change)),
              blocked.get(c.id),
              document));
    }
    return details;
  }

  /** How many tests a campaign has, or had. */
  public int tests(long id) {
    return participation.tests(id);
  }

  private static int differences(CampaignDocument live, CampaignDocument staged) {
    CampaignDiff diff = CampaignDiff.between(live, staged);
    return diff.activities().size() + (diff.settings() ? 1 : 0);
  }

  private static int missing(CampaignDocument document, @Nullable TargetDefinition target) {
    if (target == null || document.activities().isEmpty()) {
      return 1;
    }
    return (int)
        document.places().stream()
            .map(CampaignDocument.Place::activity)
            .mapToLong(
                a -> (a.content() == null ? 1 : 0) + (CampaignCheck.reaches(target, a) ? 0 : 1))
            .sum();
  }
}
