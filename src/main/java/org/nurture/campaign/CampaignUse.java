package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
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
    if (library) {
      users.addAll(staged(name, ActivityType.ACTION));
    }
    return users.stream().distinct().limit(SOME).toList();
  }

  @Override
  public List<String> usedBy(Channel channel, long templateId) {
    String type = channel == Channel.MAIL ? "EMAIL" : "SMS";
    List<String> users =
        live(
            "a.templateId = :id and a.type = org.nurture.campaign.ActivityType." + type,
            templateId);
    entities
        .createNativeQuery(
            "select title from "
                + (channel == Channel.MAIL ? "mail_template" : "sms_template")
                + " where id = ? and campaign_id = 0")
        .setParameter(1, templateId)
        .getResultStream()
        .forEach(title -> users.addAll(staged((String) title, ActivityType.valueOf(type))));
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

  /** Staged versions name what they use by its title. */
  private List<String> staged(String title, ActivityType type) {
    return entities
        .createQuery("select h.document from CampaignChange h order by h.campaignId", String.class)
        .getResultStream()
        .map(CampaignDocument::parse)
        .filter(d -> names(d, title, type))
        .map(CampaignDocument::name)
        .limit(SOME)
        .toList();
  }

  private static boolean names(CampaignDocument document, String title, ActivityType type) {
    return document.places().stream()
        .map(CampaignDocument.Place::activity)
        .anyMatch(
            a -> a.type() == type && a.content() != null && a.content().title().equals(title));
  }
}
