package org.nurture.web.campaign;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.json.JsonText;

/**
 * One activity of a campaign document as the dialog edits it. What people type stays as they typed
 * it (an interval of “1.5”), so that the document's own check can speak of it.
 */
public final class ActivityDraft implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Found once: {@code Json} looks for it at each call, and a tree of sixty asks often. */
  static final JsonProvider JSON = JsonProvider.provider();

  private String key = UUID.randomUUID().toString();
  private @Nullable String ref;
  private String name = "";
  private ActivityType type = ActivityType.EMAIL;
  private @Nullable String content;
  private @Nullable String contentDocument;
  private TriggerType trigger = TriggerType.BEGIN;
  private TypedLength interval = new TypedLength("0", IntervalUnit.HOURS);
  private TypedLength waitAtMost = new TypedLength("", IntervalUnit.DAYS);
  private boolean expires;
  private TypedLength expiry = new TypedLength("1", IntervalUnit.DAYS);
  private transient @Nullable JsonArray filter;
  private String filterText = "[]";
  private final List<ActivityDraft> children = new ArrayList<>();

  /** Reads one activity of a document that the server wrote. */
  public static ActivityDraft read(JsonObject document) {
    ActivityDraft draft = new ActivityDraft();
    draft.ref = document.getString("ref", null);
    draft.name = document.getString("name", "");
    draft.type = ActivityType.valueOf(upper(document.getString("type", "email")));
    draft.content = title(document.get(draft.type == ActivityType.ACTION ? "action" : "template"));
    JsonObject when = document.getJsonObject("trigger");
    draft.trigger = TriggerType.valueOf(upper(when.getString("type", "begin")));
    draft.interval = TypedLength.read(when, "0");
    JsonObject wait = object(document, "waitAtMost");
    if (wait != null) {
      draft.waitAtMost = TypedLength.read(wait, "");
    }
    JsonObject ends = object(document, "expiry");
    if (ends != null) {
      draft.expires = true;
      draft.expiry = TypedLength.read(ends, "");
    }
    if (document.get("filter") instanceof JsonArray domain) {
      draft.setFilter(domain);
    }
    if (document.get("children") instanceof JsonArray below) {
      below.forEach(child -> draft.children.add(read(child.asJsonObject())));
    }
    return draft;
  }

  /** As a document has it. */
  public JsonObject write() {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    if (ref != null) {
      out.add("ref", ref);
    }
    out.add("name", name).add("type", type.name().toLowerCase(Locale.ROOT));
    if (content != null && !content.isBlank()) {
      JsonValue value =
          contentDocument == null ? JSON.createValue(content) : JsonText.object(contentDocument);
      out.add(type == ActivityType.ACTION ? "action" : "template", value);
    }
    out.add("trigger", JSON.createObjectBuilder(interval.write()).add("type", trigger.word()));
    if (isWaiting()) {
      out.add("waitAtMost", waitAtMost.write());
    }
    if (expires) {
      out.add("expiry", expiry.write());
    }
    if (!filter().isEmpty()) {
      out.add("filter", filter());
    }
    if (!children.isEmpty()) {
      var below = JSON.createArrayBuilder();
      children.forEach(child -> below.add(child.write()));
      out.add("children", below);
    }
    return out.build();
  }

  /** As {@link #write} has it, without ref and children. */
  JsonObject writeAlone() {
    return JSON.createObjectBuilder(alone().write()).remove("ref").build();
  }

  /** A copy of this version's activity, without children. */
  ActivityDraft alone() {
    ActivityDraft copy = copy();
    copy.children.clear();
    return copy;
  }

  /** A copy with all below it; keys stay. */
  ActivityDraft deepCopy() {
    ActivityDraft copy = alone();
    children.forEach(child -> copy.children.add(child.deepCopy()));
    return copy;
  }

  /** A new activity like this one. */
  ActivityDraft duplicate(boolean branch) {
    ActivityDraft copy = alone();
    copy.key = UUID.randomUUID().toString();
    copy.ref = null;
    if (branch) {
      children.forEach(child -> copy.children.add(child.duplicate(true)));
    }
    return copy;
  }

  boolean sameRef(ActivityDraft other) {
    return ref != null && ref.equals(other.ref);
  }

  /** A copy to edit, children shared by reference. */
  public ActivityDraft copy() {
    ActivityDraft copy = new ActivityDraft();
    copy.key = key;
    copy.ref = ref;
    copy.take(this);
    copy.children.addAll(children);
    return copy;
  }

  /** Takes over what the dialog edited; key, ref and children stay. */
  public void take(ActivityDraft edited) {
    name = edited.name;
    type = edited.type;
    content = edited.content;
    contentDocument = edited.contentDocument;
    trigger = edited.trigger;
    interval = edited.interval.copy();
    waitAtMost = edited.waitAtMost.copy();
    expires = edited.expires;
    expiry = edited.expiry.copy();
    setFilter(edited.filter());
  }

  private static @Nullable String title(@Nullable JsonValue content) {
    if (content instanceof JsonString text) {
      return text.getString();
    }
    if (content instanceof JsonObject whole) {
      return whole.getString("title", whole.getString("name", null));
    }
    return null;
  }

  private static @Nullable JsonObject object(JsonObject document, String member) {
    return document.get(member) instanceof JsonObject object ? object : null;
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** Identity within the page. */
  public String getKey() {
    return key;
  }

  public @Nullable String getRef() {
    return ref;
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name == null ? "" : name.strip();
  }

  public ActivityType getType() {
    return type;
  }

  public void setType(ActivityType type) {
    this.type = type;
  }

  /** Title of the template or name of the action. */
  public @Nullable String getContent() {
    return content;
  }

  public void setContent(@Nullable String content) {
    if (!Objects.equals(this.content, content)) {
      contentDocument = null;
    }
    this.content = content;
  }

  /** A whole document made or edited here; null: {@link #getContent} names an existing one. */
  public @Nullable String getContentDocument() {
    return contentDocument;
  }

  public void setContentDocument(String title, JsonObject document) {
    content = title;
    contentDocument = document.toString();
  }

  public TriggerType getTrigger() {
    return trigger;
  }

  public void setTrigger(TriggerType trigger) {
    this.trigger = trigger;
  }

  public TypedLength getInterval() {
    return interval;
  }

  /** Whether it waits for an event, and not without end. */
  public boolean isWaiting() {
    return isEvent() && !waitAtMost.getCount().isBlank();
  }

  /** Whether it waits for an event (C3). */
  public boolean isEvent() {
    return trigger.kind() == TriggerType.Kind.WHEN;
  }

  public TypedLength getWaitAtMost() {
    return waitAtMost;
  }

  public boolean isExpires() {
    return expires;
  }

  public void setExpires(boolean expires) {
    this.expires = expires;
  }

  public TypedLength getExpiry() {
    return expiry;
  }

  /** Its own condition; empty: all records. */
  public JsonArray filter() {
    JsonArray read = filter;
    if (read == null) {
      read = JsonText.array(filterText);
      filter = read;
    }
    return read;
  }

  public void setFilter(JsonArray filter) {
    this.filter = filter;
    this.filterText = filter.toString();
  }

  /** What hangs under it, in order; changes go into the draft. */
  public List<ActivityDraft> children() {
    return children;
  }
}
