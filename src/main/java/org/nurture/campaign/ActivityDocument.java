package org.nurture.campaign;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/**
 * One activity of a campaign document, with its children. Immutable.
 *
 * @param ref unique in the campaign; null: the server makes one
 * @param template of EMAIL and SMS; null: not chosen yet
 * @param action of ACTION; null: not chosen yet
 * @param expiry null: none (X1)
 * @param waitAtMost null: for ever (C3)
 */
public record ActivityDocument(
    @Nullable String ref,
    String name,
    ActivityType type,
    @Nullable Content template,
    @Nullable Content action,
    Trigger trigger,
    @Nullable Interval expiry,
    @Nullable Interval waitAtMost,
    Filter filter,
    List<ActivityDocument> children) {
  static final int LONGEST_REF = 100;
  static final int LONGEST_NAME = 200;

  public ActivityDocument {
    children = List.copyOf(children);
  }

  /** What it does: its template or action; null: not chosen yet. */
  public @Nullable Content content() {
    return type == ActivityType.ACTION ? action : template;
  }

  /** The member of documents that {@link #content} stands in. */
  public String contentMember() {
    return type == ActivityType.ACTION ? "action" : "template";
  }

  /** The same under another ref. */
  public ActivityDocument withRef(String newRef) {
    return new ActivityDocument(
        newRef, name, type, template, action, trigger, expiry, waitAtMost, filter, children);
  }

  /** The same with these below it. */
  public ActivityDocument withChildren(List<ActivityDocument> newChildren) {
    return new ActivityDocument(
        ref, name, type, template, action, trigger, expiry, waitAtMost, filter, newChildren);
  }

  /** With another template or action; null: none. */
  public ActivityDocument withContent(@Nullable Content content) {
    boolean does = type == ActivityType.ACTION;
    return new ActivityDocument(
        ref,
        name,
        type,
        does ? null : content,
        does ? content : null,
        trigger,
        expiry,
        waitAtMost,
        filter,
        children);
  }

  /** With another trigger; waitAtMost stays only where the new one waits too. */
  public ActivityDocument withTrigger(Trigger newTrigger) {
    Interval wait = newTrigger.type().kind() == TriggerType.Kind.WHEN ? waitAtMost : null;
    return new ActivityDocument(
        ref, name, type, template, action, newTrigger, expiry, wait, filter, children);
  }

  static ActivityDocument read(DocumentReader in) {
    in.ignore("id");
    String ref = in.optionalText("ref", LONGEST_REF);
    if (ref != null && ref.isBlank()) {
      in.problems()
          .invalid(in.at("ref"), Text.of("“ref” must not be empty; leave it out to get one made"));
    }
    String name = in.text("name", LONGEST_NAME);
    ActivityType type = in.word("type", ActivityType.class);
    Content template = Content.read(in, "template", "title");
    Content action = Content.read(in, "action", "name");
    if (type == ActivityType.ACTION && template != null) {
      in.problems()
          .invalid(
              in.at("template"), Text.of("An action has no template; “action” names what it does"));
    }
    if ((type == ActivityType.EMAIL || type == ActivityType.SMS) && action != null) {
      in.problems()
          .invalid(
              in.at("action"),
              Text.of(
                  "An activity of type {0} has no action; “template” names its text", word(type)));
    }
    Trigger trigger = in.requiredObject("trigger", Trigger::read);
    Interval expiry = in.object("expiry", Intervals::read);
    Interval waitAtMost = in.object("waitAtMost", Intervals::read);
    Filter filter = filter(in, "filter");
    return new ActivityDocument(
        ref,
        name,
        type == null ? ActivityType.EMAIL : type,
        template,
        action,
        trigger == null ? new Trigger(TriggerType.BEGIN, Intervals.NONE) : trigger,
        expiry,
        waitAtMost,
        filter,
        in.objects("children", ActivityDocument::read));
  }

  /** A filter; all where it is left out. */
  static Filter filter(DocumentReader in, String member) {
    JsonArray list = in.list(member);
    if (list == null) {
      return Filter.ALL;
    }
    try {
      return Filter.parse(list.toString());
    } catch (NurtureException e) {
      in.problems().invalid(in.at(member), e);
      return Filter.ALL;
    }
  }

  JsonObject toJson() {
    DocumentWriter out =
        new DocumentWriter().put("ref", ref).put("name", name).put("type", word(type));
    Content content = content();
    out.put(contentMember(), content == null ? null : content.toJson());
    out.put("trigger", trigger.toJson());
    if (expiry != null) {
      out.put("expiry", Intervals.toJson(expiry));
    }
    if (waitAtMost != null) {
      out.put("waitAtMost", Intervals.toJson(waitAtMost));
    }
    return out.put("filter", CampaignDocument.json(filter))
        .put(
            "children",
            DocumentWriter.array(children.stream().map(ActivityDocument::toJson).toList()))
        .build();
  }

  static String word(ActivityType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
