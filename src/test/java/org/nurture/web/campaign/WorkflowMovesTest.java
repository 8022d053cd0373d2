package org.nurture.web.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.JsonText;

class WorkflowMovesTest {
  private static final JsonObject DOCUMENT =
      JsonText.object(
          """
          {"name": "Welcome", "target": "contact", "filter": [], "tags": [],
           "oncePerAddress": false, "tracking": true,
           "activities": [
             {"ref": "hello", "name": "Hello", "type": "email", "template": "A",
              "trigger": {"interval": 0, "unit": "hours", "type": "begin"},
              "children": [
                {"ref": "nudge", "name": "Nudge", "type": "sms", "template": "B",
                 "trigger": {"interval": 2, "unit": "days", "type": "mail_not_opened"},
                 "children": [
                   {"ref": "last", "name": "Last", "type": "action", "action": "C",
                    "trigger": {"interval": 1, "unit": "days", "type": "activity"}}]},
                {"ref": "hot", "name": "Hot", "type": "action", "action": "D",
                 "trigger": {"interval": 0, "unit": "hours", "type": "mail_clicked"}}]}]}
          """);

  private final CampaignDraft draft = CampaignDraft.read(DOCUMENT);
  private final WorkflowMoves moves = new WorkflowMoves(draft);
  private final LiveVersion live = LiveVersion.read(DOCUMENT);

  private ActivityDraft the(String ref) {
    return draft.byRef(ref).orElseThrow();
  }

  private static List<String> names(List<ActivityDraft> of) {
    return of.stream().map(ActivityDraft::getName).toList();
  }

  @Test
  void each_step_is_taken_back_in_turn() {
    moves.remove(the("nudge"));
    moves.duplicate(the("hot"), false, "Hot (copy)");
    moves.shift(the("hot"), 1);
    assertThat(names(the("hello").children())).containsExactly("Hot (copy)", "Hot");

    moves.undo();
    moves.undo();
    assertThat(names(the("hello").children())).containsExactly("Hot");
    moves.undo();

    assertThat(draft.write()).isEqualTo(DOCUMENT);
    assertThat(moves.undo()).isFalse();
  }

  @Test
  void an_activity_moves_with_its_branch_where_the_trigger_fits() {
    moves.move(the("nudge"), the("hot"), TriggerType.ACTIVITY);

    assertThat(names(draft.pathTo(the("last").getKey())))
        .containsExactly("Hello", "Hot", "Nudge", "Last");
    assertThat(the("nudge").getTrigger()).isEqualTo(TriggerType.ACTIVITY);
  }

  @Test
  void a_move_under_itself_or_with_a_trigger_that_does_not_fit_is_refused() {
    for (Runnable move :
        List.<Runnable>of(
            () -> moves.move(the("hello"), the("last"), TriggerType.ACTIVITY),
            () -> moves.move(the("nudge"), the("nudge"), TriggerType.ACTIVITY),
            () -> moves.move(the("nudge"), the("hot"), TriggerType.MAIL_OPENED),
            () -> moves.move(the("nudge"), null, TriggerType.ACTIVITY))) {
      assertThatThrownBy(move::run).isInstanceOf(NurtureException.class);
    }
    assertThat(draft.write()).isEqualTo(DOCUMENT);
  }

  @Test
  void a_duplicated_branch_is_new_throughout() {
    ActivityDraft copy = moves.duplicate(the("nudge"), true, "Nudge (copy)");

    assertThat(names(the("hello").children())).containsExactly("Nudge", "Nudge (copy)", "Hot");
    assertThat(names(copy.children())).containsExactly("Last");
    assertThat(copy.getRef()).isNull();
    assertThat(copy.children().get(0).getRef()).isNull();
    assertThat(copy.getKey()).isNotEqualTo(the("nudge").getKey());
  }

  @Test
  void what_is_removed_is_drawn_in_its_place() {
    ActivityDraft hello = the("hello");
    moves.remove(the("nudge"));

    Set<String> gone = live.gone(draft);

    assertThat(gone).containsExactlyInAnyOrder("nudge", "last");
    assertThat(names(live.withGone(hello, hello.children(), gone))).containsExactly("Nudge", "Hot");
    assertThat(live.changed(the("hot"))).isFalse();
  }

  @Test
  void what_is_kept_comes_back_with_all_above_and_below_it() {
    moves.remove(the("hello"));
    moves.restore(live, "nudge");

    assertThat(names(draft.all())).containsExactly("Hello", "Nudge", "Last");
    moves.restore(live, "hot");
    assertThat(draft.write()).isEqualTo(DOCUMENT);
  }

  @Test
  void a_move_and_another_interval_are_changes_against_the_live_version() {
    the("hot").getInterval().setCount("3");
    moves.move(the("nudge"), the("hot"), TriggerType.ACTIVITY);

    assertThat(live.changed(the("hot"))).isTrue();
    assertThat(live.moved(the("hot"), the("hello"))).isFalse();
    assertThat(live.moved(the("nudge"), the("hot"))).isTrue();
    assertThat(live.settings(draft)).isEmpty();
  }
}
