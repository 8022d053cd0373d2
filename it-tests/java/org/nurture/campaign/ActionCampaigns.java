package org.nurture.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nurture.action.ActionDocument;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.ServerActions.Terms;
import org.nurture.audience.RecordKey;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.JsonText;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** Campaigns of one action, on a contact of a small CRM. */
abstract class ActionCampaigns {
  static final String CAMPAIGN =
      """
      {"name": "C", "target": "contact", "filter": [],
       "activities": [
         {"ref": "hot", "name": "Mark", "type": "action", "action": "%s",
          "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
      """;

  final TestDatabase db;
  CampaignWorld world;
  Campaigns campaigns;
  CampaignLife life;

  ActionCampaigns(TestDatabase db) {
    this.db = db;
  }

  @BeforeEach
  void open() {
    db.wipe();
    world = new CampaignWorld(db, CurrentUser.of("ann", Role.ADMIN));
    campaigns = world.campaigns();
    life = world.life();
    db.execute("insert into crm.contact (id, score) values (1, 0)");
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Running, with a participant. */
  long running(String action) {
    long id = in(() -> campaigns.create(document(action))).id();
    in(() -> life.start(id));
    enrol(id);
    return id;
  }

  void enrol(long campaign) {
    db.run(
        sql ->
            sql.insertInto(PARTICIPANT)
                .set(PARTICIPANT.CAMPAIGN_ID, campaign)
                .set(PARTICIPANT.RECORD_NUM, 1L)
                .set(PARTICIPANT.ROUND, 0L)
                .set(PARTICIPANT.STATE, (short) 0)
                .set(PARTICIPANT.TEST, false)
                .set(PARTICIPANT.BY_HAND, false)
                .set(PARTICIPANT.ENROLLED_AT, Instant.EPOCH)
                .execute());
  }

  /** Executes the live workflow's action on the contact. */
  Map<Long, String> run(long campaign) {
    Workflow.Step step = in(() -> world.workflows().find(campaign)).orElseThrow().steps().get(0);
    Workflow.Kept kept = Objects.requireNonNull(step.kept());
    Occasion occasion =
        new Occasion(
            campaign,
            step.id(),
            ZoneOffset.UTC,
            db.clock().instant(),
            new Terms(kept.version(), kept.by(), Map.of()));
    List<Subject> subjects = List.of(new Subject(1, 1, RecordKey.of(1)));
    return in(() ->
            world.executor().execute(Objects.requireNonNull(step.actionId()), occasion, subjects))
        .failed();
  }

  static ActionDocument action(String json) {
    return DocumentReader.read(JsonText.object(json.replace('\'', '"')), ActionDocument::read);
  }

  static CampaignDocument document(String action) {
    return CampaignDocument.parse(CAMPAIGN.formatted(action));
  }

  NurtureException refused(Supplier<?> call) {
    NurtureException e = catchThrowableOfType(NurtureException.class, () -> in(call));
    assertThat(e).as("a refusal").isNotNull();
    return e;
  }

  <T> T in(Supplier<T> call) {
    return world.in(call);
  }
}
