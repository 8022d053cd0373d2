package org.nurture.campaign;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;

/** Workflows out of rows and documents. Pure. */
final class LiveVersion {
  private LiveVersion() {}

  /** Depth first; rows that hang under a removed one, or in a circle, are left out. */
  static Workflow of(Campaign c, List<Activity> rows) {
    Map<Long, List<Activity>> byParent = new HashMap<>();
    for (Activity a : rows) {
      byParent.computeIfAbsent(a.parentId == null ? 0 : a.parentId, k -> new ArrayList<>()).add(a);
    }
    List<Workflow.Step> steps = new ArrayList<>();
    collect(0, byParent, steps);
    return new Workflow(
        c.id,
        c.version,
        c.state,
        c.target,
        Filter.parse(c.filter),
        c.uniqueField,
        CampaignDocument.zone(c.timeZone),
        c.oncePerAddress,
        c.tracking,
        steps);
  }

  private static void collect(
      long parent, Map<Long, List<Activity>> byParent, List<Workflow.Step> steps) {
    List<Activity> rows = byParent.remove(parent);
    if (rows == null) {
      return;
    }
    for (Activity a : rows) {
      steps.add(
          new Workflow.Step(
              a.id,
              a.ref,
              a.parentId,
              steps.size(),
              a.type,
              a.triggerType,
              a.trigger().interval(),
              a.waitAtMost(),
              a.expiry(),
              Filter.parse(a.filter),
              a.templateId,
              a.actionId,
              a.enrolledAfter == null ? 0 : a.enrolledAfter,
              kept(a)));
      collect(a.id, byParent, steps);
    }
  }

  private static Workflow.@Nullable Kept kept(Activity a) {
    return a.actionVersion == null || a.actionBy == null
        ? null
        : new Workflow.Kept(a.actionVersion, a.actionBy);
  }

  /** What a staged document would be; new activities have ids below zero, and no content. */
  static Workflow staged(Workflow live, CampaignDocument document) {
    Map<String, Workflow.Step> known = new HashMap<>();
    live.steps().forEach(s -> known.put(s.ref(), s));
    Map<String, Long> ids = new HashMap<>();
    List<Workflow.Step> steps = new ArrayList<>();
    for (CampaignDocument.Place place : document.places()) {
      ActivityDocument activity = place.activity();
      String ref = requireNonNull(activity.ref());
      Workflow.Step was = known.get(ref);
      long id = was == null ? -1L - steps.size() : was.id();
      ids.put(ref, id);
      steps.add(
          new Workflow.Step(
              id,
              ref,
              parentId(place.parent(), ids),
              steps.size(),
              activity.type(),
              activity.trigger().type(),
              activity.trigger().interval(),
              activity.waitAtMost(),
              activity.expiry(),
              activity.filter(),
              null,
              null,
              was == null ? 0 : was.enrolledAfter(),
              null));
    }
    return new Workflow(
        live.campaignId(),
        live.version(),
        live.state(),
        document.target(),
        document.filter(),
        document.uniqueField(),
        document.zone(),
        document.oncePerAddress(),
        document.tracking(),
        steps);
  }

  private static @Nullable Long parentId(@Nullable ActivityDocument parent, Map<String, Long> ids) {
    return parent == null ? null : requireNonNull(ids.get(String.valueOf(parent.ref())));
  }
}
