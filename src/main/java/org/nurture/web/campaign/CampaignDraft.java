package org.nurture.web.campaign;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.json.JsonText;

/** A campaign document as the form edits it; saved through the same door as REST. */
public final class CampaignDraft implements Serializable {
  private static final long serialVersionUID = 1L;

  private String name = "";
  private @Nullable String target;
  private String filterText = "[]";
  private @Nullable String uniqueField;
  private @Nullable String timeZone;
  private @Nullable String responsible;
  private @Nullable String description;
  private String tags = "";
  private boolean oncePerAddress;
  private boolean tracking = true;
  private final List<ActivityDraft> activities = new ArrayList<>();

  /** Reads a document that the server wrote. */
  public static CampaignDraft read(JsonObject document) {
    CampaignDraft draft = new CampaignDraft();
    draft.name = document.getString("name", "");
    draft.target = document.getString("target", null);
    if (document.get("filter") instanceof JsonArray domain) {
      draft.filterText = domain.toString();
    }
    draft.uniqueField = document.getString("uniqueField", null);
    draft.timeZone = document.getString("timeZone", null);
    draft.responsible = document.getString("responsible", null);
    draft.description = document.getString("description", null);
    draft.oncePerAddress = document.getBoolean("oncePerAddress", false);
    draft.tracking = document.getBoolean("tracking", true);
    if (document.get("tags") instanceof JsonArray tags) {
      draft.tags =
          tags.getValuesAs(JsonString.class).stream()
              .map(JsonString::getString)
              .collect(Collectors.joining(", "));
    }
    if (document.get("activities") instanceof JsonArray roots) {
      roots.forEach(root -> draft.activities.add(ActivityDraft.read(root.asJsonObject())));
    }
    return draft;
  }

  /** The document to save. */
  public JsonObject write() {
    JsonObjectBuilder out = Json.createObjectBuilder();
    out.add("name", name);
    out.add("target", target == null ? "" : target);
    out.add("filter", filter());
    add(out, "uniqueField", uniqueField);
    add(out, "timeZone", timeZone);
    add(out, "responsible", responsible);
    add(out, "description", description);
    JsonArrayBuilder words = Json.createArrayBuilder();
    Arrays.stream(tags.split(",")).map(String::strip).filter(t -> !t.isEmpty()).forEach(words::add);
    out.add("tags", words);
    out.add("oncePerAddress", oncePerAddress);
    out.add("tracking", tracking);
    JsonArrayBuilder roots = Json.createArrayBuilder();
    activities.forEach(root -> roots.add(root.write()));
    return out.add("activities", roots).build();
  }

  private static void add(JsonObjectBuilder out, String member, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      out.add(member, value);
    }
  }

  /** All activities, depth first. */
  public List<ActivityDraft> all() {
    List<ActivityDraft> all = new ArrayList<>();
    collect(activities, all);
    return all;
  }

  /** Adds activities with all below them, depth first. */
  public static void collect(List<ActivityDraft> from, List<ActivityDraft> into) {
    for (ActivityDraft activity : from) {
      into.add(activity);
      collect(activity.children(), into);
    }
  }

  /** By the key that it has in this form; null: none. */
  public Optional<ActivityDraft> find(@Nullable String key) {
    return all().stream().filter(a -> a.getKey().equals(key)).findFirst();
  }

  Optional<ActivityDraft> byRef(@Nullable String ref) {
    return all().stream().filter(a -> ref != null && ref.equals(a.getRef())).findFirst();
  }

  /** The list that holds the activity: its parent's children, or the roots. */
  List<ActivityDraft> siblingsOf(String key) {
    return parentOf(key).map(ActivityDraft::children).orElse(activities);
  }

  /** What the activity hangs under; empty: it is a root, or not there. */
  public Optional<ActivityDraft> parentOf(String key) {
    return all().stream()
        .filter(a -> a.children().stream().anyMatch(c -> c.getKey().equals(key)))
        .findFirst();
  }

  /** The way from the root down to the activity, itself last. */
  public List<ActivityDraft> pathTo(String key) {
    List<ActivityDraft> path = new ArrayList<>();
    Optional<ActivityDraft> at = find(key);
    while (at.isPresent()) {
      path.add(0, at.get());
      at = parentOf(at.get().getKey());
    }
    return path;
  }

  /** Puts the activity below the parent, at its place if it is there already. */
  public void place(ActivityDraft activity, @Nullable ActivityDraft parent) {
    List<ActivityDraft> siblings = parent == null ? activities : parent.children();
    if (siblings.contains(activity)) {
      return;
    }
    remove(activity);
    siblings.add(activity);
  }

  /** Removes the activity with all below it. */
  public void remove(ActivityDraft activity) {
    activities.remove(activity);
    all().forEach(a -> a.children().remove(activity));
  }

  /** The roots, in order; changes go into the draft. */
  public List<ActivityDraft> activities() {
    return activities;
  }

  /** The workflow as it is now, to come back to. */
  List<ActivityDraft> snapshot() {
    return activities.stream().map(ActivityDraft::deepCopy).toList();
  }

  /** Puts the workflow of a {@link #snapshot} back. */
  void restore(List<ActivityDraft> snapshot) {
    activities.clear();
    activities.addAll(snapshot);
  }

  JsonArray filter() {
    return JsonText.array(filterText);
  }

  void setFilter(JsonArray filter) {
    filterText = filter.toString();
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name.strip();
  }

  public @Nullable String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target;
  }

  public @Nullable String getUniqueField() {
    return uniqueField;
  }

  public void setUniqueField(@Nullable String uniqueField) {
    this.uniqueField = uniqueField;
  }

  public @Nullable String getTimeZone() {
    return timeZone;
  }

  public void setTimeZone(@Nullable String timeZone) {
    this.timeZone = timeZone;
  }

  public @Nullable String getResponsible() {
    return responsible;
  }

  public void setResponsible(@Nullable String responsible) {
    this.responsible = responsible;
  }

  public @Nullable String getDescription() {
    return description;
  }

  public void setDescription(@Nullable String description) {
    this.description = description;
  }

  /** Separated by commas. */
  public String getTags() {
    return tags;
  }

  public void setTags(@Nullable String tags) {
    this.tags = tags == null ? "" : tags;
  }

  public boolean isOncePerAddress() {
    return oncePerAddress;
  }

  public void setOncePerAddress(boolean oncePerAddress) {
    this.oncePerAddress = oncePerAddress;
  }

  public boolean isTracking() {
    return tracking;
  }

  public void setTracking(boolean tracking) {
    this.tracking = tracking;
  }
}
