package org.nurture.web.campaign;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Violation;
import org.nurture.web.page.FieldErrors;

/** What keeps a campaign from being saved, started or updated: each thing at its place. */
final class CampaignProblems implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "target",
          "filter",
          "uniqueField",
          "timeZone",
          "responsible",
          "tags",
          "description");

  private final FieldErrors errors = new FieldErrors();
  private final Map<String, String> byActivity = new HashMap<>();
  private final List<Missing> missing = new ArrayList<>();
  private String title = "";

  /**
   * Something that keeps the campaign from starting.
   *
   * @param message in words
   * @param key of the activity that it speaks of; empty: of none
   * @param way out of it: {@code pick} a template or action, {@code edit} the activity, {@code add}
   *     one, {@code facts}; empty: none
   * @param field of the facts
   */
  public record Missing(String message, String key, String way, String field)
      implements Serializable {}

  void clear() {
    errors.clear();
    byActivity.clear();
    missing.clear();
    title = "";
  }

  /**
   * Puts what a save refused at its places.
   *
   * @return what has no place
   */
  List<String> refused(NurtureException refusal, CampaignDraft draft) {
    List<String> others = new ArrayList<>();
    if (refusal.violations().isEmpty()) {
      others.add(String.valueOf(refusal.getMessage()));
    }
    for (Violation violation : refusal.violations()) {
      Pointers.Place at = Pointers.resolve(violation.path(), draft.activities());
      ActivityDraft activity = at.activity();
      if (activity != null) {
        at(activity, violation.message());
      } else if (FIELDS.contains(at.field())) {
        errors.add(at.field(), violation.message());
      } else {
        others.add(violation.message());
      }
    }
    return others;
  }

  /** Lists what keeps it from starting or going live. */
  void list(NurtureException refusal, CampaignDraft draft) {
    missing.clear();
    byActivity.clear();
    title = String.valueOf(refusal.getMessage());
    for (Violation violation : refusal.violations()) {
      Pointers.Place at = Pointers.resolve(violation.path(), draft.activities());
      ActivityDraft activity = at.activity();
      if (activity != null) {
        at(activity, violation.message());
        String way = at.field().equals("content") ? "pick" : "edit";
        missing.add(new Missing(violation.message(), activity.getKey(), way, ""));
      } else if (at.field().equals("activities")) {
        missing.add(new Missing(violation.message(), "", "add", ""));
      } else if (FIELDS.contains(at.field())) {
        missing.add(new Missing(violation.message(), "", "facts", at.field()));
      } else {
        missing.add(new Missing(violation.message(), "", "", ""));
      }
    }
  }

  private void at(ActivityDraft activity, String message) {
    byActivity.merge(activity.getKey(), message, (a, b) -> a.equals(b) ? a : a + " " + b);
  }

  /** The workflow changed: what is mended goes, the rest stays to be read. */
  void workflowChanged(CampaignDraft draft) {
    byActivity.clear();
    missing.removeIf(each -> isMended(each, draft));
    for (Missing each : missing) {
      draft.find(each.key()).ifPresent(activity -> at(activity, each.message()));
    }
    if (missing.isEmpty()) {
      title = "";
    }
  }

  private static boolean isMended(Missing each, CampaignDraft draft) {
    return switch (each.way()) {
      case "pick" ->
          draft
              .find(each.key())
              .map(a -> a.getContent() != null && !a.getContent().isBlank())
              .orElse(true);
      case "add" -> !draft.activities().isEmpty();
      case "edit" -> true;
      default -> false;
    };
  }

  FieldErrors errors() {
    return errors;
  }

  Map<String, String> byActivity() {
    return byActivity;
  }

  List<Missing> missing() {
    return missing;
  }

  String title() {
    return title;
  }
}
