package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ActionView;
import org.nurture.action.Actions;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;
import org.nurture.template.Templates;

/** Campaigns as documents that say all: templates and actions stand in them as whole documents. */
@ApplicationScoped
@Transactional
public class CampaignExport {
  private Campaigns campaigns;
  private StoredTemplates templates;
  private Actions actions;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignExport() {}

  @Inject
  CampaignExport(Campaigns campaigns, StoredTemplates templates, Actions actions) {
    this.campaigns = campaigns;
    this.templates = templates;
    this.actions = actions;
  }

  /**
   * The live version for another installation: no ids, no responsible (people differ), and whole
   * documents of all that it uses. A title that is used twice has its document at the first place.
   *
   * @throws org.nurture.platform.NurtureException NOT_FOUND, FORBIDDEN
   */
  public JsonObject whole(long id) {
    CampaignDocument live = campaigns.get(id).document();
    return Json.createObjectBuilder(embed(id, live.withResponsible(null), true).toJson())
        .remove("responsible")
        .build();
  }

  /**
   * The live version, to make the campaign again here: with its own templates and actions, while
   * the library's stay what they are.
   *
   * @throws org.nurture.platform.NurtureException NOT_FOUND, FORBIDDEN
   */
  public JsonObject keepsake(long id) {
    return embed(id, campaigns.get(id).document(), false).toJson();
  }

  private CampaignDocument embed(long id, CampaignDocument document, boolean library) {
    Set<String> told = new HashSet<>();
    return document.withActivities(embed(id, document.activities(), library, told));
  }

  private List<ActivityDocument> embed(
      long id, List<ActivityDocument> activities, boolean library, Set<String> told) {
    return activities.stream()
        .map(a -> a.withContent(content(id, a, library, told)))
        .map(a -> a.withChildren(embed(id, a.children(), library, told)))
        .toList();
  }

  private @Nullable Content content(
      long id, ActivityDocument activity, boolean library, Set<String> told) {
    Content content = activity.content();
    if (content == null || !told.add(activity.type() + " " + content.title())) {
      return content;
    }
    return find(id, activity.type(), content.title(), library)
        .map(json -> new Content(content.title(), bare(json)))
        .orElse(content);
  }

  private Optional<JsonObject> find(long id, ActivityType type, String title, boolean library) {
    if (type == ActivityType.ACTION) {
      return actions
          .find(id, title)
          .filter(a -> library || a.campaignId() != Actions.LIBRARY)
          .map(ActionView::document)
          .map(d -> d.toJson());
    }
    Channel channel = type == ActivityType.SMS ? Channel.SMS : Channel.MAIL;
    return templates
        .find(channel, id, title)
        .filter(t -> library || t.campaignId() != Templates.LIBRARY)
        .map(t -> templates.document(channel, t.id()).json());
  }

  private static JsonObject bare(JsonObject json) {
    JsonObjectBuilder bare = Json.createObjectBuilder(json);
    Set.of("id", "campaign", "version").forEach(bare::remove);
    return bare.build();
  }
}
