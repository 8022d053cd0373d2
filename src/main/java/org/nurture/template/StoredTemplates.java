package org.nurture.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;

/** The templates of the library and of campaigns (JPA), checked before they are stored. */
@ApplicationScoped
public class StoredTemplates implements Templates, TemplateSource {
  @PersistenceContext private EntityManager em;

  private final TemplateDocuments documents;
  private final Supplier<Stream<TemplateUse>> uses;

  @Inject
  public StoredTemplates(Placeholders placeholders, Instance<TemplateUse> uses) {
    this(placeholders, uses::stream);
  }

  StoredTemplates(Placeholders placeholders, Supplier<Stream<TemplateUse>> uses) {
    this.documents = new TemplateDocuments(placeholders);
    this.uses = uses;
  }

  /** Without a container. */
  public StoredTemplates(EntityManager em, Placeholders placeholders, TemplateUse... uses) {
    this(placeholders, () -> Stream.of(uses));
    this.em = em;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected StoredTemplates() {
    this(null, Stream::empty);
  }

  // ------------------------------------------------------------------ for composing

  @Override
  public MailContent mail(long templateId) {
    return ((MailTemplate) get(Channel.MAIL, templateId)).content();
  }

  @Override
  public SmsContent sms(long templateId) {
    return ((SmsTemplate) get(Channel.SMS, templateId)).content();
  }

  // ------------------------------------------------------------------ for campaigns

  @Override
  public Optional<Template> find(Channel channel, long campaignId, String title) {
    return em.createQuery(
            "select t from "
                + type(channel).getSimpleName()
                + " t where t.title = :title and t.campaignId in (:library, :campaign)"
                + " order by t.campaignId desc",
            type(channel))
        .setParameter("title", title)
        .setParameter("library", LIBRARY)
        .setParameter("campaign", campaignId)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(TemplateEntity::summary);
  }

  @Override
  public Optional<Template> find(Channel channel, long id) {
    return Optional.ofNullable(em.find(type(channel), id)).map(TemplateEntity::summary);
  }

  @Override
  public Map<Long, String> titles(Channel channel, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return em.createQuery(
            "select t from " + type(channel).getSimpleName() + " t where t.id in :ids",
            type(channel))
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(TemplateEntity::id, TemplateEntity::title));
  }

  @Override
  public List<Violation> check(Channel channel, String target, JsonObject document) {
    Problems problems = new Problems();
    documents.read(channel, target, document, problems);
    return problems.violations();
  }

  @Override
  @Transactional
  public long store(Channel channel, long campaignId, String target, JsonObject document) {
    TemplateEntity.Document read = documents.checked(channel, target, document);
    TemplateEntity template =
        own(channel, campaignId, read.title()).orElseGet(() -> fresh(channel, campaignId));
    template.take(read);
    em.persist(template);
    em.flush();
    return template.id();
  }

  @Override
  @Transactional
  public Map<Long, Long> copy(Channel channel, long fromCampaign, long toCampaign) {
    Map<Long, Long> copies = new HashMap<>();
    for (TemplateEntity template : ofCampaign(channel, fromCampaign)) {
      TemplateEntity copy = template.copy();
      copy.belongTo(toCampaign);
      em.persist(copy);
      copies.put(template.id(), copy.id());
    }
    em.flush();
    return copies;
  }

  @Override
  @Transactional
  public void deleteOf(long campaignId) {
    if (campaignId == LIBRARY) {
      throw new IllegalArgumentException("the library belongs to no campaign");
    }
    for (Channel channel : Channel.values()) {
      ofCampaign(channel, campaignId).forEach(em::remove);
    }
    em.flush();
  }

  // ------------------------------------------------------------------ for people

