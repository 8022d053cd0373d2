package org.nurture.web.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the JSON Pointer of a violation in a campaign document to the place on the screen. */
public final class Pointers {
  private static final Map<String, String> ACTIVITY_FIELDS =
      Map.of(
          "name", "name",
          "type", "type",
          "template", "content",
          "action", "content",
          "waitAtMost", "wait",
          "expiry", "expiry",
          "filter", "filter",
          "ref", "name");

  private Pointers() {}

  /**
   * Where a violation belongs.
   *
   * @param activity the activity it speaks of; null: the campaign itself
   * @param field of the form or dialog; empty: the whole
   */
  public record Place(@Nullable ActivityDraft activity, String field) {}

  public static Place resolve(String pointer, List<ActivityDraft> roots) {
    List<String> steps = new ArrayList<>(List.of(pointer.split("/")));
    if (!steps.isEmpty() && steps.get(0).isEmpty()) {
      steps.remove(0);
    }
    ActivityDraft activity = null;
    List<ActivityDraft> level = roots;
    String list = "activities";
    int i = 0;
    while (i + 1 < steps.size() && steps.get(i).equals(list) && index(steps.get(i + 1), level)) {
      activity = level.get(Integer.parseInt(steps.get(i + 1)));
      level = activity.children();
      list = "children";
      i += 2;
    }
    List<String> rest = steps.subList(i, steps.size());
    if (rest.isEmpty()) {
      return new Place(activity, "");
    }
    return new Place(activity, activity == null ? rest.get(0) : activityField(rest));
  }

  private static String activityField(List<String> rest) {
    if (rest.get(0).equals("trigger")) {
      return rest.size() == 1 ? "trigger" : rest.get(1).equals("type") ? "trigger" : "interval";
    }
    return ACTIVITY_FIELDS.getOrDefault(rest.get(0), "");
  }

  private static boolean index(String step, List<ActivityDraft> level) {
    return step.length() < 6
        && !step.isEmpty()
        && step.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(step) < level.size();
  }
}
