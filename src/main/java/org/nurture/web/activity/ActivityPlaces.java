package org.nurture.web.activity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignDraft;

/**
 * Where in a workflow an activity may stand: which parents and triggers are offered (SPEC section
 * 3).
 *
 * @param self as it stands in the workflow; null: it is new
 */
record ActivityPlaces(CampaignDraft draft, @Nullable ActivityDraft self) {

  /** Activities of the type that the trigger needs, neither itself nor below it. */
  List<ActivityDraft> parents(TriggerType trigger) {
    List<ActivityDraft> not = new ArrayList<>();
    if (self != null) {
      not.add(self);
      CampaignDraft.collect(self.children(), not);
    }
    return draft.all().stream().filter(a -> trigger.fits(a.getType()) && !not.contains(a)).toList();
  }

  /** Triggers for which there is a parent, the beginning, and the one that is chosen. */
  List<TriggerType> triggers(TriggerType chosen) {
    return Arrays.stream(TriggerType.values())
        .filter(t -> t == TriggerType.BEGIN || t == chosen || !parents(t).isEmpty())
        .toList();
  }

  /** Names of its children whose triggers would not fit the type. */
  List<String> misfits(ActivityType type) {
    return self == null
        ? List.of()
        : self.children().stream()
            .filter(child -> !child.getTrigger().fits(type))
            .map(ActivityDraft::getName)
            .toList();
  }
}
