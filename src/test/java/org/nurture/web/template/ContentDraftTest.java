package org.nurture.web.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nurture.campaign.ActivityType;

class ContentDraftTest {

  @Test
  void what_a_page_left_empty_is_nothing_and_no_error() {
    ContentDraft draft = new ContentDraft(ActivityType.SMS, "contact");
    draft.getTexts().put("title", null);
    draft.getTexts().put("text", null);

    assertThat(draft.title()).isEmpty();
    assertThat(draft.write()).hasToString("{\"target\":\"contact\"}");

    draft.getTexts().put("title", " Now ");
    draft.getTexts().put("text", " Now! ");
    assertThat(draft.title()).isEqualTo("Now");
    assertThat(draft.write())
        .hasToString("{\"target\":\"contact\",\"title\":\"Now\",\"text\":\" Now! \"}");
  }
}
