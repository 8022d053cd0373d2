package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nurture.audience.HostChangedException;
import org.nurture.platform.NurtureException;
import org.nurture.platform.NurtureException.Kind;
import org.nurture.platform.Violation;
import org.nurture.platform.json.JsonText;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;
import org.nurture.template.Channel;

/**
 * What an action needs and is not there, not writable or otherwise by now: told when the action is
 * chosen, when the campaign is started, and when it runs.
 */
abstract class BadActionsContract extends ActionCampaigns {
  private static final String STAGE =
      "{'name': 'Stage', 'target': 'contact', 'kind': 'update_record',"
          + " 'set': [{'field': 'stage', 'value': 'hot'}]}";

  BadActionsContract(TestDatabase db) {
    super(db);
  }

  // ---------------------------------------------------------------- templates

  private long mail(String title) {
    return in(
        () ->
            world
                .templates()
                .create(
                    Channel.MAIL,
                    JsonText.object(
                        "{\"title\": \"%s\", \"target\": \"contact\", \"text\": \"Hello\"}"
                            .formatted(title)))
                .id());
  }

  private static String sending(String template) {
    return "{'name': 'Note', 'target': 'contact', 'kind': 'send_email', 'as': 'note', 'template': '"
        + template
        + "'}";
  }

  private void rename(long template, String title) {
    put(
        template,
        "{\"title\": \"%s\", \"target\": \"contact\", \"text\": \"Hello\"}".formatted(title));
  }

  private Object put(long template, String document) {
    return in(
        () -> world.templates().update(Channel.MAIL, template, JsonText.object(document), null));
  }

  private Object delete(long template) {
    world.templates().delete(Channel.MAIL, template);
    return template;
  }

  @Test
  void a_template_that_an_action_sends_is_not_deleted_and_the_action_is_named() {
    long template = mail("Welcome");
    long action = in(() -> world.actions().create(action(sending("Welcome"))).id());

    NurtureException e = refused(() -> delete(template));

    assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(e).hasMessageContaining("“Welcome” is used by: server action “Note”");
    String elsewhere = "{\"title\": \"Welcome\", \"target\": \"device\", \"text\": \"Hello\"}";
    assertThat(refused(() -> put(template, elsewhere)).violations())
        .containsExactly(
            new Violation("/target", "The template “Welcome” is used by: server action “Note”"));
    in(
        () -> {
          world.actions().delete(action, null);
          return delete(template);
        });
  }

