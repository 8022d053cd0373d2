package org.nurture.campaign;

import static org.nurture.platform.schema.Tables.TRACE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.nurture.security.Role;
import org.nurture.support.TestDatabase;

/** A manager's campaign of two mails and an action, on contacts of a small CRM. */
abstract class WelcomeCampaigns extends StoredCampaigns {
  static final String WELCOME =
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

  static final String PRIORITISE =
      """
      {"name": "Prioritise", "target": "contact", "kind": "update_record",
       "set": [{"field": "score", "value": 10}]}
      """;

  WelcomeCampaigns(TestDatabase db) {
    super(db, Role.MANAGER);
  }

  @BeforeEach
  void prioritise() {
    in(() -> world.actions().create(action(PRIORITISE)));
  }

  /** Running, with one participant who has gone through the first activity. */
  CampaignView running() {
    CampaignView created = create(WELCOME);
    CampaignView running = in(() -> life.start(created.id()));
    long hello = workflow(created.id()).steps().get(0).id();
    long participant = enrol(created.id());
    db.run(
        sql ->
            sql.insertInto(TRACE)
                .set(TRACE.CAMPAIGN_ID, created.id())
                .set(TRACE.PARTICIPANT_ID, participant)
                .set(TRACE.ACTIVITY_ID, hello)
                .set(TRACE.STATE, (short) 1)
                .set(TRACE.SINCE, db.clock().instant())
                .set(TRACE.ATTEMPTS, (short) 0)
                .execute());
    return running;
  }

  /** Of the library's only one. */
  long actionId() {
    return in(() -> world.actions().list(null, 0, 10)).get(0).id();
  }

  Workflow workflow(long id) {
    return in(() -> world.workflows().find(id)).orElseThrow();
  }

  List<String> steps(long id) {
    List<String> steps = new ArrayList<>();
    workflow(id).steps().forEach(s -> steps.add(s.position() + " " + s.ref()));
    return steps;
  }

  CampaignView create(String json) {
    return in(() -> campaigns.create(document(json)));
  }

  CampaignView put(CampaignView campaign, String json, Long version) {
    return in(() -> campaigns.put(campaign.id(), document(json), version));
  }

  static CampaignDocument document(String json) {
    return CampaignDocument.parse(json);
  }
}
