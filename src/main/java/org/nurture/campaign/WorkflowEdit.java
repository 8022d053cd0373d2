package org.nurture.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/**
 * Changes of a workflow as the form makes them, on documents whose activities all have refs. Pure:
 * each answers a new document.
 */
public final class WorkflowEdit {
  private WorkflowEdit() {}

  /** The activity with that ref. */
  public static Optional<ActivityDocument> find(CampaignDocument document, String ref) {
    return document.places().stream()
        .map(CampaignDocument.Place::activity)
        .filter(a -> ref.equals(a.ref()))
        .findFirst();
  }

  /** The parent of the activity with that ref; empty at the root. */
  public static Optional<ActivityDocument> parentOf(CampaignDocument document, String ref) {
    return document.places().stream()
        .filter(p -> ref.equals(p.activity().ref()))
        .findFirst()
        .map(CampaignDocument.Place::parent);
  }

  /**
   * Appends an activity; one without a ref gets one.
   *
   * @param parentRef null: at the root
   * @throws NurtureException INVALID: its trigger does not fit there; NOT_FOUND: no such parent
   */
  public static CampaignDocument add(
      CampaignDocument document, @Nullable String parentRef, ActivityDocument activity) {
    if (parentRef == null) {
      return checked(document.withActivities(appended(document.activities(), activity)));
    }
    require(document, parentRef);
    return checked(
        document.withActivities(
            edit(
                document.activities(),
                parentRef,
                parent -> List.of(parent.withChildren(appended(parent.children(), activity))))));
  }

  /**
   * Puts an activity in the place of the one with that ref, whose children it takes over.
   *
   * @throws NurtureException INVALID: it does not fit its parent, or its children do not fit it any
   *     more, each named; NOT_FOUND
   */
  public static CampaignDocument replace(
      CampaignDocument document, String ref, ActivityDocument activity) {
    require(document, ref);
    return checked(
        document.withActivities(
            edit(
                document.activities(),
                ref,
                old -> List.of(activity.withRef(ref).withChildren(old.children())))));
  }

  /**
   * Takes out an activity and its descendants.
   *
   * @throws NurtureException NOT_FOUND
   */
  public static CampaignDocument remove(CampaignDocument document, String ref) {
    require(document, ref);
    return document.withActivities(edit(document.activities(), ref, old -> List.of()));
  }

  /**
   * Hangs an activity, and its descendants with it, under another parent.
   *
   * @param parentRef null: to the root
   * @param trigger that fits there
   * @throws NurtureException INVALID: it would be its own descendant, or the trigger does not fit;
   *     NOT_FOUND
   */
  public static CampaignDocument move(
      CampaignDocument document, String ref, @Nullable String parentRef, Trigger trigger) {
    ActivityDocument moved = require(document, ref);
    if (parentRef != null && within(moved, parentRef)) {
      throw NurtureException.invalid(
          "/parent",
          Text.of(
              "“{0}” can't hang under itself or one of its descendants: that would be a cycle",
              moved.name()));
    }
    return add(remove(document, ref), parentRef, moved.withTrigger(trigger));
  }

  /** The activities that may become the parent: of the trigger's type, and no descendants. */
  public static List<ActivityDocument> parents(
      CampaignDocument document, @Nullable String ref, TriggerType trigger) {
    Optional<ActivityDocument> own = ref == null ? Optional.empty() : find(document, ref);
    return document.places().stream()
        .map(CampaignDocument.Place::activity)
        .filter(a -> trigger.fits(a.type()))
        .filter(a -> own.isEmpty() || !within(own.get(), String.valueOf(a.ref())))
        .toList();
  }

  private static boolean within(ActivityDocument activity, String ref) {
    return ref.equals(activity.ref()) || activity.children().stream().anyMatch(c -> within(c, ref));
  }

  private static ActivityDocument require(CampaignDocument document, String ref) {
    return find(document, ref).orElseThrow(() -> NurtureException.notFound("activity", ref));
  }

  private static CampaignDocument checked(CampaignDocument document) {
    CampaignDocument complete = Refs.completeAnew(document);
    Problems problems = new Problems();
    WorkflowCheck.check(complete, problems);
    problems.throwIfAny();
    return complete;
  }

  private static List<ActivityDocument> appended(
      List<ActivityDocument> activities, ActivityDocument activity) {
    List<ActivityDocument> all = new ArrayList<>(activities);
    all.add(activity);
    return all;
  }

  private static List<ActivityDocument> edit(
      List<ActivityDocument> activities,
      String ref,
      java.util.function.Function<ActivityDocument, List<ActivityDocument>> change) {
    UnaryOperator<ActivityDocument> deeper = a -> a.withChildren(edit(a.children(), ref, change));
    return activities.stream()
        .flatMap(
            a -> ref.equals(a.ref()) ? change.apply(a).stream() : List.of(deeper.apply(a)).stream())
        .toList();
  }
}
