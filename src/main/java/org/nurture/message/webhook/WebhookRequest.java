package org.nurture.message.webhook;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nurture.platform.json.DocumentWriter;

/**
 * One webhook as it goes over the wire. Its body is the same at every try, byte for byte; timestamp
 * and signature are those of the try.
 *
 * @param id the event's: the same at every try
 */
record WebhookRequest(String url, String id, byte[] body, Map<String, String> headers) {
  private static final String TYPE = "nurture.action";

  /**
   * @param data of {@link Webhooks#data}
   * @param executedAt when the action was executed
   * @param now of this try
   */
  static WebhookRequest of(
      WebhookContent content,
      String id,
      JsonObject data,
      boolean test,
      Instant executedAt,
      Instant now) {
    byte[] body =
        body(content, id, data, test, executedAt).toString().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
    if (content.secret() != null) {
      headers.put("webhook-signature", WebhookSecret.sign(content.secret(), id, now, body));
    }
    headers.put("Idempotency-Key", "\"" + id + "\"");
    return new WebhookRequest(content.url(), id, body, headers);
  }

  static JsonObject body(
      WebhookContent content, String id, JsonObject data, boolean test, Instant executedAt) {
    WebhookContent.Named campaign = content.campaign();
    WebhookContent.Named activity = content.activity();
    return new DocumentWriter()
        .put("type", TYPE)
        .put("id", id)
        .put("timestamp", executedAt)
        .put("test", test)
        .put("campaign", campaign == null ? null : WebhookContent.named("id", campaign))
        .put("activity", activity == null ? null : WebhookContent.named("ref", activity))
        .put("target", content.target())
        .put("record", data.get("record"))
        .put("fields", data.get("fields"))
        .build();
  }
}
