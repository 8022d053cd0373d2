package org.nurture.web.template;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionTemplates;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.ContentUses;
import org.nurture.platform.Violation;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;
import org.nurture.template.TemplateTitles;
import org.nurture.template.Templates;
import org.nurture.web.action.ActionDesk;
import org.nurture.web.page.Say;

/** Templates as forms need them, whatever their kind; of actions, what an activity can name. */
@ApplicationScoped
public class ContentDesk {
  private static final int MOST_SUGGESTED = 20;

  private final StoredTemplates templates;
  private final TemplateTitles titles;
  private final ActionDesk actions;
  private final CurrentUser user;
  private final ContentUses uses;
  private final ActionTemplates sent;
  private final Say say;

  @Inject
  public ContentDesk(
      StoredTemplates templates,
      TemplateTitles titles,
      ActionDesk actions,
      CurrentUser user,
      ContentUses uses,
      ActionTemplates sent,
      Say say) {
    this.templates = templates;
    this.titles = titles;
    this.actions = actions;
    this.user = user;
    this.uses = uses;
    this.sent = sent;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected ContentDesk() {
    this(null, null, null, null, null, null, null);
  }

  /** One that an activity can use, and who uses it, in words. */
  public record Offer(String title, String used) implements Serializable {
    public String getTitle() {
      return title;
    }

    public String getUsed() {
      return used;
    }
  }

  /** Those with the text in title or name that a campaign can use. */
  @Transactional
  public List<Offer> offers(
      ActivityType type, String target, @Nullable Long campaign, String text) {
    if (type == ActivityType.ACTION) {
      return actions.suggest(target, text).stream().map(name -> new Offer(name, "")).toList();
    }
    List<Templates.Template> found =
        titles.pick(channel(type), target, campaign == null ? 0 : campaign, text, MOST_SUGGESTED);
    Map<Long, Long> used = uses.of(type, found.stream().map(Templates.Template::id).toList());
    Map<String, List<String>> senders = sent.users(channel(type));
    Map<String, Offer> byTitle = new LinkedHashMap<>();
    found.forEach(
        t -> byTitle.putIfAbsent(t.title(), new Offer(t.title(), words(t, used, senders))));
    return List.copyOf(byTitle.values());
  }

  /**
   * Who uses it: activities, and actions that name it.
   *
   * @param used by how many activities, by id
   * @param senders names of actions, by title
   */
  private String words(
      Templates.Template template, Map<Long, Long> used, Map<String, List<String>> senders) {
    long activities = used.getOrDefault(template.id(), 0L);
    List<String> actions =
        template.campaignId() == Templates.LIBRARY
            ? senders.getOrDefault(template.title(), List.of())
            : List.of();
    if (actions.isEmpty()) {
      return say.of("content.used", activities);
    }
    String named =
        say.of("content.used.actions", actions.size(), actions.get(0), actions.size() - 1);
    return activities == 0 ? named : say.of("content.used", activities) + "; " + named;
  }

  /** How many a campaign can use, in words. */
  @Transactional
  public String choice(ActivityType type, String target, @Nullable Long campaign) {
    return type == ActivityType.ACTION
        ? ""
        : say.of(
            "content.choice." + type,
            titles.countFor(channel(type), target, campaign == null ? 0 : campaign));
  }

  /** The document that a campaign's activity names. */
  @Transactional
  public Optional<JsonObject> find(ActivityType type, @Nullable Long campaign, String title) {
    long owner = campaign == null ? 0 : campaign;
    if (type == ActivityType.ACTION) {
      return actions.find(campaign, title);
    }
    return templates
        .find(channel(type), owner, title)
        .map(t -> templates.document(channel(type), t.id()).json());
  }

  /** What is wrong with a document; places are JSON Pointers into it. */
  @Transactional
  public List<Violation> check(ActivityType type, String target, JsonObject document) {
    return templates.check(channel(type), target, document);
  }

  /**
   * One of the library or of a campaign, as lists show it.
   *
   * @param campaign name of the campaign that it belongs to; null: the library's
   * @param used by whom, in words
   */
  public record Row(long id, String title, String target, @Nullable String campaign, String used)
      implements Serializable {}

  /** A page by title. */
  @Transactional
  List<Row> page(ActivityType type, String text, int first, int size) {
    List<Templates.Template> found = titles.page(channel(type), text, first, size);
    Map<Long, Long> used = uses.of(type, found.stream().map(Templates.Template::id).toList());
    Map<String, List<String>> senders = sent.users(channel(type));
    Map<Long, String> campaigns =
        uses.campaigns(found.stream().map(Templates.Template::campaignId).distinct().toList());
    return found.stream()
        .map(
            t ->
                new Row(
                    t.id(),
                    t.title(),
                    t.target(),
                    campaigns.get(t.campaignId()),
                    words(t, used, senders)))
        .toList();
  }

  /** A document with its version. */
  record Opened(long version, JsonObject json) {}

  @Transactional
  Opened open(ActivityType type, long id) {
    StoredTemplates.Stored stored = templates.document(channel(type), id);
    return new Opened(stored.version(), stored.json());
  }

  /**
   * Adds one to the library, or replaces one.
   *
   * @param id null: a new one
   * @throws org.nurture.platform.NurtureException INVALID, STALE
   */
  @Transactional
  void save(ActivityType type, @Nullable Long id, @Nullable Long version, JsonObject document) {
    user.demand(Role.USER);
    if (id == null) {
      templates.create(channel(type), document);
    } else {
      templates.update(channel(type), id, document, version);
    }
  }

  /**
   * @throws org.nurture.platform.NurtureException CONFLICT: it is used
   */
  @Transactional
  void delete(ActivityType type, long id) {
    user.demand(Role.USER);
    templates.delete(channel(type), id);
  }

  static Channel channel(ActivityType type) {
    return type == ActivityType.SMS ? Channel.SMS : Channel.MAIL;
  }
}
