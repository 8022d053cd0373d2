package org.nurture.campaign;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nurture.campaign.Workflow.Step;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;

/**
 * What an update means for those who are under way, by activity ids. Pure.
 *
 * @param added new ones (U2)
 * @param removed with their descendants that were not moved (U4)
 * @param moved under another parent, or with another trigger type (U6)
 * @param retimed with another interval or waitAtMost (U3); an expiry is reckoned when it matters
 * @param zone whether all that is planned is reckoned anew, on another calendar (U3)
 * @param onlyNew whether new activities are for those enrolled from now on, and moved ones for
 *     those who had them planned
 */
public record Consequences(
    Set<Long> added,
    Set<Long> removed,
    Set<Long> moved,
    Set<Long> retimed,
    boolean zone,
    boolean onlyNew) {

  public Consequences {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
    moved = Set.copyOf(moved);
    retimed = Set.copyOf(retimed);
  }

  /** What leads from one version to the next; an activity is the same where its id is. */
  public static Consequences between(Workflow before, Workflow after, boolean onlyNew) {
    Map<Long, Step> gone = new HashMap<>(before.byId());
    Set<Long> added = new TreeSet<>();
    Set<Long> moved = new TreeSet<>();
    Set<Long> retimed = new TreeSet<>();
    for (Step now : after.steps()) {
      Step was = gone.remove(now.id());
      if (was == null) {
        added.add(now.id());
      } else if (!Objects.equals(was.parentId(), now.parentId())
          || was.trigger() != now.trigger()) {
        moved.add(now.id());
      } else if (!was.interval().equals(now.interval())
          || !Objects.equals(was.waitAtMost(), now.waitAtMost())) {
        retimed.add(now.id());
      }
    }
    boolean zone = !before.zone().equals(after.zone());
    return new Consequences(added, gone.keySet(), moved, retimed, zone, onlyNew);
  }

  /** Whether nobody's traces change. */
  public boolean none() {
    return (added.isEmpty() || onlyNew)
        && removed.isEmpty()
        && moved.isEmpty()
        && retimed.isEmpty()
        && !zone;
  }

  /** Whether traces of the activity may be planned by this update. */
  public boolean plants(long activity) {
    return added.contains(activity) || moved.contains(activity);
  }

  /** Whether SCHEDULED traces of the activity are reckoned anew. */
  public boolean retimes(long activity) {
    return zone || retimed.contains(activity);
  }

  /** As {@link #parse} reads it. */
  public String toJson() {
    return new DocumentWriter()
        .put("added", ids(added))
        .put("removed", ids(removed))
        .put("moved", ids(moved))
        .put("retimed", ids(retimed))
        .put("zone", zone)
        .put("onlyNew", onlyNew)
        .build()
        .toString();
  }

  /** Reads what {@link #toJson} wrote. */
  public static Consequences parse(String json) {
    JsonObject object = JsonText.object(json);
    return new Consequences(
        ids(object, "added"),
        ids(object, "removed"),
        ids(object, "moved"),
        ids(object, "retimed"),
        object.getBoolean("zone"),
        object.getBoolean("onlyNew"));
  }

  private static jakarta.json.JsonArray ids(Collection<Long> ids) {
    return DocumentWriter.array(
        new TreeSet<>(ids).stream().map(jakarta.json.Json::createValue).toList());
  }

  private static Set<Long> ids(JsonObject object, String member) {
    return object.getJsonArray(member).getValuesAs(JsonNumber.class).stream()
        .map(JsonNumber::longValueExact)
        .collect(Collectors.toSet());
  }
}
