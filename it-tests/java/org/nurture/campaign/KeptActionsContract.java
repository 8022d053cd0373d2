package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.action.ActionDocument;
import org.nurture.action.Actions;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** What a running campaign keeps of its actions, and in whose name they run. */
abstract class KeptActionsContract extends ActionCampaigns {
  private long mark;

  KeptActionsContract(TestDatabase db) {
    super(db);
  }

  @BeforeEach
  void mark() {
    mark = in(() -> world.actions().create(mark(10, "")).id());
  }

  @Test
  void a_running_campaign_keeps_the_action_that_it_started_with_until_update_U7() {
    long id = running("Mark");

    in(() -> world.actions().put(mark, mark(20, ""), null));
    assertThat(run(id)).isEmpty();
    assertThat(score()).isEqualTo(10);
    assertThat(in(() -> campaigns.get(id)).staged()).isTrue();
    assertThat(in(() -> life.changes(id)).newer()).containsExactly("hot");

    in(() -> life.update(id));
    assertThat(run(id)).isEmpty();
    assertThat(score()).isEqualTo(20);
    assertThat(in(() -> campaigns.get(id)).staged()).isFalse();
    assertThat(refused(() -> life.update(id)).kind()).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void so_it_is_with_a_part_of_a_sequence_edited_or_named_anew() {
    in(() -> world.actions().create(action(sequence("'Mark'"))));
    long id = running("Both");

    in(() -> world.actions().put(mark, action(text(30, "").replace("'Mark'", "'Other'")), null));
    run(id);
    assertThat(score()).isEqualTo(10);

    in(() -> life.update(id));
    run(id);
    assertThat(score()).isEqualTo(30);
  }

  @Test
  void stop_and_start_is_no_update() {
    long id = running("Mark");
    in(() -> life.stop(id));
    in(() -> world.actions().put(mark, mark(20, ""), null));
    in(() -> life.start(id));

    run(id);

    assertThat(score()).isEqualTo(10);
  }

  /** What others may read of an action leaves its secret out; what is kept does not. */
  @Test
  void a_kept_webhook_is_signed_with_its_secret() {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    in(
        () ->
            world
                .actions()
                .create(
                    action(
                        "{'name': 'Hook', 'target': 'contact', 'kind': 'webhook', 'fields':"
                            + " ['score'], 'url': 'https://example.org/hook', 'secret': '"
                            + secret
                            + "'}")));

    running("Hook");

    String kept =
        db.ask(sql -> sql.fetchSingle("select parts from action_version").get(0, String.class));
    assertThat(kept).contains(secret);
  }

  @Test
  void an_action_that_came_back_to_what_it_was_is_no_newer_one() {
    long id = running("Mark");
    in(() -> world.actions().put(mark, mark(20, ""), null));
    in(() -> world.actions().put(mark, mark(10, ""), null));

    assertThat(in(() -> campaigns.get(id)).staged()).isFalse();
  }

  @Test
  void a_circle_made_by_a_later_edit_is_refused_and_a_kept_one_can_not_be() {
    long both = in(() -> world.actions().create(action(sequence("'Mark'"))).id());
    long id = running("Both");

    NurtureException circle =
        refused(
            () ->
                world
                    .actions()
                    .put(
                        mark,
                        action(
                            "{'name': 'Mark', 'target': 'contact', 'kind': 'sequence',"
                                + " 'actions': ['Both']}"),
                        null));

    assertThat(circle.kind()).isEqualTo(Kind.INVALID);
    assertThat(run(id)).isEmpty();
    assertThat(both).isPositive();
  }

  @Test
  void groups_are_asked_when_an_action_is_chosen_started_and_run() {
    CampaignWorld bob = world.as(CurrentUser.of("bob", Role.MANAGER));
    in(() -> world.actions().put(mark, mark(10, "'marketing-admin'"), null));
    assertThat(refused(() -> bob.campaigns().create(document("Mark"))).kind())
        .isEqualTo(Kind.FORBIDDEN);

    in(() -> world.actions().put(mark, mark(10, ""), null));
    long id = in(() -> bob.campaigns().create(document("Mark"))).id();
    in(() -> world.actions().put(mark, mark(10, "'marketing-admin'"), null));
    assertThat(refused(() -> bob.life().start(id)).kind()).isEqualTo(Kind.FORBIDDEN);

    in(() -> world.actions().put(mark, mark(10, ""), null));
    in(() -> bob.life().start(id));
    in(() -> world.actions().put(mark, mark(10, "'marketing-admin'"), null));
    assertThat(run(id).get(1L)).contains("marketing-admin", "whoever started");
    assertThat(score()).isZero();
    enrol(id);
    assertThat(refused(() -> bob.life().update(id)).kind()).isEqualTo(Kind.FORBIDDEN);

    in(() -> life.update(id));
    assertThat(run(id)).isEmpty();
    assertThat(score()).isEqualTo(10);
  }

  @Test
  void groups_of_a_sequence_within_a_sequence_are_asked_as_well() {
    CampaignWorld bob = world.as(CurrentUser.of("bob", Role.MANAGER));
    String restricted =
        "{'name': 'Inner', 'target': 'contact', 'kind': 'sequence', 'actions': ['Mark'],"
            + " 'groups': ['marketing-admin']}";
    ActionDocument open = action(restricted.replace("'marketing-admin'", ""));
    long inner = in(() -> world.actions().create(action(restricted))).id();
    in(() -> world.actions().create(action(sequence("'Inner'"))));
    assertThat(refused(() -> bob.campaigns().create(document("Both"))).kind())
        .isEqualTo(Kind.FORBIDDEN);

    in(() -> world.actions().put(inner, open, null));
    long id = in(() -> bob.campaigns().create(document("Both"))).id();
    in(() -> world.actions().put(inner, action(restricted), null));
    assertThat(refused(() -> bob.life().start(id)).kind()).isEqualTo(Kind.FORBIDDEN);

    in(() -> world.actions().put(inner, open, null));
    in(() -> bob.life().start(id));
    in(() -> world.actions().put(inner, action(restricted), null));
    assertThat(run(id).get(1L)).contains("Inner", "marketing-admin", "whoever started");
    enrol(id);

    in(() -> life.update(id));
    assertThat(run(id)).isEmpty();
    assertThat(score()).isEqualTo(10);
  }

  @Test
  void groups_of_what_a_whole_document_executes_are_asked_when_it_is_brought() {
    CampaignWorld bob = world.as(CurrentUser.of("bob", Role.MANAGER));
    CampaignDocument whole =
        CampaignDocument.parse(CAMPAIGN.replace("\"%s\"", sequence("'Mark'").replace('\'', '"')));
    in(() -> world.actions().put(mark, mark(10, "'marketing-admin'"), null));

    NurtureException e = refused(() -> bob.campaigns().create(whole));

    assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(e.violations()).extracting(v -> v.path()).containsExactly("/activities/0/action");
    assertThat(e).hasMessageContaining("marketing-admin");
    in(() -> campaigns.create(whole));
    in(() -> world.actions().put(mark, mark(10, ""), null));
    in(() -> bob.campaigns().create(whole));
  }

  @Test
  void a_group_that_there_is_not_is_refused() {
    NurtureException e =
        refused(() -> world.actions().put(mark, mark(10, "'marketing-admin', 'sales'"), null));

    assertThat(e.violations()).extracting(v -> v.path()).containsExactly("/groups/1");
    assertThat(e.violations().get(0).message()).contains("sales", "marketing-manager");
  }

  @Test
  void a_user_uses_the_library_s_actions_and_a_manager_changes_them() {
    Actions theirs = world.as(CurrentUser.of("bob", Role.USER)).actions();

    assertThat(
            List.<Supplier<?>>of(
                () -> theirs.create(mark(20, "")),
                () -> theirs.put(mark, mark(20, ""), null),
                () -> theirs.duplicate(mark, "Copy"),
                () -> deleted(theirs)))
        .allSatisfy(change -> assertThat(refused(change).kind()).isEqualTo(Kind.FORBIDDEN));

    Actions managers = world.as(CurrentUser.of("meg", Role.MANAGER)).actions();
    in(() -> managers.put(mark, mark(20, ""), null));
    assertThat(in(() -> theirs.get(mark)).document()).isEqualTo(mark(20, ""));
    in(() -> deleted(managers));
  }

  private long deleted(Actions by) {
    by.delete(mark, null);
    return mark;
  }

  @Test
  void only_an_admin_writes_a_script() {
    CampaignWorld other = world.as(CurrentUser.of("bob", Role.MANAGER));
    String script =
        "{'name': 'S', 'target': 'contact', 'kind': 'execute_code', 'script': 'return %d'}";

    assertThat(refused(() -> other.actions().create(action(script.formatted(1)))).kind())
        .isEqualTo(Kind.FORBIDDEN);
    long id = in(() -> world.actions().create(action(script.formatted(1))).id());
    assertThat(refused(() -> other.actions().put(id, action(script.formatted(2)), null)).kind())
        .isEqualTo(Kind.FORBIDDEN);
    // a new name is no new script
    in(() -> other.actions().put(id, action(script.formatted(1).replace("'S'", "'T'")), null));
    assertThat(
            refused(
                    () ->
                        other
                            .campaigns()
                            .create(
                                CampaignDocument.parse(
                                    CAMPAIGN.replace(
                                        "\"%s\"", script.formatted(3).replace('\'', '"')))))
                .kind())
        .isEqualTo(Kind.FORBIDDEN);
    in(
        () ->
            other
                .actions()
                .create(
                    action(
                        "{'name': 'P', 'target': 'contact', 'kind': 'execute_code',"
                            + " 'python': 'x = 1'}")));
  }

  private int score() {
    return db.ask(
        sql -> sql.fetchSingle("select score from crm.contact where id = 1").get(0, Integer.class));
  }

  private static String text(int score, String groups) {
    return "{'name': 'Mark', 'target': 'contact', 'kind': 'update_record', 'groups': ["
        + groups
        + "], 'set': [{'field': 'score', 'value': "
        + score
        + "}]}";
  }

  private static String sequence(String parts) {
    return "{'name': 'Both', 'target': 'contact', 'kind': 'sequence', 'actions': [" + parts + "]}";
  }

  private static ActionDocument mark(int score, String groups) {
    return action(text(score, groups));
  }
}
