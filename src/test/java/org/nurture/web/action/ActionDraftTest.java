package org.nurture.web.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nurture.action.ActionKind;

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
}
