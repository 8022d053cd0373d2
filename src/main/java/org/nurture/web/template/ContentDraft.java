package org.nurture.web.template;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.web.page.TextMembers;

/** The document of a mail or SMS template, as a form edits it. */
public final class ContentDraft implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> MAIL =
      List.of("title", "subject", "from", "replyTo", "preview", "html", "text", "language");
  private static final List<String> SMS = List.of("title", "text");

  /** Members whose space at both ends belongs to what is sent. */
  private static final Set<String> AS_TYPED = Set.of("html", "text");

  private final ActivityType type;
  private String target;
  private final TextMembers texts = new TextMembers();

  public ContentDraft(ActivityType type, String target) {
    this.type = type;
    this.target = target;
  }

  /** As a stored document has it. */
  public static ContentDraft read(ActivityType type, JsonObject document) {
    ContentDraft draft = new ContentDraft(type, document.getString("target", ""));
    draft.texts.read(document);
    return draft;
  }

  /** As a document has it: without what is blank, and what belongs to the other type. */
  public JsonObject write() {
    JsonObjectBuilder out = Json.createObjectBuilder().add("target", target);
    for (String member : members()) {
      if (!AS_TYPED.contains(member)) {
        texts.write(member, out);
      } else if (!text(member).isBlank()) {
        out.add(member, text(member));
      }
    }
    return out.build();
  }

  private List<String> members() {
    return type == ActivityType.SMS ? SMS : MAIL;
  }

  /** Field of the form for a violation's JSON Pointer; null: none. */
  static @Nullable String fieldOf(String pointer) {
    String[] steps = pointer.split("/");
    if (steps.length < 2) {
      return null;
    }
    return steps[1];
  }

  /** What people call it; empty: nothing yet. */
  public String title() {
    return text("title").strip();
  }

  public void title(String title) {
    texts.put("title", title);
  }

  /** Sets a member of the document, such as {@code subject}. */
  public void put(String member, String text) {
    texts.put(member, text);
  }

  public ActivityType getType() {
    return type;
  }

  public String getTarget() {
    return target;
  }

  public void setTarget(@Nullable String target) {
    this.target = target == null ? "" : target;
  }

  /** By member of the document; pages write into it, and null for what is left empty. */
  public Map<String, @Nullable String> getTexts() {
    return texts.map();
  }

  /** One of them; empty: nothing yet. */
  String text(String member) {
    return texts.of(member);
  }
}
