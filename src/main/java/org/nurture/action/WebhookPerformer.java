package org.nurture.action;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Result;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.RecordKey;
import org.nurture.message.webhook.WebhookContent;
import org.nurture.message.webhook.WebhookContent.Named;
import org.nurture.message.webhook.Webhooks;
import org.nurture.platform.Database;
import org.nurture.platform.Text;
import org.nurture.platform.json.Problems;

/**
 * Reads the fields of all records in one statement, and queues the requests in another (D7). The
 * network is job {@code send-webhooks}' alone.
 */
final class WebhookPerformer implements Performer<Webhook> {
  private static final String NAMES =
      """
      select c.name, a.ref, a.name
        from campaign c
        join activity a on a.campaign_id = c.id
       where c.id = ?
         and a.id = ?
      """;

  private final Audience audience;
  private final Database database;
  private final Webhooks webhooks;

  WebhookPerformer(Audience audience, Database database, Webhooks webhooks) {
    this.audience = audience;
    this.database = database;
    this.webhooks = webhooks;
  }

  @Override
  public void check(String target, Webhook effect, Problems problems) {
    webhooks.refusal(effect.url()).ifPresent(why -> problems.invalid("/url", why));
    for (int i = 0; i < effect.fields().size(); i++) {
      String path = effect.fields().get(i);
      Optional<FieldInfo> field = audience.field(target, path);
      if (field.isEmpty()) {
        problems.invalid("/fields/" + i, Text.of("“{0}” is not a field of {1}", path, target));
      } else if (field.get().many()) {
        problems.invalid("/fields/" + i, Text.of("“{0}” leads to several values", path));
      } else if (field.get().type() == FieldType.OTHER) {
        problems.invalid(
            "/fields/" + i, Text.of("“{0}” holds neither text, number nor date", path));
      }
    }
  }

  @Override
  public Map<String, @Nullable Object> observe(
      String target, Webhook effect, Occasion occasion, Subject subject, boolean after) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    if (after) {
      String data = data(target, effect, occasion, List.of(subject)).get(subject.key());
      seen.put("url", "POST " + effect.url());
      seen.put(
          "body",
          Webhooks.preview(content(target, effect, occasion), String.valueOf(data), occasion.now())
              .toString());
    }
    return seen;
  }

  @Override
  public Result perform(
      String target, Webhook effect, Occasion occasion, int slot, List<Subject> subjects) {
    Map<RecordKey, String> data = data(target, effect, occasion, subjects);
    Map<Long, String> failed = new HashMap<>();
    List<Webhooks.New> fresh = new ArrayList<>();
    for (Subject subject : subjects) {
      String its = data.get(subject.key());
      if (its == null) {
        failed.put(subject.traceId(), Text.of("The record was deleted in between"));
      } else if (its.length() > Webhooks.LONGEST_DATA) {
        failed.put(
            subject.traceId(),
            Text.of(
                "The fields have {0} characters together; a webhook may have {1}",
                its.length(), Webhooks.LONGEST_DATA));
      } else {
        fresh.add(
            new Webhooks.New(
                occasion.campaignId(),
                occasion.activityId(),
                subject.participantId(),
                subject.traceId(),
                slot,
                subject.test(),
                its));
      }
    }
    webhooks.enqueue(content(target, effect, occasion), fresh, occasion.now());
    return Result.failed(failed);
  }

  private Map<RecordKey, String> data(
      String target, Webhook effect, Occasion occasion, List<Subject> subjects) {
    Map<RecordKey, Examined> records =
        RecordText.read(audience, target, subjects, effect.fields(), occasion.now());
    Map<RecordKey, String> data = new HashMap<>();
    records.forEach(
        (key, record) -> data.put(key, Webhooks.data(key, effect.fields(), record.values())));
    return data;
  }

  private WebhookContent content(String target, Webhook effect, Occasion occasion) {
    Record names = database.sql().fetchOne(NAMES, occasion.campaignId(), occasion.activityId());
    return new WebhookContent(
        effect.url(),
        effect.secret(),
        target,
        names == null
            ? null
            : new Named(String.valueOf(occasion.campaignId()), names.get(0, String.class)),
        names == null ? null : new Named(names.get(1, String.class), names.get(2, String.class)));
  }
}
