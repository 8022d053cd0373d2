package org.nurture.web.activity;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignDesk;
import org.nurture.web.campaign.CampaignDraft;
import org.nurture.web.campaign.Pointers;
import org.nurture.web.campaign.TypedLength;
import org.nurture.web.page.FieldErrors;
import org.nurture.web.page.Say;

/** What is wrong with the activity that a dialog edits, by field, and the ways out. */
public final class ActivityErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where focus goes for a field's name in the foot. */
  private static final Map<String, String> INPUTS =
      Map.of(
          "content", "content_input",
          "trigger", "triggerType",
          "expiry", "expiryCount",
          "type", "type:0",
          "filter", "filter:box");

  private final Say say;
  private final FieldErrors errors = new FieldErrors();
  private final Map<String, Whole.Way> ways = new LinkedHashMap<>();

  ActivityErrors(Say say) {
    this.say = say;
  }

  /** A field that needs a look, for the foot. */
  public record Named(String input, String label) implements Serializable {
    public String getInput() {
      return input;
    }

    public String getLabel() {
      return label;
    }
  }

  void clear() {
    errors.clear();
    ways.clear();
  }

  void add(@Nullable String field, String message) {
    errors.add(field, message);
  }

  void corrected(String field) {
    errors.remove(field);
    ways.remove(field);
  }

  /** Numbers beside their units; only those that count with this trigger. */
  void lengths(ActivityDraft activity) {
    length("interval", activity.getInterval(), true);
    length("wait", activity.getWaitAtMost(), activity.isWaiting());
    length("expiry", activity.getExpiry(), activity.isExpires());
  }

  private void length(String field, TypedLength length, boolean counts) {
    corrected(field);
    Optional<Whole.Problem> problem = Whole.problem(length.getCount(), length.getUnit());
    if (counts && problem.isPresent()) {
      Whole.Problem wrong = problem.get();
      errors.add(field, say.of(wrong.key(), wrong.typed(), wrong.most()));
      if (wrong.way() != null) {
        ways.put(field, wrong.way());
      }
    }
  }

  /**
   * @param misfits names of children whose triggers do not fit the type
   */
  void type(ActivityType type, List<String> misfits) {
    corrected("type");
    if (!misfits.isEmpty()) {
      List<String> quoted = misfits.stream().map(name -> "“" + name + "”").toList();
      errors.add(
          "type",
          say.of("activity.field.type.misfit", say.of("type." + type), String.join(", ", quoted)));
    }
  }

  /** What the document's own check says of the activity and of those below it. */
  void check(CampaignDesk store, CampaignDraft draft, ActivityDraft activity) {
    try {
      store.check(draft.write());
    } catch (NurtureException e) {
      List<ActivityDraft> below = new ArrayList<>();
      CampaignDraft.collect(activity.children(), below);
      for (Violation violation : e.violations()) {
        Pointers.Place at = Pointers.resolve(violation.path(), draft.activities());
        if (at.activity() == activity) {
          errors.add(at.field().isEmpty() ? null : at.field(), violation.message());
        } else if (at.activity() != null && below.contains(at.activity())) {
          errors.add(null, "“" + at.activity().getName() + "”: " + violation.message());
        }
      }
    }
  }

  /** Takes the way out. */
  void take(ActivityDraft activity, String field) {
    Whole.Way way = ways.get(field);
    if (way != null) {
      TypedLength length =
          switch (field) {
            case "interval" -> activity.getInterval();
            case "wait" -> activity.getWaitAtMost();
            default -> activity.getExpiry();
          };
      length.setCount(way.count());
      length.setUnit(way.unit());
      lengths(activity);
    }
  }

  /** “Use 36 hours instead”; empty: there is no way out to offer. */
  public String wayOut(String field) {
    Whole.Way way = ways.get(field);
    if (way == null) {
      return "";
    }
    String unit = say.of((way.count().equals("1") ? "unit.one." : "unit.") + way.unit());
    return say.of("length.way", say.of("length", way.count(), unit));
  }

  public boolean has(String field) {
    return errors.has(field);
  }

  public String of(String field) {
    return errors.of(field);
  }

  public boolean isAny() {
    return errors.isAny();
  }

  public List<String> getOthers() {
    return errors.getOthers();
  }

  /** Fields with errors in the order of the form's words. */
  public List<Named> getNamed() {
    return errors.getFields().stream()
        .map(
            f ->
                new Named(
                    "activityForm:" + INPUTS.getOrDefault(f, f), say.of("activity.error." + f)))
        .toList();
  }
}
