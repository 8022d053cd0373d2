package org.nurture.web.activity;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.JsonText;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignBacking;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;
import org.nurture.web.template.ContentDesk;
import org.nurture.web.template.ContentDraft;
import org.nurture.web.template.TemplateDesk;
import org.nurture.web.template.TemplateForm;

/**
 * “Create and edit” of a template without leaving the activity's dialog. What is made here belongs
 * to the campaign, and is saved with it.
 */
@Named("content")
@ViewScoped
public class ContentBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "contentDialog";
  private static final String ASK = "templateDiscard";

  @Inject private CampaignBacking campaign;
  @Inject private ActivityBacking activity;
  @Inject private ContentDesk desk;
  @Inject private ActionBacking action;
  @Inject private TemplateDesk templates;
  @Inject private Page page;
  @Inject private Say say;

  private @Nullable TemplateForm form;
  private final Map<String, String> used = new LinkedHashMap<>();
  private String query = "";

  @PostConstruct
  void start() {
    form = new TemplateForm(templates, say);
  }

  /** What can be picked, with how often it is used. */
  public List<String> suggest(String text) {
    query = text.strip();
    used.clear();
    String target = campaign.draft().getTarget();
    if (target != null && !target.isBlank()) {
      desk.offers(activity.getEdited().getType(), target, campaign.getId(), query)
          .forEach(offer -> used.put(offer.title(), offer.used()));
    }
    return List.copyOf(used.keySet());
  }

  /** “used by 2 activities”. */
  public String usedOf(String title) {
    return used.getOrDefault(title, "");
  }

  /** What was typed last; empty where there is one of that name already. */
  public String getQuery() {
    return query;
  }

  /** Whether a text-less one by the typed title can be made at once. */
  public boolean isQuick() {
    return activity.getEdited().getType() != ActivityType.ACTION && !query.isEmpty();
  }

  /** Makes one by the typed title, to be written later. */
  public void quick() {
    if (hasTarget() && isQuick()) {
      ActivityDraft of = activity.getEdited();
      ContentDraft made = new ContentDraft(of.getType(), of(campaign.draft().getTarget()));
      made.title(query);
      made.put(
          of.getType() == ActivityType.SMS ? "text" : "html",
          page.say("content.quick." + of.getType()));
      of.setContentDocument(made.title(), made.write());
      activity.corrected("content");
    }
  }

  /** Opens the chosen one with its preview. */
  public void peek() {
    if (isChosen()) {
      edit();
    } else {
      activity.getErrors().add("content", page.say("content.peek.none"));
    }
  }

  private boolean isChosen() {
    String chosen = activity.getEdited().getContent();
    return chosen != null && !chosen.isBlank();
  }

  private static String of(@Nullable String target) {
    return Objects.requireNonNull(target);
  }

  /** Label of the field that picks it. */
  public String getLabel() {
    return page.say("activity.field.content." + activity.getEdited().getType());
  }

  /** How many there are to pick from, in words. */
  public String getChoice() {
    String target = campaign.draft().getTarget();
    return target == null || target.isBlank()
        ? ""
        : desk.choice(activity.getEdited().getType(), target, campaign.getId());
  }

  /** A new one, by the title that was typed. */
  public void create() {
    if (hasTarget()) {
      ActivityDraft of = activity.getEdited();
      if (of.getType() == ActivityType.ACTION) {
        action.create(Objects.requireNonNull(campaign.draft().getTarget()));
        return;
      }
      ContentDraft fresh = new ContentDraft(of.getType(), of(campaign.draft().getTarget()));
      fresh.title(
          !query.isEmpty() ? query : of.getContent() == null ? of.getName() : of.getContent());
      open(fresh);
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
              ? JsonText.object(own)
              : desk.find(of.getType(), campaign.getId(), title).orElse(null);
      if (document == null) {
        create();
      } else {
        ContentDraft read = ContentDraft.read(of.getType(), document);
        if (read.getTarget().isBlank()) {
          read.setTarget(campaign.draft().getTarget());
        }
        open(read);
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

  private void open(ContentDraft of) {
    getForm().open(of, activity.getApplied().getCount());
    page.dialog(DIALOG, true);
    page.script("editTemplate", DIALOG);
  }

  public void save() {
    TemplateForm edited = getForm();
    ContentDraft draft = edited.getDraft();
    JsonObject document = edited.write();
    try {
      edited.tell(desk.check(draft.getType(), draft.getTarget(), document));
    } catch (NurtureException e) {
      edited.tell(e);
    }
    if (edited.getErrors().isAny()) {
      page.script("focusInvalid", DIALOG);
      return;
    }
    activity.getEdited().setContentDocument(draft.title(), document);
    activity.corrected("content");
    page.dialog(DIALOG, false);
  }

  /** Closes; asks first if something would be lost. */
  public void discard() {
    if (getForm().isTouched()) {
      page.dialog(ASK, true);
    } else {
      drop();
    }
  }

  public void drop() {
    page.dialog(ASK, false);
    page.dialog(DIALOG, false);
  }

  public TemplateForm getForm() {
    return page.required(form);
  }
}
