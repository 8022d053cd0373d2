package org.nurture.campaign;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.platform.json.DocumentWriter;

/** From rows to documents, and from documents to rows, by ref. */
@ApplicationScoped
class CampaignDocuments {
  private CampaignStore store;
  private Contents contents;
  private Participation participation;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CampaignDocuments() {}

  @Inject
  CampaignDocuments(CampaignStore store, Contents contents, Participation participation) {
    this.store = store;
    this.contents = contents;
    this.participation = participation;
  }

  /** The live version. */
  CampaignDocument live(Campaign campaign) {
    return requireNonNull(live(List.of(campaign)).get(campaign.id));
  }

  /** The live versions by campaign id, in a handful of statements. */
  Map<Long, CampaignDocument> live(Collection<Campaign> campaigns) {
    List<Activity> rows = store.activities(campaigns.stream().map(c -> c.id).toList());
    Map<ActivityType, Map<Long, String>> titles = titles(rows);
    Map<Long, List<Activity>> byCampaign =
        rows.stream().collect(Collectors.groupingBy(a -> a.campaignId));
    Map<Long, CampaignDocument> documents = new LinkedHashMap<>();
    for (Campaign c : campaigns) {
      Map<Long, List<Activity>> byParent = new HashMap<>();
      for (Activity a : byCampaign.getOrDefault(c.id, List.of())) {
        byParent
            .computeIfAbsent(a.parentId == null ? 0 : a.parentId, k -> new ArrayList<>())
            .add(a);
      }
      documents.put(c.id, header(c).withActivities(tree(0L, byParent, titles)));
    }
    return documents;
  }

