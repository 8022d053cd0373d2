package org.nurture.campaign;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Violation;
import org.nurture.platform.json.JsonText;
import org.nurture.support.TestDatabase;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;

/** What an edit of a campaign does that has participants, or had activities that were known. */
abstract class CampaignUpdatesContract extends WelcomeCampaigns {
  private static final String WITHOUT_HOT =
      WELCOME.replaceAll("(?s),\\s*\\{\"ref\": \"hot\".*?\"days\"}}", "");

  CampaignUpdatesContract(TestDatabase db) {
    super(db);
  }

  @Test
  void edits_of_a_campaign_with_participants_are_staged_but_for_labels_U1() {
    CampaignView created = running();

    CampaignView staged =
        put(
            created,
            WELCOME
                .replace("\"name\": \"Welcome\"", "\"name\": \"Hello\"")
                .replace("[\"vip\"]", "[\"new\"]")
                .replace("Remind them", "Remind again")
                .replace("\"score\", \">\", 1", "\"score\", \">\", 2"),
            null);
    CampaignView live = in(() -> campaigns.get(created.id()));

    assertThat(staged.staged()).isTrue();
    assertThat(staged.document().places().get(1).activity().name()).isEqualTo("Remind again");
    assertThat(live.staged()).isTrue();
    assertThat(live.document().name()).isEqualTo("Hello");
    assertThat(live.document().tags()).containsExactly("new");
    assertThat(live.document().places().get(1).activity().name()).isEqualTo("Remind them");
    assertThat(in(() -> life.changes(created.id())).diff().activities())
        .extracting(c -> c.ref() + " " + c.kind())
        .contains("nudge CHANGED");

    CampaignView updated = in(() -> life.update(created.id()));
    assertThat(updated.staged()).isFalse();
    assertThat(updated.document().places().get(1).activity().name()).isEqualTo("Remind again");
    assertThat(workflow(created.id()).steps().get(1).filter().toJson()).contains("2");
    assertThat(refused(() -> life.update(created.id())).kind()).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void discarding_drops_what_was_staged_U1() {
    CampaignView created = running();
    CampaignView before = in(() -> campaigns.get(created.id()));
    put(created, WELCOME.replace("Remind them", "Remind again"), null);

    CampaignView after = in(() -> life.discard(created.id()));

    assertThat(after.staged()).isFalse();
    assertThat(after.document()).isEqualTo(before.document());
    assertThat(in(() -> campaigns.getStaged(created.id())).document()).isEqualTo(before.document());
  }

  @Test
  void what_is_staged_follows_a_template_or_action_that_gets_another_name_U1() {
    CampaignView created = running();
    long mail = in(() -> library("From the library")).id();
    put(
        created,
        WELCOME.replace("\"template\": \"Welcome aboard\"", "\"template\": \"From the library\""),
        null);

    in(() -> world.templates().update(Channel.MAIL, mail, mail("Called otherwise"), null));
    in(
        () ->
            world
                .actions()
                .put(actionId(), action(PRIORITISE.replace("Prioritise", "First")), null));
    // the title of now is one of its own too: it is not what was chosen
    in(
        () ->
            world
                .templates()
                .store(Channel.MAIL, created.id(), "contact", mail("Called otherwise")));

    assertThat(contents(in(() -> campaigns.getStaged(created.id()))))
        .containsExactly("Welcome aboard", "Called otherwise", "First");
    assertThat(in(() -> life.changes(created.id())).diff().activities())
        .extracting(CampaignDiff.Change::ref)
        .containsExactly("hello", "nudge");
    assertThat(
            refused(
                    () -> {
                      world.templates().delete(Channel.MAIL, mail);
                      return 0;
                    })
                .kind())
        .isEqualTo(Kind.CONFLICT);

    assertThat(contents(in(() -> life.update(created.id()))))
        .containsExactly("Welcome aboard", "Called otherwise", "First");
    assertThat(workflow(created.id()).steps().get(1).templateId()).isEqualTo(mail);
  }

  @Test
  void an_update_is_live_at_once_and_leaves_its_consequences_to_process_U1_U9() {
    CampaignView created = running();
    long hello = workflow(created.id()).steps().get(0).id();
    put(
        created,
        WELCOME
            .replace("\"interval\": 2", "\"interval\": 3")
            .replace("Europe/Rome", "Europe/Paris")
            .replace("\"ref\": \"hot\"", "\"ref\": \"hotter\""),
        null);

    CampaignView updated = in(() -> life.update(created.id()));

    assertThat(updated.staged()).isFalse();
    assertThat(steps(created.id())).containsExactly("0 hello", "1 nudge", "2 hotter");
    List<Consequences> work =
        db.ask(
            sql ->
                sql.select(CAMPAIGN_WORK.CONSEQUENCES)
                    .from(CAMPAIGN_WORK)
                    .where(CAMPAIGN_WORK.CAMPAIGN_ID.eq(created.id()))
                    .fetch(r -> Consequences.parse(r.value1())));
    assertThat(work).hasSize(1);
    assertThat(work.get(0).zone()).isTrue();
    assertThat(work.get(0).retimed()).hasSize(1).doesNotContain(hello);
    assertThat(work.get(0).added()).containsExactly(workflow(created.id()).steps().get(2).id());
    assertThat(work.get(0).removed()).hasSize(1);
  }

  @Test
  void new_activities_can_be_for_those_enrolled_from_now_on_U2() {
    CampaignView created = running();
    put(created, WELCOME.replace("\"ref\": \"hot\"", "\"ref\": \"hotter\""), null);

    in(() -> life.update(created.id(), true));

    long last = db.ask(sql -> UpdateWork.lastParticipant(sql, created.id()));
    assertThat(last).isPositive();
    assertThat(workflow(created.id()).steps())
        .extracting(s -> s.ref() + " " + s.enrolledAfter())
        .containsExactly("hello 0", "nudge 0", "hotter " + last);
  }

  @Test
  void target_unique_field_and_the_type_of_a_traced_activity_stay_U8() {
    CampaignView created = running();

    assertThat(
            refused(
                    () ->
                        put(
                            created,
                            WELCOME.replace("\"uniqueField\": \"email\"", "\"uniqueField\": null"),
                            null))
                .violations())
        .extracting(Violation::path)
        .containsExactly("/uniqueField");
    NurtureException type =
        refused(
            () ->
                put(
                    created,
                    """
                    {"name": "Welcome", "target": "contact", "filter": [["country", "=", "IT"]],
                     "uniqueField": "email", "timeZone": "Europe/Rome",
                     "activities": [{"ref": "hello", "name": "Say hello", "type": "action",
                      "action": "Prioritise",
                      "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
                    """,
                    null));
    assertThat(type.kind()).isEqualTo(Kind.INVALID);
    assertThat(type.violations()).extracting(Violation::path).containsExactly("/activities/0/type");
  }

  @Test
  void before_the_first_participant_a_removed_ref_is_free_again() {
    CampaignView created = create(WELCOME);

    put(
        created,
        WELCOME.substring(0, WELCOME.indexOf("\"activities\"")).strip() + "\"activities\": []}",
        null);
    CampaignView back = put(created, WELCOME, null);

    assertThat(back.document().places()).hasSize(3);
  }

  @Test
  void what_a_test_knows_is_kept_and_comes_back_under_its_ref_before_the_first_participant_T1() {
    CampaignView created = create(WELCOME);
    long hot = workflow(created.id()).steps().get(2).id();
    db.run(
        sql ->
            sql.insertInto(CAMPAIGN_TEST)
                .set(CAMPAIGN_TEST.PARTICIPANT_ID, 1L)
                .set(CAMPAIGN_TEST.CAMPAIGN_ID, created.id())
                .set(CAMPAIGN_TEST.WORKFLOW, "{}")
                .set(CAMPAIGN_TEST.LAUNCHED_BY, "ann")
                .execute());
    put(created, WITHOUT_HOT, null);
    assertThat(steps(created.id())).containsExactly("0 hello", "1 nudge");

    put(created, WELCOME, null);

    assertThat(workflow(created.id()).steps().get(2).id()).isEqualTo(hot);
  }

  @Test
  void a_ref_of_a_removed_activity_that_was_used_is_never_used_again_U4() {
    CampaignView created = running();
    put(created, WITHOUT_HOT, null);
    in(() -> life.update(created.id()));

    NurtureException e = refused(() -> put(created, WELCOME, null));

    assertThat(e.violations())
        .extracting(Violation::path)
        .containsExactly("/activities/0/children/1/ref");
    assertThat(steps(created.id())).containsExactly("0 hello", "1 nudge");
  }

  private StoredTemplates.Stored library(String title) {
    return world.templates().create(Channel.MAIL, mail(title));
  }

  private static JsonObject mail(String title) {
    return JsonText.object(
        """
        {"title": "%s", "target": "contact", "html": "<p>Hi</p>"}\
        """
            .formatted(title));
  }

  /** Titles of templates and names of actions, depth first. */
  private static List<String> contents(CampaignView campaign) {
    List<String> titles = new ArrayList<>();
    campaign
        .document()
        .places()
        .forEach(p -> titles.add(requireNonNull(p.activity().content()).title()));
    return titles;
  }
}
