package org.nurture.web.campaign;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/** What is done to the activities of a draft outside their dialog, each step undoable. */
final class WorkflowMoves implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_UNDONE = 20;

  private final CampaignDraft draft;
  private final Deque<ArrayList<ActivityDraft>> before = new ArrayDeque<>();

  WorkflowMoves(CampaignDraft draft) {
    this.draft = draft;
  }

  private void keep() {
    before.push(new ArrayList<>(draft.snapshot()));
    if (before.size() > MOST_UNDONE) {
      before.removeLast();
    }
  }

  /** Goes one step back; false: there is none. */
  boolean undo() {
    if (before.isEmpty()) {
      return false;
    }
    draft.restore(before.pop());
    return true;
  }

  /** Removes the activity with all below it, and answers how many were below. */
  int remove(ActivityDraft activity) {
    keep();
    draft.remove(activity);
    return below(activity).size();
  }

  /** Copies the activity, or its whole branch, behind itself. */
  ActivityDraft duplicate(ActivityDraft activity, boolean branch, String name) {
    keep();
    ActivityDraft copy = activity.duplicate(branch);
    copy.setName(name);
    List<ActivityDraft> siblings = draft.siblingsOf(activity.getKey());
    siblings.add(siblings.indexOf(activity) + 1, copy);
    return copy;
  }

  /** Changes the order among siblings; false: it is at that end already. */
  boolean shift(ActivityDraft activity, int by) {
    List<ActivityDraft> siblings = draft.siblingsOf(activity.getKey());
    int from = siblings.indexOf(activity);
    int to = from + by;
    if (from < 0 || to < 0 || to >= siblings.size()) {
      return false;
    }
    keep();
    // the list that a snapshot copied is still the draft's own
    siblings.remove(from);
    siblings.add(to, activity);
    return true;
  }

  /**
   * Hangs the activity, with all below it, under another parent.
   *
   * @param parent null: at the root
   * @throws NurtureException INVALID: the trigger does not fit there, or the parent is below it
   */
  void move(ActivityDraft activity, @Nullable ActivityDraft parent, TriggerType trigger) {
    if (!trigger.fits(parent == null ? null : parent.getType())) {
      throw refused(Text.of("{0} does not fit there", trigger.word()));
    }
    if (parent != null && (parent == activity || below(activity).contains(parent))) {
      throw refused(Text.of("An activity can't hang under itself"));
    }
    keep();
    activity.setTrigger(trigger);
    draft.place(activity, parent);
  }

  /** Puts an activity of the live version back. */
  void restore(LiveVersion live, String ref) {
    keep();
    live.restore(draft, ref);
  }

  /** Where the activity may go: everything but itself and what is below it. */
  List<ActivityDraft> placesFor(@Nullable ActivityDraft activity) {
    if (activity == null) {
      return List.of();
    }
    List<ActivityDraft> below = below(activity);
    return draft.all().stream().filter(a -> a != activity && !below.contains(a)).toList();
  }

  Optional<ActivityDraft> find(@Nullable String key) {
    return draft.find(key);
  }

  static List<ActivityDraft> below(ActivityDraft activity) {
    List<ActivityDraft> below = new ArrayList<>();
    CampaignDraft.collect(activity.children(), below);
    return below;
  }

  private static NurtureException refused(String message) {
    return NurtureException.invalid("/trigger/type", message);
  }
}
