package org.nurture.campaign;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDocument.Place;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/** Whether a workflow is a tree whose triggers fit (SPEC section 3). Pure. */
final class WorkflowCheck {
  /** More than anybody draws; bounds what one campaign can cost. */
  static final int MOST_ACTIVITIES = 1_000;

  private WorkflowCheck() {}

  static void check(CampaignDocument document, Problems problems) {
    Map<String, String> refs = new HashMap<>();
    int count = 0;
    for (Place place : document.places()) {
      if (++count > MOST_ACTIVITIES) {
        problems.invalid(
            "/activities", Text.of("A workflow has {0} activities at most", MOST_ACTIVITIES));
        return;
      }
      unique(place, refs, problems);
      fits(place, problems);
      if (place.activity().waitAtMost() != null
          && place.activity().trigger().type().kind() != TriggerType.Kind.WHEN) {
        problems.invalid(
            place.path() + "/waitAtMost",
            Text.of(
                "“waitAtMost” is for activities that wait for an event: opened, clicked, replied, bounced"));
      }
    }
  }

  private static void unique(Place place, Map<String, String> refs, Problems problems) {
    String ref = place.activity().ref();
    if (ref == null) {
      return;
    }
    String first = refs.putIfAbsent(ref, place.path());
    if (first != null) {
      problems.invalid(
          place.path() + "/ref",
          Text.of(
              "“{0}” is also the ref of {1}{2}",
              ref,
              first,
              (place.path().startsWith(first + "/")
                  ? Text.of(": an activity can't be its own descendant, that would be a cycle")
                  : Text.of("; a ref is unique in its campaign"))));
    }
  }

  private static void fits(Place place, Problems problems) {
    ActivityDocument parent = place.parent();
    ActivityType parentType = parent == null ? null : parent.type();
    TriggerType type = place.activity().trigger().type();
    if (!type.fits(parentType)) {
      problems.invalid(place.path() + "/trigger/type", misfit(type, parentType));
    }
  }

  static String misfit(TriggerType type, @Nullable ActivityType parent) {
    String allowed =
        Arrays.stream(TriggerType.values())
            .filter(t -> t.fits(parent))
            .map(TriggerType::word)
            .collect(Collectors.joining(", "));
    if (parent == null) {
      return Text.of(
          "“{0}” needs a parent activity; without one, allowed is {1}", type.word(), allowed);
    }
    return type == TriggerType.BEGIN
        ? Text.of(
            "“begin” is for activities without a parent; under this one, allowed are {0}", allowed)
        : Text.of(
            "“{0}” does not fit a parent of type {1}; allowed are {2}",
            type.word(), ActivityDocument.word(parent), allowed);
  }
}
