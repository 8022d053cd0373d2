package org.nurture.web.activity;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.NurtureException;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignBacking;
import org.nurture.web.campaign.CampaignDesk;
import org.nurture.web.campaign.CampaignDraft;
import org.nurture.web.filter.Fields;
import org.nurture.web.filter.FilterEditor;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;
import org.nurture.web.template.ContentDesk;

/** The dialog of one activity. It edits a copy; saving puts it into the campaign's draft. */
@Named("activity")
@ViewScoped
public class ActivityBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "activityDialog";
  private static final String ASK = "discardDialog";

  @Inject private CampaignBacking campaign;
  @Inject private CampaignDesk store;
  @Inject private ContentDesk contents;
  @Inject private Fields fields;
  @Inject private RunSentence sentence;
  @Inject private Page page;
  @Inject private Say say;

  private @Nullable ActivityDraft original;
  private ActivityDraft edited = new ActivityDraft();
  private @Nullable String parentKey;
  private @Nullable FilterEditor filter;
  private @Nullable AppliedFilter applied;
  private @Nullable ActivityErrors errors;
  private String opened = "";

  @PostConstruct
  void start() {
    filter = new FilterEditor(fields);
    applied = new AppliedFilter(fields, say);
    errors = new ActivityErrors(say);
  }

  /**
   * Opens with what the page's script sends along: the activity {@code key}, or with a {@code
   * trigger} a new one under it.
   */
  public void dialog() {
    String key = page.sent("key");
    if (page.sent("trigger").isEmpty()) {
      edit(key);
    } else {
      create(key, TriggerType.valueOf(page.sent("trigger")));
    }
  }

  /** A new activity under another. */
  public void create(String parent, TriggerType trigger) {
    original = null;
    edited = new ActivityDraft();
    edited.setTrigger(trigger);
    if (trigger.kind() != TriggerType.Kind.AFTER || trigger == TriggerType.ACTIVITY) {
      edited.getInterval().setCount(trigger.kind() == TriggerType.Kind.UNLESS ? "2" : "0");
      edited.getInterval().setUnit(IntervalUnit.DAYS);
    }
    parentKey = parent;
    open();
  }

  /** A new activity that begins the workflow. */
  public void createRoot() {
    original = null;
    edited = new ActivityDraft();
    parentKey = null;
    open();
  }

  public void edit(String key) {
    original = campaign.draft().find(key).orElse(null);
    if (original == null) {
      return;
    }
    edited = original.copy();
    parentKey = campaign.draft().parentOf(key).map(ActivityDraft::getKey).orElse(null);
    open();
  }

  private void open() {
    errors().clear();
    editor().open(campaign.draft().getTarget(), edited.filter());
    page.required(applied).forget();
    opened = state();
    page.update("activityTitle");
    page.dialog(DIALOG, true);
    page.script("focusFirst", DIALOG);
  }

  /** All that would be lost. */
  private String state() {
    String document = String.valueOf(edited.getContentDocument());
    return edited.write() + "|" + parentKey + "|" + document + "|" + editor().state();
  }

  /**
   * Another type: what was chosen for the old one does not fit, nor may its children's triggers.
   */
  public void typeChanged() {
    edited.setContent(null);
    errors().corrected("content");
    errors().type(edited.getType(), places().misfits(edited.getType()));
  }

  /** Another trigger: the parent stays if it fits. */
  public void triggerChanged() {
    List<ActivityDraft> parents = getParents();
    if (parents.stream().noneMatch(p -> p.getKey().equals(parentKey))) {
      parentKey = parents.size() == 1 ? parents.get(0).getKey() : null;
    }
    errors().corrected("parent");
    errors().corrected("trigger");
    errors().lengths(edited);
  }

  public void parentChanged() {
    errors().corrected("parent");
  }

  /** A number or unit was changed: what is wrong with it is told at once. */
  public void lengthChanged() {
    errors().lengths(edited);
  }

  public void corrected(String field) {
    errors().corrected(field);
  }

  /** Takes the way out that an error offers. */
  public void take(String field) {
    errors().take(edited, field);
  }

  /** Saves and closes. */
  public void save() {
    if (keep()) {
      page.dialog(DIALOG, false);
      page.answer("focus", (original == null ? edited : original).getKey());
    }
  }

  /** Saves, and begins another one beside it. */
  public void saveAndNew() {
    String parent = needsParent() ? parentKey : null;
    TriggerType trigger = edited.getTrigger();
    if (keep()) {
      if (parent == null) {
        createRoot();
      } else {
        create(parent, trigger);
      }
    }
  }

  /** Closes; asks first if something would be lost. */
  public void discard() {
    if (state().equals(opened)) {
      drop();
    } else {
      page.dialog(ASK, true);
    }
  }

  public void drop() {
    page.dialog(ASK, false);
    page.dialog(DIALOG, false);
  }

  private boolean keep() {
    ActivityErrors wrong = errors();
    wrong.clear();
    wrong.type(edited.getType(), places().misfits(edited.getType()));
    wrong.lengths(edited);
    if (edited.getName().isBlank()) {
      wrong.add("name", say.of("activity.field.name.missing"));
    }
    content(wrong);
    if (needsParent() && parentKey == null) {
      wrong.add("parent", say.of("activity.field.parent.missing"));
    }
    try {
      editor().refresh();
      edited.setFilter(editor().filter());
    } catch (NurtureException e) {
      wrong.add("filter", String.valueOf(e.getMessage()));
    }
    if (editor().getError() != null && !wrong.has("filter")) {
      wrong.add("filter", String.valueOf(editor().getError()));
    }
    if (wrong.isAny() || !putInDraft()) {
      page.script("focusInvalid", DIALOG);
      return false;
    }
    return true;
  }

  /**
   * What is named must be there, and be for the campaign's target where that is chosen: a post may
   * name anything.
   */
  private void content(ActivityErrors wrong) {
    String content = edited.getContent();
    if (content == null || content.isBlank() || edited.getContentDocument() != null) {
      return;
    }
    String target = campaign.draft().getTarget();
    String of =
        contents
            .find(edited.getType(), campaign.getId(), content)
            .map(document -> document.getString("target"))
            .orElse(null);
    if (of == null) {
      wrong.add("content", say.of("activity.field.content.unknown", content));
    } else if (target != null && !target.isBlank() && !of.equals(target)) {
      wrong.add(
          "content",
          say.of(
              "activity.field.content.target",
              content,
              fields.targetLabel(of),
              fields.targetLabel(target)));
    }
  }

  /** Puts it into the draft, and takes it back if the document's check finds fault with it. */
  private boolean putInDraft() {
    CampaignDraft draft = campaign.draft();
    ActivityDraft was = original == null ? null : original.copy();
    ActivityDraft now = original == null ? edited : original;
    ActivityDraft oldParent = original == null ? null : draft.parentOf(now.getKey()).orElse(null);
    if (original != null) {
      now.take(edited);
    }
    draft.place(now, needsParent() ? getParent() : null);
    errors().check(store, draft, now);
    if (errors().isAny()) {
      if (was == null) {
        draft.remove(now);
      } else {
        now.take(was);
        draft.place(now, oldParent);
      }
      return false;
    }
    campaign.changed();
    return true;
  }

  private boolean needsParent() {
    return edited.getTrigger() != TriggerType.BEGIN;
  }

  private ActivityPlaces places() {
    return new ActivityPlaces(campaign.draft(), original);
  }

  /** Activities that this one may hang under. */
  public List<ActivityDraft> getParents() {
    return places().parents(edited.getTrigger());
  }

  /** Trigger types for which there is a parent, and the beginning. */
  public List<TriggerType> getTriggersOffered() {
    return places().triggers(edited.getTrigger());
  }

  private @Nullable ActivityDraft getParent() {
    return parentKey == null ? null : campaign.draft().find(parentKey).orElse(null);
  }

  public String getSentence() {
    return sentence.main(edited, getParent());
  }

  /** The end of waiting, expiry, the calendar. */
  public String getSentenceMore() {
    String zone = Objects.requireNonNullElse(campaign.draft().getTimeZone(), "");
    return String.join(
        " ", sentence.more(edited, getParent(), zone.isBlank() ? page.serverZone() : zone));
  }

  private FilterEditor editor() {
    return page.required(filter);
  }

  private ActivityErrors errors() {
    return page.required(errors);
  }

  public boolean isFresh() {
    return original == null;
  }

  public ActivityDraft getEdited() {
    return edited;
  }

  public @Nullable String getParentKey() {
    return parentKey;
  }

  public void setParentKey(@Nullable String parentKey) {
    this.parentKey = parentKey;
  }

  public FilterEditor getFilter() {
    return editor();
  }

  /** The filters on the way here, and how many records match them all. */
  public AppliedFilter getApplied() {
    AppliedFilter of = page.required(applied);
    of.refresh(campaign, editor(), needsParent() ? parentKey : null);
    return of;
  }

  /** What is wrong with the filter beside its rules; gone when the filter is right again. */
  public String getFilterError() {
    if (errors().has("filter") && editor().isWhole()) {
      errors().corrected("filter");
    }
    return errors().of("filter");
  }

  public ActivityErrors getErrors() {
    return errors();
  }
}
