package org.nurture.campaign;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.platform.json.JsonText;

/**
 * A campaign as people write, export and import it (API.md, Documents). Immutable.
 *
 * @param uniqueField null: every matching record is enrolled
 * @param timeZone null: the server's, UTC
 * @param responsible null: left out or nobody
 * @param description null: none
 * @param activities the roots
 */
public record CampaignDocument(
    String name,
    String target,
    Filter filter,
    @Nullable String uniqueField,
    @Nullable String timeZone,
    @Nullable String responsible,
    List<String> tags,
    boolean oncePerAddress,
    boolean tracking,
    @Nullable String description,
    List<ActivityDocument> activities) {
  static final int LONGEST_NAME = 200;

  public CampaignDocument {
    tags = List.copyOf(tags);
    activities = List.copyOf(activities);
  }

  /** A campaign that says nothing yet but its name and target. */
  public static CampaignDocument empty(String name, String target) {
    return new CampaignDocument(
        name, target, Filter.ALL, null, null, null, List.of(), false, true, null, List.of());
  }

  /**
   * Reads and checks all that can be checked without looking elsewhere; {@link Campaigns} checks
   * what it refers to.
   */
  public static CampaignDocument read(DocumentReader in) {
    in.ignore("id", "state", "archived", "staged", "version", "stateSince", "createdAt", "blocked");
    CampaignDocument document =
        new CampaignDocument(
            in.text("name", LONGEST_NAME),
            in.text("target", 100),
            ActivityDocument.filter(in, "filter"),
            in.optionalText("uniqueField", 400),
            zone(in),
            in.optionalText("responsible", 100),
            in.texts("tags", 100),
            in.flag("oncePerAddress", false),
            in.flag("tracking", true),
            in.optionalText("description", 10_000),
            in.objects("activities", ActivityDocument::read));
    WorkflowCheck.check(document, in.problems());
    return document;
  }

  /** Reads what {@link #toJson} wrote. */
  static CampaignDocument parse(String json) {
    return DocumentReader.read(JsonText.object(json), CampaignDocument::read);
  }

  private static @Nullable String zone(DocumentReader in) {
    String zone = in.optionalText("timeZone", 60);
    if (zone != null) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        in.problems()
            .invalid(
                in.at("timeZone"),
                Text.of("“{0}” is no time zone; write it like Europe/Rome or UTC", zone));
      }
    }
    return zone;
  }

  /** The calendar of intervals. */
  public ZoneId zone() {
    return zone(timeZone);
  }

  static ZoneId zone(@Nullable String timeZone) {
    return timeZone == null ? ZoneOffset.UTC : ZoneId.of(timeZone);
  }

  /** The same with another workflow. */
  public CampaignDocument withActivities(List<ActivityDocument> newActivities) {
    return new CampaignDocument(
        name,
        target,
        filter,
        uniqueField,
        timeZone,
        responsible,
        tags,
        oncePerAddress,
        tracking,
        description,
        newActivities);
  }

  /** The same under another name. */
  public CampaignDocument withName(String newName) {
    return new CampaignDocument(
        newName,
        target,
        filter,
        uniqueField,
        timeZone,
        responsible,
        tags,
        oncePerAddress,
        tracking,
        description,
        activities);
  }

  /** The same in somebody else's care; null: nobody's. */
  public CampaignDocument withResponsible(@Nullable String newResponsible) {
    return new CampaignDocument(
        name,
        target,
        filter,
        uniqueField,
        timeZone,
        newResponsible,
        tags,
        oncePerAddress,
        tracking,
        description,
        activities);
  }

  /** An activity and where it stands. */
  public record Place(
      String path, @Nullable ActivityDocument parent, ActivityDocument activity, int depth) {}

  /** All activities, depth first, parents before children. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    collect("/activities", null, activities, 1, places);
    return places;
  }

  private static void collect(
      String path,
      @Nullable ActivityDocument parent,
      List<ActivityDocument> activities,
      int depth,
      List<Place> places) {
    for (int i = 0; i < activities.size(); i++) {
      ActivityDocument activity = activities.get(i);
      String at = path + "/" + i;
      places.add(new Place(at, parent, activity, depth));
      collect(at + "/children", activity, activity.children(), depth + 1, places);
    }
  }

  /** The document as it was or would be written. */
  public JsonObject toJson() {
    return put(new DocumentWriter()).build();
  }

  DocumentWriter put(DocumentWriter out) {
    return out.put("name", name)
        .put("target", target)
        .put("filter", json(filter))
        .put("uniqueField", uniqueField)
        .put("timeZone", timeZone)
        .put("responsible", responsible)
        .put("tags", tags)
        .put("oncePerAddress", oncePerAddress)
        .put("tracking", tracking)
        .put("description", description)
        .put(
            "activities",
            DocumentWriter.array(activities.stream().map(ActivityDocument::toJson).toList()));
  }

  static JsonArray json(Filter filter) {
    return JsonText.array(filter.toJson());
  }
}
