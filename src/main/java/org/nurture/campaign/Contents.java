package org.nurture.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nurture.action.Actions;
import org.nurture.action.KeptActions;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Violation;
import org.nurture.platform.json.Problems;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.template.Channel;
import org.nurture.template.Templates;

/** Templates and actions of activities: from titles and whole documents to ids, and back. */
@ApplicationScoped
class Contents {
  private Templates templates;
  private Actions actions;
  private KeptActions kept;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Contents() {}

  @Inject
  Contents(Templates templates, Actions actions, KeptActions kept, CurrentUser user) {
    this.templates = templates;
    this.actions = actions;
    this.kept = kept;
    this.user = user;
  }

  /** Checks that titles exist for the target, and whole documents are all right. */
  void check(long campaignId, CampaignDocument document, Problems problems) {
    Map<String, JsonObject> whole = new HashMap<>();
    List<CampaignDocument.Place> places = document.places();
    for (CampaignDocument.Place place : places) {
      Content content = place.activity().content();
      if (content != null && content.document() != null) {
        JsonObject other =
            whole.putIfAbsent(key(place.activity().type(), content.title()), content.document());
        if (other != null && !other.equals(content.document())) {
          problems.invalid(
              at(place),
              Text.of(
                  "Another activity brings a different document of the title “{0}”; a title is"
                      + " unique in its campaign",
                  content.title()));
        }
      }
    }
    for (CampaignDocument.Place place : places) {
      ActivityDocument activity = place.activity();
      Content content = activity.content();
      if (content == null) {
        continue;
      }
      JsonObject own = content.document();
      if (own != null) {
        for (Violation v : check(campaignId, activity.type(), document.target(), own)) {
          problems.invalid(at(place) + v.path(), v.message());
        }
      } else if (!whole.containsKey(key(activity.type(), content.title()))) {
        checkTitle(campaignId, document.target(), place, content.title(), problems);
      }
    }
  }

  private void checkTitle(
      long campaignId,
      String target,
      CampaignDocument.Place place,
      String title,
      Problems problems) {
    ActivityType type = place.activity().type();
    Optional<Found> found = find(type, campaignId, title);
    if (found.isEmpty()) {
      problems.invalid(
          at(place),
          Text.of(
              "There is no {0} “{1}”; give its exact title, or a whole document",
              what(type), title));
    } else if (!found.get().target().equals(target)) {
      problems.invalid(
          at(place),
          Text.of(
              "“{0}” is for the target “{1}”, the campaign for “{2}”",
              title, found.get().target(), target));
    } else if (type == ActivityType.ACTION) {
      kept.unusable(campaignId, title).ifPresent(message -> problems.invalid(at(place), message));
    }
  }

  /**
   * Refuses actions that the current user's groups may not use.
   *
   * @throws NurtureException FORBIDDEN, with the groups
   */
  void demandAllowed(long campaignId, CampaignDocument document) {
    for (CampaignDocument.Place place : document.places()) {
      Content content = place.activity().action();
      if (content == null) {
        continue;
      }
      JsonObject own = content.document();
      if (own != null) {
        actions.demandScripting(campaignId, own);
      }
      List<List<String>> allowed =
          own == null
              ? kept.groups(campaignId, content.title())
              : kept.groupsOfParts(campaignId, own);
      allowed.stream()
          .filter(groups -> !user.isInOneOf(groups))
          .findFirst()
          .ifPresent(
              groups -> {
                throw new NurtureException(
                    NurtureException.Kind.FORBIDDEN,
                    Text.of(
                        "The action “{0}” is only for the groups {1}",
                        content.title(), String.join(", ", groups)),
                    List.of(
                        new Violation(
                            at(place), Text.of("Only for {0}", String.join(", ", groups)))));
              });
    }
  }

  /** Makes or replaces what comes as whole documents; only after {@link #check}. */
  void store(long campaignId, CampaignDocument document) {
    for (CampaignDocument.Place place : document.places()) {
      Content content = place.activity().content();
      JsonObject own = content == null ? null : content.document();
      if (own != null) {
        Channel channel = channel(place.activity().type());
        if (channel == null) {
          actions.store(campaignId, document.target(), own);
        } else {
          templates.store(channel, campaignId, document.target(), own);
        }
      }
    }
  }

