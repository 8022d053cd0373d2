package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.AUDIT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Violation;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** What people can do with campaigns, on a real database. */
abstract class CampaignsContract extends WelcomeCampaigns {
  CampaignsContract(TestDatabase db) {
    super(db);
  }

  @Test
  void a_campaign_is_stored_and_read_back_as_it_was_given() {
    CampaignView created = create(WELCOME);

    CampaignView read = in(() -> campaigns.get(created.id()));

    assertThat(read).isEqualTo(created);
    assertThat(read.state()).isEqualTo(CampaignState.NEW);
    assertThat(read.document())
        .isEqualTo(
            document(
                WELCOME
                    .replace(
                        "{\"title\": \"Welcome aboard\", \"html\": \"<p>Hi {{ object.first_name"
                            + " }}</p>\"}",
                        "\"Welcome aboard\"")
                    .replace("\"tags\"", "\"responsible\": \"ann\", \"tags\"")));
    assertThat(read.createdAt()).isEqualTo(db.clock().instant());
  }

  @Test
  void the_live_workflow_is_depth_first_and_follows_every_change() {
    CampaignView created = create(WELCOME);
    assertThat(steps(created.id())).containsExactly("0 hello", "1 nudge", "2 hot");
    assertThat(in(() -> world.workflows().running())).isEmpty();

    in(() -> life.start(created.id()));
    assertThat(in(() -> world.workflows().running())).containsExactly(created.id());
    assertThat(workflow(created.id()).state()).isEqualTo(CampaignState.RUNNING);
    Workflow.Step hot = workflow(created.id()).steps().get(2);
    assertThat(hot.waitAtMost()).isEqualTo(new Interval(30, IntervalUnit.DAYS));
    assertThat(hot.actionId()).isNotNull();

    put(created, WELCOME.replace("\"ref\": \"nudge\"", "\"ref\": \"remind\""), null);
    assertThat(steps(created.id())).containsExactly("0 hello", "1 remind", "2 hot");
    assertThat(in(() -> world.workflows().find(-1))).isEmpty();
  }

  @Test
  void a_stale_version_is_refused_and_changes_nothing() {
    CampaignView created = create(WELCOME);
    CampaignView first = put(created, WELCOME.replace("Say hello", "First"), created.version());

    NurtureException e =
        refused(() -> put(created, WELCOME.replace("Say hello", "Second"), created.version()));

    assertThat(e.kind()).isEqualTo(Kind.STALE);
    assertThat(first.version()).isGreaterThan(created.version());
    assertThat(in(() -> campaigns.get(created.id()))).isEqualTo(first);
  }

  @Test
  void every_change_gives_a_new_version_even_of_an_activity_alone() {
    CampaignView created = create(WELCOME);
    CampaignView changed =
        put(created, WELCOME.replace("\"interval\": 2", "\"interval\": 3"), null);

    assertThat(changed.version()).isEqualTo(created.version() + 1);
    assertThat(workflow(created.id()).steps().get(1).interval().count()).isEqualTo(3);
  }

  @Test
  void references_that_lead_nowhere_are_named_with_their_place() {
    NurtureException e =
        refused(
            () ->
                create(
                    WELCOME
                        .replace("\"country\"", "\"county\"")
                        .replace("\"uniqueField\": \"email\"", "\"uniqueField\": \"mail\"")
                        .replace("\"score\", \">\", 1", "\"score\", \">\", \"high\"")
                        .replace("\"Prioritise\"", "\"Prioritize\"")
                        .replace("object.first_name", "object.firstname")));

    assertThat(e.kind()).isEqualTo(Kind.INVALID);
    assertThat(e.violations())
        .extracting(Violation::path)
        .contains(
            "/filter/0/0",
            "/uniqueField",
            "/activities/0/template/html",
            "/activities/0/children/0/filter/0/2",
            "/activities/0/children/1/action");
    assertThat(refused(() -> create(WELCOME.replace("\"contact\"", "\"contract\""))).violations())
        .extracting(Violation::path)
        .containsExactly("/target");
  }

