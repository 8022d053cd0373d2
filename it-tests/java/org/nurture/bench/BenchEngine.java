package org.nurture.bench;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nurture.action.RealActions;
import org.nurture.action.ServerActions;
import org.nurture.audience.Audience;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.DatabaseCampaignLock;
import org.nurture.harness.HeldWorkflows;
import org.nurture.harness.Workflows;
import org.nurture.journey.DeliveryRecorder;
import org.nurture.journey.Engine;
import org.nurture.journey.Journeys;
import org.nurture.journey.Tuning;
import org.nurture.message.EventSuppressor;
import org.nurture.message.MessageComposer;
import org.nurture.message.OutboxRows;
import org.nurture.message.SoftBounces;
import org.nurture.message.Suppressions;
import org.nurture.message.Withdrawal;
import org.nurture.model.Activity;
import org.nurture.model.Cond;
import org.nurture.model.Plan;
import org.nurture.platform.Config;
import org.nurture.platform.Database;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;
import org.nurture.template.TemplateSource;
import org.nurture.tracking.InboxRows;

/**
 * The engine as it runs in the server, with a campaign of mails, and one of each of several
 * actions.
 */
final class BenchEngine {
  static final long MAILS = 1;
  static final long UPDATES = 2;
  static final long CREATES = 3;
  static final long SCRIPTS = 4;
  private static final Cond ITALIANS =
      new Cond("[\"country.code\", \"=\", \"IT\"]", List.of("country.code"), c -> true);

  private final Journeys journeys;

  BenchEngine(TestDatabase db) {
    Database own = db.database();
    HeldWorkflows workflows = new HeldWorkflows();
    workflows.put(Workflows.of(MAILS, root(MAILS), mails()));
    for (long actions : new long[] {UPDATES, CREATES, SCRIPTS}) {
      workflows.put(Workflows.of(actions, root(actions), actions()));
    }
    CampaignLock lock = new DatabaseCampaignLock(own, db.currentTransaction());
    Audience audience = BenchCrm.audience(db);
    OutboxRows outbox = new OutboxRows(own);
    Suppressions suppressions = new Suppressions(own);
    journeys =
        new Engine(
            db.transactions(),
            own,
            db.clock(),
            workflows,
            lock,
            audience,
            new MessageComposer(own, new Templates(), audience, db.clock()),
            outbox,
            actions(db, audience),
            new InboxRows(own),
            new EventSuppressor(
                suppressions,
                new Withdrawal(
                    db.transactions(),
                    own,
                    suppressions,
                    outbox,
                    new DeliveryRecorder(own, db.clock(), workflows, lock)),
                new SoftBounces(own, new Config())),
            Tuning.DEFAULT);
  }

  /** Activities follow in the order of the workflow. */
  static long root(long campaign) {
    return campaign * 1000;
  }

  private static Plan mails() {
    return Plan.of(
            Activity.email("hello")
                .then(
                    Activity.email("nudge").notOpened(2, ChronoUnit.DAYS),
                    Activity.action("hot").clicked(0, ChronoUnit.HOURS)))
        .to(ITALIANS);
  }

  private static Plan actions() {
    return Plan.of(Activity.action("mark").then(Activity.action("again").after(2, ChronoUnit.DAYS)))
        .to(ITALIANS);
  }

  long enroll(long campaign) {
    return exhaust(journeys.enroll(campaign));
  }

  /** As a schedule does it that says so (E7); the first time all are enrolled. */
  long enrollIncrementally(long campaign) {
    return exhaust(journeys.enroll(campaign, true));
  }

  long process(long campaign, int workers) {
    return Workers.run(workers, () -> exhaust(journeys.process(campaign)));
  }

  private static long exhaust(SlicedWork work) {
    long written = 0;
    for (var slice = work.next(); slice.isPresent(); slice = work.next()) {
      written += slice.get().written();
    }
    return written;
  }

  private static ServerActions actions(TestDatabase db, Audience audience) {
    Map<Long, String> documents = new HashMap<>();
    documents.put(
        root(UPDATES), action("update_record", "\"set\": [{\"field\": \"score\", \"value\": 10}]"));
    documents.put(
        root(CREATES),
        action(
            "create_record",
            "\"in\": \"note\", \"linkField\": \"contact_id\","
                + " \"set\": [{\"field\": \"body\", \"value\": \"to be called\"}]"));
    documents.put(
        root(SCRIPTS),
        action(
            "execute_code",
            "\"fields\": [\"name\", \"score\"], \"script\": \"const n = record.name.length;"
                + " return {set: {score: record.score + 10}}\""));
    return RealActions.of(db, audience, BenchCrm.writer(db), documents);
  }

  private static String action(String kind, String rest) {
    return "{\"name\": \"A\", \"target\": \"contact\", \"kind\": \"%s\", %s}".formatted(kind, rest);
  }

  private static final class Templates implements TemplateSource {
    @Override
    public MailContent mail(long templateId) {
      return new MailContent(
          "Hello {{ object.name }}",
          "Ann <ann@example.org>",
          null,
          null,
          "<p>Hello {{ object.name | default: \"there\" }},</p>"
              + "<p><a href=\"https://example.org/offer\">an offer</a></p>",
          null);
    }

    @Override
    public SmsContent sms(long templateId) {
      return new SmsContent("Hello {{ object.name }}");
    }
  }
}
