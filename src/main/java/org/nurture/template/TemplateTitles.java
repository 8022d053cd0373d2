package org.nurture.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import org.nurture.template.Templates.Template;

/** Templates by title, for picking and listing; a page at a time. */
@ApplicationScoped
public class TemplateTitles {
  private static final String USABLE =
      " t where t.target = :target and t.campaignId in (0, :campaign)";

  @PersistenceContext private EntityManager em;

  /**
   * Those with the text in their title that a campaign of the target can use; its own come before
   * the library's of the same title, which they hide.
   */
  @Transactional
  public List<Template> pick(
      Channel channel, String target, long campaignId, String text, int limit) {
    return em.createQuery(
            "select t from "
                + entity(channel)
                + USABLE
                + " and lower(t.title) like :text escape '!' order by t.title, t.campaignId desc",
            TemplateEntity.class)
        .setParameter("target", target)
        .setParameter("campaign", campaignId)
        .setParameter("text", pattern(text))
        .setMaxResults(limit)
        .getResultStream()
        .map(TemplateEntity::summary)
        .toList();
  }

  /** How many a campaign of the target can use. */
  @Transactional
  public long countFor(Channel channel, String target, long campaignId) {
    return em.createQuery("select count(t) from " + entity(channel) + USABLE, Long.class)
        .setParameter("target", target)
        .setParameter("campaign", campaignId)
        .getSingleResult();
  }

  /** Those with the text in their title, by title. */
  @Transactional
  public List<Template> page(Channel channel, String text, int first, int size) {
    return em.createQuery(
            "select t from "
                + entity(channel)
                + " t where lower(t.title) like :text escape '!' order by t.title, t.id",
            TemplateEntity.class)
        .setParameter("text", pattern(text))
        .setFirstResult(first)
        .setMaxResults(size)
        .getResultStream()
        .map(TemplateEntity::summary)
        .toList();
  }

  /** How many {@link #page} has in all. */
  @Transactional
  public long count(Channel channel, String text) {
    return em.createQuery(
            "select count(t) from "
                + entity(channel)
                + " t where lower(t.title) like :text escape '!'",
            Long.class)
        .setParameter("text", pattern(text))
        .getSingleResult();
  }

  private static String pattern(String text) {
    String escaped = text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
    return "%" + escaped + "%";
  }

  private static String entity(Channel channel) {
    return channel == Channel.MAIL ? "MailTemplate" : "SmsTemplate";
  }
}
