package org.nurture.campaign;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.platform.schema.Tables.AUDIT;
import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nurture.action.ActionDocument;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Violation;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;
import org.nurture.template.Channel;
import org.nurture.template.StoredTemplates;

/** What people can do with campaigns, on a real database. */
abstract class CampaignsContract {
  private static final String WELCOME =
      """
      {"name": "Welcome", "target": "contact", "filter": [["country", "=", "IT"]],
       "uniqueField": "email", "timeZone": "Europe/Rome", "tags": ["vip"],
       "activities": [
         {"ref": "hello", "name": "Say hello", "type": "email",
          "template": {"title": "Welcome aboard", "html": "<p>Hi {{ object.first_name }}</p>"},
          "trigger": {"type": "begin", "interval": 0, "unit": "hours"},
          "children": [
            {"ref": "nudge", "name": "Remind them", "type": "email", "template": "Welcome aboard",
             "trigger": {"type": "mail_not_opened", "interval": 2, "unit": "days"},
             "expiry": {"interval": 1, "unit": "weeks"}, "filter": [["score", ">", 1]]},
            {"ref": "hot", "name": "Mark as hot", "type": "action", "action": "Prioritise",
             "trigger": {"type": "mail_clicked", "interval": 0, "unit": "hours"},
             "waitAtMost": {"interval": 30, "unit": "days"}}]}]}
      """;
  private static final String WITHOUT_HOT =
      WELCOME.replaceAll("(?s),\\s*\\{\"ref\": \"hot\".*?\"days\"}}", "");

  private static final String PRIORITISE =
      """
      {"name": "Prioritise", "target": "contact", "kind": "update_record",
       "set": [{"field": "score", "value": 10}]}
      """;

  private final TestDatabase db;
  private CampaignWorld world;
  private Campaigns campaigns;
  private CampaignLife life;

  CampaignsContract(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void setUp() {
    db.wipe();
    world = new CampaignWorld(db, CurrentUser.of("ann", Role.MANAGER));
    campaigns = world.campaigns();
    life = world.life();
    in(() -> world.actions().create(action(PRIORITISE)));
  }

  @AfterEach
  void close() {
    world.close();
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

  private long actionId() {
    return in(() -> world.actions().list(null, 0, 10)).get(0).id();
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

  /** Running, with one participant who has gone through the first activity. */
  private CampaignView running() {
    CampaignView created = create(WELCOME);
    CampaignView running = in(() -> life.start(created.id()));
    long hello = workflow(created.id()).steps().get(0).id();
    db.run(
        sql -> {
          long participant =
              sql.insertInto(PARTICIPANT)
                  .set(PARTICIPANT.CAMPAIGN_ID, created.id())
                  .set(PARTICIPANT.RECORD_NUM, 1L)
                  .set(PARTICIPANT.ROUND, 0L)
                  .set(PARTICIPANT.STATE, (short) 0)
                  .set(PARTICIPANT.TEST, false)
                  .set(PARTICIPANT.BY_HAND, false)
                  .set(PARTICIPANT.ENROLLED_AT, db.clock().instant())
                  .returningResult(PARTICIPANT.ID)
                  .fetchSingle()
                  .value1();
          sql.insertInto(TRACE)
              .set(TRACE.CAMPAIGN_ID, created.id())
              .set(TRACE.PARTICIPANT_ID, participant)
              .set(TRACE.ACTIVITY_ID, hello)
              .set(TRACE.STATE, (short) 1)
              .set(TRACE.SINCE, db.clock().instant())
              .set(TRACE.ATTEMPTS, (short) 0)
              .execute();
        });
    return running;
  }

  private Workflow workflow(long id) {
    return in(() -> world.workflows().find(id)).orElseThrow();
  }

  private List<String> steps(long id) {
    List<String> steps = new ArrayList<>();
    workflow(id).steps().forEach(s -> steps.add(s.position() + " " + s.ref()));
    return steps;
  }

  private CampaignView create(String json) {
    return in(() -> campaigns.create(document(json)));
  }

  private CampaignView put(CampaignView campaign, String json, Long version) {
    return in(() -> campaigns.put(campaign.id(), document(json), version));
  }

  private NurtureException refusedDelete(long id) {
    return refused(
        () -> {
          campaigns.delete(id, null);
          return 0;
        });
  }

  private NurtureException refused(Supplier<?> call) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> in(call));
    assertThat(e).as("a refusal").isNotNull();
    return e;
  }

  private <T> T in(Supplier<T> call) {
    return world.in(call);
  }

  private static CampaignDocument document(String json) {
    return CampaignDocument.parse(json);
  }

  private static ActionDocument action(String json) {
    return DocumentReader.read(JsonText.object(json), ActionDocument::read);
  }
}