  private Map<ActivityType, Map<Long, String>> titles(List<Activity> rows) {
    return rows.stream()
        .filter(a -> content(a) != null)
        .collect(Collectors.groupingBy(a -> a.type))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e ->
                    contents.titles(
                        e.getKey(),
                        e.getValue().stream()
                            .map(CampaignDocuments::content)
                            .filter(Objects::nonNull)
                            .collect(Collectors.toSet()))));
  }

  private static List<ActivityDocument> tree(
      long parent,
      Map<Long, List<Activity>> byParent,
      Map<ActivityType, Map<Long, String>> titles) {
    // taken out, so that rows in a circle can't be walked for ever
    List<Activity> rows = byParent.remove(parent);
    if (rows == null) {
      return List.of();
    }
    return rows.stream()
        .map(a -> document(a, titles).withChildren(tree(a.id, byParent, titles)))
        .toList();
  }

  private static ActivityDocument document(
      Activity a, Map<ActivityType, Map<Long, String>> titles) {
    Long id = content(a);
    String title = id == null ? null : titles.getOrDefault(a.type, Map.of()).get(id);
    Content content = title == null ? null : Content.named(title);
    boolean action = a.type == ActivityType.ACTION;
    return new ActivityDocument(
        a.ref,
        a.name,
        a.type,
        action ? null : content,
        action ? content : null,
        a.trigger(),
        a.expiry(),
        a.waitAtMost(),
        Filter.parse(a.filter),
        List.of());
  }

  /**
   * The staged documents by campaign id, in a handful of statements. As in the live ones, templates
   * and actions have the titles of now.
   */
  Map<Long, CampaignDocument> staged(Collection<CampaignChange> changes) {
    Map<Long, Staged> read = new LinkedHashMap<>();
    changes.forEach(
        c -> read.put(c.campaignId, new Staged(CampaignDocument.parse(c.document), c.contents())));
    Map<ActivityType, Set<Long>> named = new EnumMap<>(ActivityType.class);
    for (Staged staged : read.values()) {
      for (CampaignDocument.Place place : staged.document().places()) {
        Long id = staged.contents().get(String.valueOf(place.activity().ref()));
        if (id != null) {
          named.computeIfAbsent(place.activity().type(), type -> new HashSet<>()).add(id);
        }
      }
    }
    Map<ActivityType, Map<Long, String>> titles = new EnumMap<>(ActivityType.class);
    named.forEach((type, ids) -> titles.put(type, contents.titles(type, ids)));
    Map<Long, CampaignDocument> documents = new LinkedHashMap<>();
    read.forEach((id, staged) -> documents.put(id, staged.titled(titles)));
    return documents;
  }

  /**
   * @param contents the templates and actions that it names, by the activity's ref
   */
  private record Staged(CampaignDocument document, Map<String, Long> contents) {
    CampaignDocument titled(Map<ActivityType, Map<Long, String>> titles) {
      return document.withActivities(
          CampaignDocuments.titled(document.activities(), contents, titles));
    }
  }

  private static List<ActivityDocument> titled(
      List<ActivityDocument> activities,
      Map<String, Long> ids,
      Map<ActivityType, Map<Long, String>> titles) {
    List<ActivityDocument> now = new ArrayList<>();
    for (ActivityDocument activity : activities) {
      Long id = ids.get(String.valueOf(activity.ref()));
      String title = id == null ? null : titles.getOrDefault(activity.type(), Map.of()).get(id);
      now.add(
          (title == null ? activity : activity.withContent(Content.named(title)))
              .withChildren(titled(activity.children(), ids, titles)));
    }
    return now;
  }

  private static CampaignDocument header(Campaign c) {
    return new CampaignDocument(
        c.name,
        c.target,
        Filter.parse(c.filter),
        c.uniqueField,
        c.timeZone,
        c.responsible,
        CampaignStore.tags(c),
        c.oncePerAddress,
        c.tracking,
        c.description,
        List.of());
  }

  /** What U1 changes at once. */
  static void applyLabels(Campaign c, CampaignDocument document) {
    c.name = document.name();
    c.tags = DocumentWriter.texts(document.tags()).toString();
    c.responsible = document.responsible();
  }

  /**
   * Makes the document the live version. Rows of activities that it no longer has are kept as
   * removed where the campaign has real participants or a test went through them.
   *
   * @param change that staged it; null: the campaign has no real participants
   */
  void apply(Campaign c, CampaignDocument document, @Nullable CampaignChange change) {
    boolean real = change != null;
    Map<String, Long> named = change == null ? Map.of() : change.contents();
    applyLabels(c, document);
    c.target = document.target();
    c.filter = document.filter().toJson();
    c.uniqueField = document.uniqueField();
    c.timeZone = document.timeZone();
    c.oncePerAddress = document.oncePerAddress();
    c.tracking = document.tracking();
    c.description = document.description();
    contents.store(c.id, document);
    Map<String, Activity> rows =
        store.activities(c.id).stream().collect(Collectors.toMap(a -> a.ref, Function.identity()));
    Map<String, Activity> gone = real ? Map.of() : removed(c.id);
    Map<String, Activity> kept = new HashMap<>();
    int position = 0;
    for (CampaignDocument.Place place : document.places()) {
      ActivityDocument activity = place.activity();
      String ref = requireNonNull(activity.ref());
      Activity row = rows.remove(ref);
      row = row == null ? gone.get(ref) : row;
      boolean added = row == null;
      if (row == null) {
        row = new Activity();
        row.campaignId = c.id;
        row.ref = ref;
      }
      row.removed = false;
      row.parentId = parentId(place, kept);
      row.position = position++;
      fill(c.id, row, activity, named.get(ref));
      if (added) {
        store.add(row);
      }
      kept.put(ref, row);
    }
    removeRows(c.id, rows.values(), real);
  }

  /** What only tests went through may come back under its ref: an undone removal is no news. */
  private Map<String, Activity> removed(long campaignId) {
    return store.removed(campaignId).stream()
        .collect(Collectors.toMap(a -> a.ref, Function.identity()));
  }

  private static @Nullable Long parentId(CampaignDocument.Place place, Map<String, Activity> kept) {
    ActivityDocument parent = place.parent();
    return parent == null ? null : requireNonNull(kept.get(parent.ref())).id;
  }

  /**
   * @param named id of its template or action; null: found by the title
   */
  private void fill(
      long campaignId, Activity row, ActivityDocument activity, @Nullable Long named) {
    row.name = activity.name();
    row.type = activity.type();
    row.trigger(activity.trigger());
    row.waitAtMost(activity.waitAtMost());
    row.expiry(activity.expiry());
    row.filter = activity.filter().toJson();
    Long content = named != null ? named : contents.id(campaignId, activity);
    row.templateId = activity.type() == ActivityType.ACTION ? null : content;
    row.actionId = activity.type() == ActivityType.ACTION ? content : null;
  }

  /** Tests keep the version that they were launched with, and so all of its activities. */
  private void removeRows(long campaignId, Collection<Activity> rows, boolean real) {
    boolean keep = !rows.isEmpty() && (real || participation.tests(campaignId) > 0);
    for (Activity row : rows) {
      if (keep) {
        row.removed = true;
      } else {
        store.remove(row);
      }
    }
  }

  /** Refs of a document, for telling those that were used before. */
  static Set<String> refs(CampaignDocument document) {
    Set<String> refs = new HashSet<>();
    document.places().forEach(p -> refs.add(requireNonNull(p.activity().ref())));
    return refs;
  }

  static @Nullable Long content(Activity a) {
    return a.type == ActivityType.ACTION ? a.actionId : a.templateId;
  }
}