  @Test
  void what_keeps_a_campaign_from_starting_is_listed_with_its_places() {
    CampaignView empty = create("{\"name\": \"Nothing\", \"target\": \"contact\"}");
    CampaignView incomplete =
        create(WELCOME.replace("\"action\": \"Prioritise\"", "\"action\": null"));

    NurtureException none = refused(() -> life.start(empty.id()));
    NurtureException one = refused(() -> life.start(incomplete.id()));

    assertThat(none.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(none.violations()).extracting(Violation::path).containsExactly("/activities");
    assertThat(one.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(one.violations())
        .extracting(Violation::path)
        .containsExactly("/activities/0/children/1/action");
    assertThat(in(() -> campaigns.get(empty.id())).state()).isEqualTo(CampaignState.NEW);
  }

  @Test
  void an_email_needs_a_target_with_an_email_role_to_start() {
    CampaignView ticket =
        create(
            """
            {"name": "T", "target": "ticket", "activities": [{"name": "A", "type": "email",
             "template": {"title": "X", "html": "y"},
             "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
            """);

    NurtureException e = refused(() -> life.start(ticket.id()));

    assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(e.violations()).extracting(Violation::path).containsExactly("/activities/0/type");
  }

  @Test
  void start_and_stop_are_idempotent_and_wake_the_jobs_once() {
    CampaignView created = create(WELCOME);
    assertThat(refused(() -> life.stop(created.id())).kind()).isEqualTo(Kind.CONFLICT);

    CampaignView running = in(() -> life.start(created.id()));
    assertThat(in(() -> life.start(created.id()))).isEqualTo(running);
    assertThat(world.started()).containsExactly(created.id());

    CampaignView stopped = in(() -> life.stop(created.id()));
    assertThat(stopped.state()).isEqualTo(CampaignState.STOPPED);
    assertThat(in(() -> life.stop(created.id()))).isEqualTo(stopped);
    assertThat(in(() -> life.start(created.id())).state()).isEqualTo(CampaignState.RUNNING);
  }

  @Test
  void only_new_or_stopped_campaigns_are_archived_and_come_back_as_they_were_P2() {
    CampaignView created = create(WELCOME);
    in(() -> life.start(created.id()));
    assertThat(refused(() -> life.archive(created.id())).kind()).isEqualTo(Kind.CONFLICT);
    in(() -> life.stop(created.id()));

    CampaignView archived = in(() -> life.archive(created.id()));
    assertThat(archived.archived()).isTrue();
    assertThat(in(() -> life.archive(created.id()))).isEqualTo(archived);
    assertThat(refused(() -> life.start(created.id())).kind()).isEqualTo(Kind.CONFLICT);
    assertThat(in(() -> life.unarchive(created.id())).state()).isEqualTo(CampaignState.STOPPED);
  }

  @Test
  void a_duplicate_is_new_and_has_copies_of_what_belongs_to_the_original_alone() {
    CampaignView created = create(WELCOME);
    in(() -> life.start(created.id()));

    CampaignView copy = in(() -> campaigns.duplicate(created.id()));
    in(
        () -> {
          life.stop(created.id());
          campaigns.delete(created.id(), null);
          return 0;
        });

    assertThat(copy.state()).isEqualTo(CampaignState.NEW);
    assertThat(copy.document().name()).isEqualTo("Welcome (copy)");
    assertThat(in(() -> life.start(copy.id())).state()).isEqualTo(CampaignState.RUNNING);
    assertThat(refused(() -> campaigns.get(created.id())).kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void a_campaign_with_participants_is_not_deleted_P2() {
    CampaignView created = running();

    assertThat(refusedDelete(created.id()).kind()).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void an_action_in_use_is_not_deleted() {
    create(WELCOME);
    long id = actionId();

    NurtureException e =
        refused(
            () -> {
              world.actions().delete(id, null);
              return 0;
            });

    assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(e).hasMessageContaining("Welcome");
  }

  @Test
  void users_see_and_edit_their_own_campaigns_only_and_start_none() {
    CampaignView anns = create(WELCOME);
    CampaignWorld bob = world.as(CurrentUser.of("bob", Role.USER));
    Campaigns bobs = bob.campaigns();
    CampaignView own = in(() -> bobs.create(document(WELCOME)));

    assertThat(own.document().responsible()).isEqualTo("bob");
    assertThat(in(() -> bobs.list(Campaigns.Query.ALL, 0, 10)))
        .extracting(CampaignView::id)
        .containsExactly(own.id());
    assertThat(refused(() -> bobs.get(anns.id())).kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(refused(() -> bob.life().start(own.id())).kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(in(() -> campaigns.list(Campaigns.Query.ALL, 0, 10))).hasSize(2);
    assertThat(in(() -> campaigns.list(Campaigns.Query.ALL, anns.id(), 10)))
        .extracting(CampaignView::id)
        .containsExactly(own.id());
  }

  @Test
  void every_change_is_in_the_audit() {
    CampaignView created = create(WELCOME);
    in(() -> life.start(created.id()));

    assertThat(
            db.<List<String>>ask(
                sql -> sql.select(AUDIT.WHAT).from(AUDIT).orderBy(AUDIT.ID).fetch(AUDIT.WHAT)))
        .containsExactly("campaign.create", "campaign.start");
  }

  private NurtureException refusedDelete(long id) {
    return refused(
        () -> {
          campaigns.delete(id, null);
          return 0;
        });
  }
}
