package org.nurture.web.action;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.nurture.action.ActionKind;
import org.nurture.platform.json.JsonText;

class ActionDraftTest {

  @Test
  void what_a_page_left_empty_is_nothing_and_no_error() {
    ActionDraft draft = new ActionDraft("contact");
    draft.setKind(ActionKind.CREATE_ACTIVITY);
    draft.getTexts().put("name", null);
    draft.getTexts().put("summary", null);
    draft.getTexts().put("interval", null);
    draft.getTexts().put("unit", null);

    assertThat(draft.getName()).isEmpty();
    assertThat(draft.write(field -> null))
        .hasToString("{\"target\":\"contact\",\"kind\":\"create_activity\",\"groups\":[]}");

    draft.getTexts().put("interval", "2");
    assertThat(draft.write(field -> null).getJsonObject("dueIn"))
        .hasToString("{\"interval\":2,\"unit\":\"days\"}");
  }

  @Test
  void what_was_not_entered_is_asked_for_at_its_field_and_what_is_wrong_keeps_its_words() {
    ActionDraft draft = new ActionDraft("contact");
    draft.setName("A");
    draft.addRow();

    assertThat(draft.lacking("set0")).isEqualTo("set");
    assertThat(draft.lacking("summary")).isEqualTo("summary");
    assertThat(draft.lacking("followers")).isEqualTo("followers");
    assertThat(draft.lacking("name")).isNull();
    assertThat(draft.lacking("kind")).isNull();

    draft.getRows().get(0).setField("score");
    assertThat(draft.lacking("set0")).isNull();
    assertThat(draft.lacking("set")).isNull();
    draft.getRows().get(0).setHow("expression");
    assertThat(draft.lacking("set0")).isEqualTo("expression");
    assertThat(draft.lacking("set7")).as("there is no such line").isNull();
  }

  /** Only so does a campaign's own copy of it have the secret as well. */
  @Test
  void a_webhook_that_has_a_secret_says_so_until_it_is_to_be_forgotten() {
    ActionDraft draft =
        ActionDraft.read(JsonText.object("{\"kind\":\"webhook\",\"hasSecret\":true}"));

    assertThat(draft.write(field -> null)).containsEntry("hasSecret", JsonValue.TRUE);

    draft.setUnsigned(true);
    assertThat(draft.write(field -> null))
        .containsEntry("secret", JsonValue.NULL)
        .containsEntry("hasSecret", JsonValue.FALSE);
  }
}