  /** Documents in id order, after the given id; of the library and of campaigns. */
  @Transactional
  public List<Stored> page(Channel channel, long after, int limit) {
    return em.createQuery(
            "select t from "
                + type(channel).getSimpleName()
                + " t where t.id > :after order by t.id",
            type(channel))
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultStream()
        .<Stored>map(StoredTemplates::stored)
        .toList();
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  @Transactional
  public Stored document(Channel channel, long id) {
    return stored(get(channel, id));
  }

  /**
   * Adds one to the library.
   *
   * @throws NurtureException INVALID, a title that is taken included
   */
  @Transactional
  public Stored create(Channel channel, JsonObject document) {
    TemplateEntity.Document read = documents.checked(channel, "", document);
    refuseTaken(channel, LIBRARY, read.title(), null);
    TemplateEntity template = fresh(channel, LIBRARY);
    template.take(read);
    em.persist(template);
    em.flush();
    return stored(template);
  }

  /**
   * Replaces one, wherever it belongs. Messages that are composed already stay as they are (U7).
   *
   * @param ifVersion null: whatever its version
   * @throws NurtureException NOT_FOUND, STALE, INVALID
   */
  @Transactional
  public Stored update(Channel channel, long id, JsonObject document, @Nullable Long ifVersion) {
    TemplateEntity template = get(channel, id);
    if (ifVersion != null && ifVersion != template.version()) {
      throw new NurtureException(
          NurtureException.Kind.STALE,
          Text.of(
              "The template was changed by somebody else; it is at version {0}",
              template.version()),
          List.of());
    }
    TemplateEntity.Document read = documents.checked(channel, "", document);
    String was = template.title();
    if (!read.target().equals(template.target())) {
      List<String> users = usedBy(channel, template);
      if (!users.isEmpty()) {
        throw NurtureException.invalid("/target", used(template, users));
      }
    }
    refuseTaken(channel, template.campaignId(), read.title(), id);
    template.take(read);
    em.flush();
    if (template.campaignId() == LIBRARY && !was.equals(template.title())) {
      uses.get().forEach(use -> use.renamed(channel, was, template.title()));
    }
    return stored(template);
  }

  /**
   * @throws NurtureException NOT_FOUND; CONFLICT: it is used
   */
  @Transactional
  public void delete(Channel channel, long id) {
    TemplateEntity template = get(channel, id);
    List<String> users = usedBy(channel, template);
    if (!users.isEmpty()) {
      throw NurtureException.conflict(used(template, users));
    }
    em.remove(template);
    em.flush();
  }

  private static String used(TemplateEntity template, List<String> users) {
    return Text.of(
        "The template “{0}” is used by: {1}", template.title(), String.join(", ", users));
  }

  /** A template's document and version. */
  public record Stored(long id, long version, JsonObject json) {}

  private static Stored stored(TemplateEntity template) {
    return new Stored(template.id(), template.version(), template.toJson());
  }

  private List<String> usedBy(Channel channel, TemplateEntity template) {
    List<String> users = new ArrayList<>();
    uses.get()
        .forEach(
            use -> {
              users.addAll(use.usedBy(channel, template.id()));
              if (template.campaignId() == LIBRARY) {
                users.addAll(use.usedBy(channel, template.title()));
              }
            });
    return users;
  }

  private void refuseTaken(
      Channel channel, long campaignId, String title, @Nullable Long exceptId) {
    own(channel, campaignId, title)
        .filter(t -> exceptId == null || t.id() != exceptId)
        .ifPresent(
            t -> {
              throw NurtureException.invalid(
                  "/title",
                  Text.of("There is a template “{0}” already; choose another title", title));
            });
  }

  private TemplateEntity get(Channel channel, long id) {
    TemplateEntity found = em.find(type(channel), id);
    if (found == null) {
      throw NurtureException.notFound("template", id);
    }
    return found;
  }

  private Optional<TemplateEntity> own(Channel channel, long campaignId, String title) {
    return em.createQuery(
            "select t from "
                + type(channel).getSimpleName()
                + " t where t.campaignId = :campaign and t.title = :title",
            type(channel))
        .setParameter("campaign", campaignId)
        .setParameter("title", title)
        .getResultStream()
        .<TemplateEntity>map(t -> t)
        .findFirst();
  }

  private List<TemplateEntity> ofCampaign(Channel channel, long campaignId) {
    return em.createQuery(
            "select t from "
                + type(channel).getSimpleName()
                + " t where t.campaignId = :campaign order by t.id",
            type(channel))
        .setParameter("campaign", campaignId)
        .getResultStream()
        .<TemplateEntity>map(t -> t)
        .toList();
  }

  private static TemplateEntity fresh(Channel channel, long campaignId) {
    return channel == Channel.MAIL
        ? MailTemplate.ofCampaign(campaignId)
        : SmsTemplate.ofCampaign(campaignId);
  }

  private static Class<? extends TemplateEntity> type(Channel channel) {
    return channel == Channel.MAIL ? MailTemplate.class : SmsTemplate.class;
  }
}
