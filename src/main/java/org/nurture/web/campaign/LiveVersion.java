package org.nurture.web.campaign;

import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The version that runs, beside the one that is edited: what is new, changed or removed against it,
 * saved or not. By ref.
 */
final class LiveVersion implements Serializable {
  private static final long serialVersionUID = 1L;

  private final CampaignDraft live;
  private final Map<String, ActivityDraft> byRef = new LinkedHashMap<>();
  private final Map<String, ActivityDraft> parents = new LinkedHashMap<>();

  private LiveVersion(CampaignDraft live) {
    this.live = live;
    index(null, live.activities());
  }

  static LiveVersion read(JsonObject document) {
    return new LiveVersion(CampaignDraft.read(document));
  }

  private void index(@Nullable ActivityDraft parent, List<ActivityDraft> children) {
    for (ActivityDraft child : children) {
      byRef.put(String.valueOf(child.getRef()), child);
      if (parent != null) {
        parents.put(String.valueOf(child.getRef()), parent);
      }
      index(child, child.children());
    }
  }

  /** All activities that run, depth first. */
  List<ActivityDraft> all() {
    return List.copyOf(byRef.values());
  }

  /** The activity as it runs; null: it is new. */
  @Nullable ActivityDraft find(@Nullable String ref) {
    return ref == null ? null : byRef.get(ref);
  }

  /** The parent that it has as it runs; null: at the root, or new. */
  @Nullable ActivityDraft parentOf(@Nullable String ref) {
    return ref == null ? null : parents.get(ref);
  }

  /** Whether the activity hangs under another parent than the one that it has as it runs. */
  boolean moved(ActivityDraft activity, @Nullable ActivityDraft parent) {
    ActivityDraft was = parentOf(activity.getRef());
    return find(activity.getRef()) != null
        && (was == null ? parent != null : parent == null || !was.sameRef(parent));
  }

  /** Whether anything of the activity itself differs, its place and children aside. */
  boolean changed(ActivityDraft activity) {
    ActivityDraft was = find(activity.getRef());
    return was != null && !was.writeAlone().equals(activity.writeAlone());
  }

  /** Names of the campaign's own settings that differ, as keys of the bundle's fields. */
  List<String> settings(CampaignDraft now) {
    List<String> names = new ArrayList<>();
    add(names, "filter", live.filter(), now.filter());
    add(names, "unique", live.getUniqueField(), now.getUniqueField());
    add(names, "zone", live.getTimeZone(), now.getTimeZone());
    add(names, "once", live.isOncePerAddress(), now.isOncePerAddress());
    add(names, "tracking", live.isTracking(), now.isTracking());
    return names;
  }

  private static void add(List<String> names, String name, @Nullable Object a, @Nullable Object b) {
    if (!Objects.equals(a, b)) {
      names.add(name);
    }
  }

  /** Refs of what runs and is no longer in the draft. */
  Set<String> gone(CampaignDraft draft) {
    Set<String> gone = new HashSet<>(byRef.keySet());
    draft.all().forEach(a -> gone.remove(String.valueOf(a.getRef())));
    return gone;
  }

  /** The children as they are drawn: with the removed ones, each after its sibling of before. */
  List<ActivityDraft> withGone(
      @Nullable ActivityDraft parent, List<ActivityDraft> children, Set<String> gone) {
    List<ActivityDraft> drawn = new ArrayList<>(children);
    int at = 0;
    for (ActivityDraft was : childrenOf(parent)) {
      if (gone.contains(String.valueOf(was.getRef()))) {
        if (!drawn.contains(was)) {
          drawn.add(at, was);
        }
        at++;
      } else {
        for (int i = 0; i < drawn.size(); i++) {
          at = drawn.get(i).sameRef(was) ? i + 1 : at;
        }
      }
    }
    return drawn;
  }

  private List<ActivityDraft> childrenOf(@Nullable ActivityDraft parent) {
    if (parent == null) {
      return live.activities();
    }
    ActivityDraft was = find(parent.getRef());
    return was == null ? List.of() : was.children();
  }

  /** Puts a removed activity back, with what was removed above and below it. */
  void restore(CampaignDraft draft, String ref) {
    Set<String> gone = gone(draft);
    ActivityDraft at = find(ref);
    if (at == null || !gone.contains(ref)) {
      return;
    }
    restoreAlone(draft, at);
    for (ActivityDraft each : WorkflowMoves.below(at)) {
      if (gone.contains(String.valueOf(each.getRef()))) {
        restoreAlone(draft, each);
      }
    }
  }

  private void restoreAlone(CampaignDraft draft, ActivityDraft was) {
    ActivityDraft parent = parentOf(was.getRef());
    if (parent != null && draft.byRef(parent.getRef()).isEmpty()) {
      restoreAlone(draft, parent);
    }
    if (draft.byRef(was.getRef()).isPresent()) {
      return;
    }
    ActivityDraft under = parent == null ? null : draft.byRef(parent.getRef()).orElse(null);
    List<ActivityDraft> siblings = under == null ? draft.activities() : under.children();
    int at = withGone(parent, siblings, Set.of(String.valueOf(was.getRef()))).indexOf(was);
    siblings.add(Math.min(Math.max(at, 0), siblings.size()), was.alone());
  }
}