  /**
   * The id of an activity's content; null: not chosen yet.
   *
   * @throws NurtureException CONFLICT: it is gone since it was checked
   */
  @Nullable Long id(long campaignId, ActivityDocument activity) {
    Content content = activity.content();
    if (content == null) {
      return null;
    }
    return find(activity.type(), campaignId, content.title())
        .map(Found::id)
        .orElseThrow(
            () ->
                NurtureException.conflict(
                    Text.of("The {0} “{1}” is gone", what(activity.type()), content.title())));
  }

  /**
   * The ids of what a document's activities name, by ref; those that it brings itself have none
   * yet.
   */
  Map<String, Long> named(long campaignId, CampaignDocument document) {
    Set<String> brought = new HashSet<>();
    for (CampaignDocument.Place place : document.places()) {
      Content content = place.activity().content();
      if (content != null && content.document() != null) {
        brought.add(key(place.activity().type(), content.title()));
      }
    }
    Map<String, Long> ids = new HashMap<>();
    for (CampaignDocument.Place place : document.places()) {
      ActivityDocument activity = place.activity();
      Content content = activity.content();
      if (content != null && !brought.contains(key(activity.type(), content.title()))) {
        find(activity.type(), campaignId, content.title())
            .ifPresent(found -> ids.put(String.valueOf(activity.ref()), found.id()));
      }
    }
    return ids;
  }

  /** Titles by id; templates of one channel, or actions. */
  Map<Long, String> titles(ActivityType type, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Channel channel = channel(type);
    return channel == null ? actions.names(ids) : templates.titles(channel, ids);
  }

  /** Why an action can't run just now. */
  List<Violation> obstacles(long actionId) {
    return actions.obstacles(actionId);
  }

  /** Keeps the actions of these as they are now, in the current user's name. */
  void keepActions(List<Activity> rows) {
    for (Activity row : rows) {
      KeptActions.Pin pin =
          row.type == ActivityType.ACTION && row.actionId != null ? kept.pin(row.actionId) : null;
      row.actionVersion = pin == null ? null : pin.version();
      row.actionBy = pin == null ? null : pin.by();
    }
  }

  /** As {@link #keepActions}, but versions that are kept already stay. */
  void keepNewActions(List<Activity> rows) {
    List<Activity> fresh = rows.stream().filter(row -> row.actionVersion == null).toList();
    keepActions(fresh);
    for (Activity row : rows) {
      if (!fresh.contains(row)) {
        row.actionBy = Role.groups(user.roles());
      }
    }
  }

  /** Of these, refs of those whose action is another by now than the version that is kept. */
  Set<String> newer(List<Activity> rows) {
    Set<String> refs = new TreeSet<>();
    for (Activity row : rows) {
      if (row.actionVersion != null
          && row.actionId != null
          && kept.newer(row.actionId, row.actionVersion)) {
        refs.add(row.ref);
      }
    }
    return refs;
  }

  /** From the ids of one campaign's own templates and actions to those of copies. */
  Map<Long, Long> copy(long from, long to) {
    Map<Long, Long> copies = new HashMap<>(actions.copy(from, to));
    for (Channel channel : Channel.values()) {
      copies.putAll(templates.copy(channel, from, to));
    }
    return copies;
  }

  void deleteOf(long campaignId) {
    actions.deleteOf(campaignId);
    templates.deleteOf(campaignId);
  }

  private record Found(long id, String target) {}

  private Optional<Found> find(ActivityType type, long campaignId, String title) {
    Channel channel = channel(type);
    return channel == null
        ? actions.find(campaignId, title).map(a -> new Found(a.id(), a.document().target()))
        : templates.find(channel, campaignId, title).map(t -> new Found(t.id(), t.target()));
  }

  private List<Violation> check(
      long campaignId, ActivityType type, String target, JsonObject document) {
    Channel channel = channel(type);
    return channel == null
        ? actions.check(campaignId, target, document)
        : templates.check(channel, target, document);
  }

  private static @Nullable Channel channel(ActivityType type) {
    return switch (type) {
      case EMAIL -> Channel.MAIL;
      case SMS -> Channel.SMS;
      case ACTION -> null;
    };
  }

  static String what(ActivityType type) {
    return switch (type) {
      case EMAIL -> Text.of("mail template");
      case SMS -> Text.of("SMS template");
      case ACTION -> Text.of("server action");
    };
  }

  private static String key(ActivityType type, String title) {
    return type + " " + title;
  }

  private static String at(CampaignDocument.Place place) {
    return place.path() + "/" + place.activity().contentMember();
  }
}
