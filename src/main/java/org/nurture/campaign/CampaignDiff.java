package org.nurture.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument.Place;

/**
 * What differs between two versions of a campaign, by ref. Pure.
 *
 * @param settings whether anything of the campaign itself differs, but name, tags and responsible
 * @param zone whether the time zone differs (U3)
 * @param fixed whether target or unique field differ (U8)
 * @param activities that differ, in the new version's order, then the removed ones
 */
public record CampaignDiff(boolean settings, boolean zone, boolean fixed, List<Change> activities) {

  /** What became of an activity, the weightiest first. */
  public enum Kind {
    ADDED,
    REMOVED,
    /** Another parent or trigger type (U6). */
    MOVED,
    /** Interval, expiry or waitAtMost (U3). */
    RETIMED,
    /** Name, template, action or filter (U7), or the order among siblings. */
    CHANGED
  }

  /**
   * @param path of the new version; of the old one for REMOVED
   * @param type of an activity that is there in both versions
   */
  public record Change(String ref, Kind kind, String path, boolean type) {}

  public CampaignDiff {
    activities = List.copyOf(activities);
  }

  /** Both must have all their refs. */
  public static CampaignDiff between(CampaignDocument live, CampaignDocument staged) {
    Map<String, Place> before = byRef(live);
    List<Change> changes = new ArrayList<>();
    for (Place now : staged.places()) {
      String ref = String.valueOf(now.activity().ref());
      Place was = before.remove(ref);
      Kind kind = was == null ? Kind.ADDED : kind(was, now);
      if (kind != null) {
        boolean type = was != null && was.activity().type() != now.activity().type();
        changes.add(new Change(ref, kind, now.path(), type));
      }
    }
    before.forEach((ref, was) -> changes.add(new Change(ref, Kind.REMOVED, was.path(), false)));
    return new CampaignDiff(
        !settings(live).equals(settings(staged)),
        !live.zone().equals(staged.zone()),
        !live.target().equals(staged.target())
            || !Objects.equals(live.uniqueField(), staged.uniqueField()),
        changes);
  }

  /** Whether there is nothing to stage. */
  public boolean isEmpty() {
    return !settings && activities.isEmpty();
  }

  private static @Nullable Kind kind(Place was, Place now) {
    ActivityDocument a = was.activity();
    ActivityDocument b = now.activity();
    if (!Objects.equals(parentRef(was), parentRef(now))
        || a.trigger().type() != b.trigger().type()) {
      return Kind.MOVED;
    }
    if (!a.trigger().equals(b.trigger())
        || !Objects.equals(a.expiry(), b.expiry())
        || !Objects.equals(a.waitAtMost(), b.waitAtMost())) {
      return Kind.RETIMED;
    }
    boolean same =
        a.name().equals(b.name())
            && a.type() == b.type()
            && Objects.equals(a.content(), b.content())
            && a.filter().toJson().equals(b.filter().toJson())
            && was.path().equals(now.path());
    return same ? null : Kind.CHANGED;
  }

  private static @Nullable String parentRef(Place place) {
    ActivityDocument parent = place.parent();
    return parent == null ? null : parent.ref();
  }

  private static List<Object> settings(CampaignDocument d) {
    return List.of(
        d.target(),
        d.filter().toJson(),
        String.valueOf(d.uniqueField()),
        d.zone(),
        d.oncePerAddress(),
        d.tracking(),
        String.valueOf(d.description()));
  }

  private static Map<String, Place> byRef(CampaignDocument document) {
    Map<String, Place> places = new java.util.LinkedHashMap<>();
    document.places().forEach(p -> places.put(String.valueOf(p.activity().ref()), p));
    return places;
  }
}
