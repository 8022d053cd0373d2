package org.nurture.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonArray;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;

/** The dialog of one activity. It edits a copy; saving puts it into the campaign's draft. */
@Named("activity")
@ViewScoped
public class ActivityBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DIALOG = "activityDialog";

  @Inject private CampaignBacking campaign;
  @Inject private CampaignDesk store;
  @Inject private ContentDesk contents;
  @Inject private Fields fields;
  @Inject private TriggerWords triggers;
  @Inject private Page page;
  @Inject private Say say;

  private @Nullable ActivityDraft original;
  private ActivityDraft edited = new ActivityDraft();
  private @Nullable String parentKey;
  private @Nullable FilterEditor filter;
  private List<AppliedLine> applied = List.of();
  private @Nullable Long appliedCount;
  private final FieldErrors errors = new FieldErrors();

  @PostConstruct
  void start() {
    filter = new FilterEditor(fields);
  }

  /** One filter on the way from the campaign to this activity. */
  public record AppliedLine(String name, String words) implements Serializable {
    public String getName() {
      return name;
    }

    public String getWords() {
      return words;
    }
  }

  /** A new activity under another. */
  public void create(String parent, TriggerType trigger) {
    original = null;
    edited = new ActivityDraft();
    edited.setTrigger(trigger);
    if (trigger.kind() != TriggerType.Kind.AFTER || trigger == TriggerType.ACTIVITY) {
      edited.getInterval().setCount(trigger.kind() == TriggerType.Kind.UNLESS ? "2" : "0");
      edited.getInterval().setUnit(org.nurture.campaign.IntervalUnit.DAYS);
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
    errors.clear();
    editor().open(campaign.draft().getTarget(), edited.filter());
    apply();
    page.dialog(DIALOG, true);
  }

  /** Another type: what was chosen for the old one does not fit. */
  public void typeChanged() {
    edited.setContent(null);
  }

  /** Another trigger: the parent stays if it fits. */
  public void triggerChanged() {
    List<ActivityDraft> parents = getParents();
    if (parents.stream().noneMatch(p -> p.getKey().equals(parentKey))) {
      parentKey = parents.size() == 1 ? parents.get(0).getKey() : null;
    }
    apply();
  }

  /** The filters on the way here, and how many records match them all. */
  public void apply() {
    String target = campaign.draft().getTarget();
    List<JsonArray> all = new ArrayList<>();
    List<AppliedLine> lines = new ArrayList<>();
    appliedCount = null;
    try {
      JsonArray whole = campaign.getFilter().filter();
      all.add(whole);
      lines.add(line(target, say.of("activity.applied.campaign"), whole));
      if (parentKey != null) {
        for (ActivityDraft above : campaign.draft().pathTo(parentKey)) {
          all.add(above.filter());
          lines.add(line(target, above.getName(), above.filter()));
        }
      }
      JsonArray own = editor().filter();
      all.add(own);
      lines.add(line(target, say.of("activity.applied.this"), own));
      if (target != null) {
        appliedCount = fields.count(target, all);
      }
    } catch (RuntimeException e) {
      // what is wrong stands at the filter that has it
      appliedCount = null;
    }
    applied = lines;
  }

  private AppliedLine line(@Nullable String target, String name, JsonArray of) {
    return new AppliedLine(name, target == null ? "" : fields.describe(target, of));
  }

  /** Saves and closes. */
  public void save() {
    if (keep()) {
      page.dialog(DIALOG, false);
    }
  }

  /** Saves, and begins another one beside it. */
  public void saveAndNew() {
    String parent = parentKey;
    TriggerType trigger = edited.getTrigger();
    if (keep()) {
      if (parent == null) {
        createRoot();
      } else {
        create(parent, trigger);
      }
    }
  }

  public void discard() {
    page.dialog(DIALOG, false);
  }

  private boolean keep() {
    errors.clear();
    if (needsParent() && parentKey == null) {
      errors.add("parent", say.of("activity.field.parent.missing"));
    }
    try {
      edited.setFilter(editor().filter());
    } catch (NurtureException e) {
      errors.add("filter", String.valueOf(e.getMessage()));
    }
    if (editor().getError() != null) {
      errors.add("filter", editor().getError());
    }
    if (errors.isAny()) {
      return false;
    }
    return putInDraft();
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
    draft.place(now, parentKey == null ? null : draft.find(parentKey).orElse(null));
    check(draft, now);
    if (errors.isAny()) {
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

  private void check(CampaignDraft draft, ActivityDraft now) {
    try {
      store.check(draft.write());
    } catch (NurtureException e) {
      List<ActivityDraft> below = new ArrayList<>();
      CampaignDraft.collect(now.children(), below);
      for (Violation violation : e.violations()) {
        Pointers.Place at = Pointers.resolve(violation.path(), draft.activities());
        if (at.activity() == now) {
          errors.add(at.field().isEmpty() ? null : at.field(), violation.message());
        } else if (at.activity() != null && below.contains(at.activity())) {
          errors.add(null, "“" + at.activity().getName() + "”: " + violation.message());
        }
      }
    }
  }

  private boolean needsParent() {
    return edited.getTrigger() != TriggerType.BEGIN;
  }

  /** Activities that this one may hang under. */
  public List<ActivityDraft> getParents() {
    return parentsFor(edited.getTrigger());
  }

  private List<ActivityDraft> parentsFor(TriggerType trigger) {
    List<ActivityDraft> below = new ArrayList<>();
    ActivityDraft self = original;
    if (self != null) {
      below.add(self);
      CampaignDraft.collect(self.children(), below);
    }
    return campaign.draft().all().stream()
        .filter(a -> trigger.fits(a.getType()) && !below.contains(a))
        .toList();
  }

  /** Trigger types for which there is a parent, and the beginning. */
  public List<TriggerType> getTriggersOffered() {
    return Arrays.stream(TriggerType.values())
        .filter(t -> t == TriggerType.BEGIN || t == edited.getTrigger() || !parentsFor(t).isEmpty())
        .toList();
  }

  public String getSentence() {
    return triggers.sentence(
        edited, parentKey == null ? null : campaign.draft().find(parentKey).orElse(null));
  }

  /** Names of the fields that need a look, for the foot. */
  public String getFieldsInError() {
    return errors.getFields().stream()
        .map(f -> say.of("activity.error." + f))
        .collect(Collectors.joining(", "));
  }

  private FilterEditor editor() {
    return page.required(filter);
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

  public List<AppliedLine> getApplied() {
    return applied;
  }

  public @Nullable Long getAppliedCount() {
    return appliedCount;
  }

  public FieldErrors getErrors() {
    return errors;
  }

  /** Label of the template or action. */
  public String getContentLabel() {
    return say.of(
        "activity.field."
            + (edited.getType() == ActivityType.EMAIL
                ? "template"
                : edited.getType() == ActivityType.SMS ? "sms" : "action")
            + ".label");
  }

  public List<String> suggestContent(String query) {
    String target = campaign.draft().getTarget();
    return target == null || target.isBlank()
        ? List.of()
        : contents.suggest(edited.getType(), target, campaign.getId(), query);
  }
}
