package org.nurture.web.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.TriggerType;
import org.nurture.web.campaign.ActivityDraft;
import org.nurture.web.campaign.CampaignDraft;

class ActivityPlacesTest {
  private final CampaignDraft draft = new CampaignDraft();
  private final ActivityDraft mail = place("Mail", ActivityType.EMAIL, TriggerType.BEGIN, null);
  private final ActivityDraft text = place("Text", ActivityType.SMS, TriggerType.MAIL_OPENED, mail);
  private final ActivityDraft act =
      place("Act", ActivityType.ACTION, TriggerType.SMS_CLICKED, text);

  @Test
  void parents_are_of_the_type_that_the_trigger_needs() {
    ActivityPlaces fresh = new ActivityPlaces(draft, null);

    assertThat(fresh.parents(TriggerType.MAIL_OPENED)).containsExactly(mail);
    assertThat(fresh.parents(TriggerType.SMS_BOUNCED)).containsExactly(text);
    assertThat(fresh.parents(TriggerType.ACTIVITY)).containsExactly(mail, text, act);
    assertThat(fresh.parents(TriggerType.BEGIN)).isEmpty();
  }

  @Test
  void neither_itself_nor_what_is_below_it_is_a_parent() {
    assertThat(new ActivityPlaces(draft, text).parents(TriggerType.ACTIVITY)).containsExactly(mail);
    assertThat(new ActivityPlaces(draft, mail).parents(TriggerType.ACTIVITY)).isEmpty();
  }

  @Test
  void triggers_without_a_parent_are_not_offered_but_the_chosen_one_is() {
    assertThat(new ActivityPlaces(draft, mail).triggers(TriggerType.MAIL_OPENED))
        .containsExactly(TriggerType.BEGIN, TriggerType.MAIL_OPENED);
  }

  @Test
  void another_type_names_the_children_that_no_longer_fit() {
    assertThat(new ActivityPlaces(draft, mail).misfits(ActivityType.SMS)).containsExactly("Text");
    assertThat(new ActivityPlaces(draft, mail).misfits(ActivityType.EMAIL)).isEmpty();
    assertThat(new ActivityPlaces(draft, null).misfits(ActivityType.SMS)).isEmpty();
  }

  private ActivityDraft place(
      String name, ActivityType type, TriggerType trigger, ActivityDraft parent) {
    ActivityDraft activity = new ActivityDraft();
    activity.setName(name);
    activity.setType(type);
    activity.setTrigger(trigger);
    draft.place(activity, parent);
    return activity;
  }
}
