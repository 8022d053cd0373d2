package org.nurture.campaign;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.action.ServerActions.Terms;
import org.nurture.audience.RecordKey;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** Campaigns of one action, on a contact of a small CRM. */
abstract class ActionCampaigns extends StoredCampaigns {
  static final String CAMPAIGN =
      """
      {"name": "C", "target": "contact", "filter": [],
       "activities": [
         {"ref": "hot", "name": "Mark", "type": "action", "action": "%s",
          "trigger": {"type": "begin", "interval": 0, "unit": "hours"}}]}
      """;

  ActionCampaigns(TestDatabase db) {
    super(db, Role.ADMIN);
  }

  @BeforeEach
  void addContact() {
    db.execute("insert into crm.contact (id, score) values (1, 0)");
  }

  /** Running, with a participant. */
  long running(String action) {
    long id = in(() -> campaigns.create(document(action))).id();
    in(() -> life.start(id));
    enrol(id);
    return id;
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

  static CampaignDocument document(String action) {
    return CampaignDocument.parse(CAMPAIGN.formatted(action));
  }
}