  @Test
  void an_action_follows_a_template_that_is_called_otherwise_and_so_does_what_is_kept_of_it() {
    long template = mail("Welcome");
    in(() -> world.actions().create(action(sending("Welcome"))));
    long id = running("Note");

    rename(template, "Well “met”");

    assertThat(in(() -> world.actions().find(0, "Note")).orElseThrow().toJson().toString())
        .contains("Well “met”");
    assertThat(in(() -> campaigns.get(id)).staged()).as("it is no other action").isFalse();
    assertThat(run(id)).isEmpty();
    assertThat(refused(() -> delete(template)).kind()).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void a_template_that_is_gone_is_told_at_the_start_and_is_the_error_of_the_trace() {
    long template = mail("Welcome");
    mail("Bye");
    long note = in(() -> world.actions().create(action(sending("Welcome"))).id());
    long id = running("Note");
    in(() -> world.actions().put(note, action(sending("Bye")), null));
    // what is kept of an action keeps no template
    in(() -> delete(template));

    assertThat(run(id)).containsEntry(1L, "The template “Welcome” is no longer there");

    db.execute("delete from mail_template where title = 'Bye'");
    in(() -> life.stop(id));
    assertThat(startOf(id)).containsExactly("“Note”: There is no template “Bye” in the library");
  }

  // ---------------------------------------------------------------- groups

  @Test
  void a_group_that_no_longer_exists_is_told_when_chosen_started_and_run() {
    in(() -> world.actions().create(action(STAGE)));
    long running = running("Stage");
    long chosen = in(() -> campaigns.create(document("Stage"))).id();
    db.execute(
        "update server_action set document = replace(document, '\"groups\":[]',"
            + " '\"groups\":[\"sales\"]')");
    String gone = "The action “Stage” is kept for the group “sales”, which is no longer there";

    NurtureException e = refused(() -> campaigns.create(document("Stage")));
    assertThat(e.violations())
        .extracting(Violation::path, Violation::message)
        .containsExactly(tuple("/activities/0/action", gone));
    assertThat(startOf(chosen)).containsExactly(gone);
    assertThat(run(running)).containsEntry(1L, gone);
    int written =
        db.ask(
            sql ->
                sql.fetchSingle("select count(*) from crm.contact where stage is not null")
                    .get(0, Integer.class));
    assertThat(written).isZero();
  }

  // ---------------------------------------------------------------- targets and fields

  @Test
  void an_action_for_another_target_than_the_campaign_s_is_refused_by_name_and_as_a_document() {
    String device =
        "{'name': 'Device', 'target': 'device', 'kind': 'update_record',"
            + " 'set': [{'field': 'stage', 'value': 'hot'}]}";
    in(() -> world.actions().create(action(device)));

    assertThat(refused(() -> campaigns.create(document("Device"))).violations())
        .extracting(Violation::path, Violation::message)
        .containsExactly(
            tuple(
                "/activities/0/action",
                "“Device” is for the target “device”, the campaign for “contact”"));
    assertThat(
            refused(
                    () ->
                        campaigns.create(
                            CampaignDocument.parse(
                                CAMPAIGN.replace("\"%s\"", device.replace('\'', '"')))))
                .violations())
        .extracting(Violation::path)
        .contains("/activities/0/action/target");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "contact; 'alter table crm.contact drop column stage'; “stage” is not a field of contact",
        "contact; 'alter table crm.contact drop column stage; alter table crm.contact add column"
            + " stage integer'; “stage” takes a whole number, not “hot”",
        "contact; 'alter table crm.contact drop column stage; alter table crm.contact add column"
            + " stage varchar(2)'; “hot” is too long for “stage”: it has 3 characters, 2 are"
            + " allowed",
        "contact; 'alter table crm.contact drop column stage; alter table crm.contact add column"
            + " stage varchar(20) generated always as (country) MAKE'; “stage” can't be set: it is"
            + " made by the database",
      })
  void what_changed_in_the_crm_is_told_at_the_start_and_blocks_the_run(
      String target, String change, String told) {
    in(() -> world.actions().create(action(STAGE)));
    long running = running("Stage");
    long chosen = in(() -> campaigns.create(document("Stage"))).id();

    db.execute(change.replace("MAKE", stored()).split("; "));

    assertThat(startOf(chosen)).singleElement().asString().contains("“Stage”: " + told);
    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> run(running))
        .withMessageContaining(told);
    assertThat(
            refused(() -> world.actions().create(action(STAGE.replace("Stage", "Again"))))
                .violations())
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.path()).startsWith("/set/0/");
              assertThat(v.message()).contains(told);
            });
  }

  private String stored() {
    return db.make() == Make.H2 ? "" : "stored";
  }

  @Test
  void a_table_that_is_not_writable_any_more_is_told_when_saved_started_and_run() {
    in(() -> world.actions().create(action(STAGE)));
    long running = running("Stage");
    long chosen = in(() -> campaigns.create(document("Stage"))).id();

    world.host().addTarget("contact", false);

    assertThat(startOf(chosen)).singleElement().asString().contains("not writable");
    assertThatExceptionOfType(HostChangedException.class)
        .isThrownBy(() -> run(running))
        .withMessageContaining("not writable");
    assertThat(
            refused(() -> world.actions().create(action(STAGE.replace("Stage", "Again"))))
                .violations())
        .extracting(Violation::path)
        .containsExactly("/target");
  }

  @Test
  void a_value_too_long_is_told_where_it_stands_and_one_that_is_copied_is_the_error_of_its_trace() {
    NurtureException e =
        refused(
            () ->
                world
                    .actions()
                    .create(action(STAGE.replace("'hot'", "'far too hot for a stage'"))));
    assertThat(e.violations()).extracting(Violation::path).containsExactly("/set/0/value");
    in(
        () ->
            world
                .actions()
                .create(
                    action(
                        "{'name': 'Copy', 'target': 'contact', 'kind': 'update_record',"
                            + " 'set': [{'field': 'note', 'from': 'email'}]}")));
    long id = running("Copy");
    db.execute("update crm.contact set email = 'longer.than.a.note@example.org'");

    Map<Long, String> failed = run(id);

    assertThat(failed.get(1L)).containsIgnoringCase("too long");
  }

  /** What keeps it from being started. */
  private List<String> startOf(long campaign) {
    NurtureException e = refused(() -> life.start(campaign));
    assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    return e.violations().stream().map(Violation::message).toList();
  }
}
