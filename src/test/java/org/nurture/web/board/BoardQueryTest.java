package org.nurture.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.campaign.CampaignState;

class BoardQueryTest {

  @Test
  void an_address_keeps_what_was_chosen_and_leaves_out_the_rest() {
    BoardQuery query = new BoardQuery();
    query.set(BoardQuery.TEXT, " spring & more ");
    query.set(BoardQuery.RESPONSIBLE, "me");
    query.set(BoardQuery.ARCHIVED, "no");

    assertThat(query.url(null, null)).isEqualTo("list.xhtml?q=spring+%26+more&responsible=me");
    assertThat(query.url(BoardQuery.RESPONSIBLE, null)).isEqualTo("list.xhtml?q=spring+%26+more");
    assertThat(query.url(BoardQuery.STATE, "RUNNING")).endsWith("&state=RUNNING");
    assertThat(query.cleared()).isEqualTo("list.xhtml");
    assertThat(query.narrows()).isTrue();
  }

  @Test
  void words_that_mean_nothing_count_as_left_out() {
    BoardQuery query = new BoardQuery();
    query.set(BoardQuery.STATE, "SLEEPING");
    query.set(BoardQuery.ARCHIVED, "perhaps");
    query.set(BoardQuery.GROUP, "colour");
    query.set(BoardQuery.TEXT, "x".repeat(500));

    assertThat(query.url(null, null)).isEqualTo("list.xhtml");
    assertThat(query.get(BoardQuery.GROUP)).isEqualTo("state");
    assertThat(query.narrows()).isFalse();
  }

  @Test
  void the_service_is_asked_for_what_the_address_says() {
    BoardQuery query = new BoardQuery();
    query.set(BoardQuery.RESPONSIBLE, "me");
    query.set(BoardQuery.STATE, "STOPPED");
    query.set(BoardQuery.ARCHIVED, "any");

    var search = query.search("ann", List.of("contact"));

    assertThat(search.responsible()).isEqualTo("ann");
    assertThat(search.state()).isEqualTo(CampaignState.STOPPED);
    assertThat(search.archived()).isNull();
    assertThat(search.text()).isNull();
    assertThat(new BoardQuery().search("ann", List.of()).archived()).isFalse();
  }

  @Test
  void a_round_picture_has_two_letters() {
    assertThat(CampaignWords.initials("gianni.ferri")).isEqualTo("GF");
    assertThat(CampaignWords.initials("admin")).isEqualTo("AD");
    assertThat(CampaignWords.initials("x")).isEqualTo("X");
    assertThat(CampaignWords.initials(".hidden")).isEqualTo("HI");
    assertThat(CampaignWords.initials("森 明")).isEqualTo("森明");
    assertThat(CampaignWords.initials(null)).isEmpty();
  }

  @Test
  void a_line_goes_from_the_first_day_to_the_last() {
    assertThat(Sparkline.line(new long[] {0, 10, 5})).isEqualTo("M0.0 32.5L56.0 2.0L112.0 17.3");
    assertThat(Sparkline.area(new long[] {0, 0})).endsWith("L112.0 32.5L112 34L0 34Z");
  }
}
