package org.nurture.web.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.nurture.platform.json.JsonText;

class CampaignDraftTest {
  private static final JsonObject DOCUMENT =
      JsonText.object(
          """
          {"name": "Welcome", "target": "contact", "filter": [["country.code", "=", "IT"]],
           "uniqueField": "email", "timeZone": "Europe/Rome", "tags": ["A", "B"],
           "oncePerAddress": true, "tracking": true,
           "activities": [
             {"ref": "hello", "name": "Say hello", "type": "email", "template": "Welcome aboard",
              "trigger": {"interval": 0, "unit": "hours", "type": "begin"},
              "children": [
                {"ref": "nudge", "name": "Text", "type": "sms", "template": "Did you see it?",
                 "trigger": {"interval": 2, "unit": "days", "type": "mail_not_opened"},
                 "expiry": {"interval": 1, "unit": "weeks"}, "filter": [["mobile", "!=", null]]},
                {"ref": "hot", "name": "Hot", "type": "action", "action": "Prioritise",
                 "trigger": {"interval": 0, "unit": "hours", "type": "mail_clicked"},
                 "waitAtMost": {"interval": 3, "unit": "days"}}]}]}
          """);

  @Test
  void a_document_goes_through_the_form_unchanged() {
    assertThat(CampaignDraft.read(DOCUMENT).write()).isEqualTo(DOCUMENT);
  }

  @Test
  void an_interval_goes_out_as_it_was_typed() {
    CampaignDraft draft = CampaignDraft.read(DOCUMENT);
    TypedLength interval = draft.activities().get(0).getInterval();

    interval.setCount("1.5");
    assertThat(interval.write().get("interval")).hasToString("1.5");
    interval.setCount("two");
    assertThat(interval.write().get("interval")).hasToString("\"two\"");
    interval.setCount(" ");
    assertThat(interval.write().get("interval")).hasToString("null");
  }

  @Test
  void an_activity_moves_with_all_below_it() {
    CampaignDraft draft = CampaignDraft.read(DOCUMENT);
    ActivityDraft hello = draft.activities().get(0);
    ActivityDraft nudge = hello.children().get(0);
    ActivityDraft hot = hello.children().get(1);

    draft.place(hot, nudge);

    assertThat(hello.children()).containsExactly(nudge);
    assertThat(nudge.children()).containsExactly(hot);
    assertThat(draft.pathTo(hot.getKey())).containsExactly(hello, nudge, hot);
  }

  @Test
  void a_violation_falls_on_the_activity_and_field_that_it_speaks_of() {
    CampaignDraft draft = CampaignDraft.read(DOCUMENT);
    ActivityDraft hot = draft.activities().get(0).children().get(1);

    Pointers.Place interval =
        Pointers.resolve("/activities/0/children/1/trigger/interval", draft.activities());
    assertThat(interval.activity()).isSameAs(hot);
    assertThat(interval.field()).isEqualTo("interval");
    assertThat(
            Pointers.resolve("/activities/0/children/1/action/set/0", draft.activities()).field())
        .isEqualTo("content");
    assertThat(Pointers.resolve("/filter/0/2", draft.activities()))
        .isEqualTo(new Pointers.Place(null, "filter"));
    assertThat(Pointers.resolve("/activities/7/name", draft.activities()))
        .isEqualTo(new Pointers.Place(null, "activities"));
  }
}
