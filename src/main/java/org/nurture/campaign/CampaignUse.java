package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionUse;
import org.nurture.audience.TargetUse;
import org.nurture.template.Channel;
import org.nurture.template.TemplateUse;

/** Tells which campaigns use a template, action or target. */
@ApplicationScoped
class CampaignUse implements ActionUse, TemplateUse, TargetUse {
  private static final int SOME = 5;

  private EntityManager entities;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignUse() {}

  @Inject
  CampaignUse(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public List<String> usedBy(long actionId, String name, boolean library) {
    List<String> users =
        live("a.actionId = :id and a.type = org.nurture.campaign.ActivityType.ACTION", actionId);
    users.addAll(staged(ActivityType.ACTION, actionId, library ? name : null));
    return users.stream().distinct().limit(SOME).toList();
  }

  @Override
  public List<String> usedBy(Channel channel, long templateId) {
    String type = channel == Channel.MAIL ? "EMAIL" : "SMS";
    List<String> users =
        live(
            "a.templateId = :id and a.type = org.nurture.campaign.ActivityType." + type,
            templateId);
    String title =
        (String)
            entities
                .createNativeQuery(
                    "select title from "
                        + (channel == Channel.MAIL ? "mail_template" : "sms_template")
                        + " where id = ? and campaign_id = 0")
                .setParameter(1, templateId)
                .getResultStream()
                .findFirst()
                .orElse(null);
    users.addAll(staged(ActivityType.valueOf(type), templateId, title));
    return users.stream().distinct().limit(SOME).toList();
  }

  @Override
  public List<String> usedBy(String target) {
    return entities
        .createQuery(
            "select c.name from Campaign c where c.target = :target order by c.name", String.class)
        .setParameter("target", target)
        .setMaxResults(SOME)
        .getResultStream()
        .map(name -> "campaign “" + name + "”")
        .toList();
  }

  private List<String> live(String condition, long id) {
    return new ArrayList<>(
        entities
            .createQuery(
                "select distinct c.name from Activity a, Campaign c where a.campaignId = c.id and"
                    + " a.removed = false and "
                    + condition
                    + " order by c.name",
                String.class)
            .setParameter("id", id)
            .setMaxResults(SOME)
            .getResultList());
  }

  /**
   * @param title of the library's, for what a staged version brings itself or was staged without
   *     ids; null: it is a campaign's own
   */
  private List<String> staged(ActivityType type, long id, @Nullable String title) {
    return entities
        .createQuery("select h from CampaignChange h order by h.campaignId", CampaignChange.class)
        .getResultStream()
        .map(change -> user(change, type, id, title))
        .flatMap(Optional::stream)
        .limit(SOME)
        .toList();
  }

  /** The campaign's name where what is staged for it uses that. */
  private static Optional<String> user(
      CampaignChange change, ActivityType type, long id, @Nullable String title) {
    CampaignDocument document = CampaignDocument.parse(change.document);
    Map<String, Long> ids = change.contents();
    boolean uses =
        document.places().stream()
            .map(CampaignDocument.Place::activity)
            .filter(a -> a.type() == type)
            .anyMatch(
                a -> {
                  Long named = ids.get(String.valueOf(a.ref()));
                  Content content = a.content();
                  return named != null
                      ? named == id
                      : content != null && content.title().equals(title);
                });
    return uses ? Optional.of(document.name()) : Optional.empty();
  }
}
