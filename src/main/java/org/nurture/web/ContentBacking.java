package org.nurture.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

/**
 * “Create and edit” of a template without leaving the activity's dialog. What is made here belongs
 * to the campaign, and is saved with it.
 */
@Named("content")
@ViewScoped
public class ContentBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "contentDialog";

  @Inject private CampaignBacking campaign;
  @Inject private ActivityBacking activity;
  @Inject private ContentDesk desk;
  @Inject private ActionBacking action;
  @Inject private Page page;

  private ContentDraft draft = new ContentDraft(ActivityType.EMAIL, "");
  private final FieldErrors errors = new FieldErrors();

  /** A new one, by the title that was typed. */
  public void create() {
    if (hasTarget()) {
      ActivityDraft of = activity.getEdited();
      if (of.getType() == ActivityType.ACTION) {
        action.create(Objects.requireNonNull(campaign.draft().getTarget()));
        return;
      }
      draft = new ContentDraft(of.getType(), Objects.requireNonNull(campaign.draft().getTarget()));
      draft.title(of.getContent() == null ? of.getName() : of.getContent());
      open();
    }
  }

  /** The one that is chosen. */
  public void edit() {
    ActivityDraft of = activity.getEdited();
    String title = of.getContent();
    if (title == null || title.isBlank()) {
      create();
    } else if (hasTarget() && of.getType() == ActivityType.ACTION) {
      action.edit(Objects.requireNonNull(campaign.draft().getTarget()), title);
    } else if (hasTarget()) {
      String own = of.getContentDocument();
      JsonObject document =
          own != null
              ? Documents.object(own)
              : desk.find(of.getType(), campaign.getId(), title).orElse(null);
      if (document == null) {
        create();
      } else {
        draft = ContentDraft.read(of.getType(), document);
        open();
      }
    }
  }

  private boolean hasTarget() {
    String target = campaign.draft().getTarget();
    if (target == null || target.isBlank()) {
      activity.getErrors().add("content", page.say("content.target.missing"));
      return false;
    }
    return true;
  }

  private void open() {
    errors.clear();
    page.dialog(DIALOG, true);
  }

  public void save() {
    errors.clear();
    JsonObject document = draft.write();
    try {
      for (Violation v : desk.check(draft.getType(), draft.getTarget(), document)) {
        errors.add(ContentDraft.fieldOf(v.path()), v.message());
      }
    } catch (NurtureException e) {
      errors.add(null, String.valueOf(e.getMessage()));
    }
    if (!errors.isAny()) {
      activity.getEdited().setContentDocument(draft.title(), document);
      activity.getErrors().clear();
      page.dialog(DIALOG, false);
    }
  }

  public void discard() {
    page.dialog(DIALOG, false);
  }

  public @Nullable ContentDraft getDraft() {
    return draft;
  }

  public FieldErrors getErrors() {
    return errors;
  }
}
