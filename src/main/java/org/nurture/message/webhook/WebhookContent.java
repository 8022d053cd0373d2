package org.nurture.message.webhook;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.json.DocumentWriter;

/**
 * What all webhooks of one activity have in common. Kept once, however many there are; what is
 * queued stays as it is when the action changes (U7).
 *
 * @param secret null: they are not signed
 * @param campaign null: none, it is tried out
 * @param activity its ref; null as above
 */
public record WebhookContent(
    String url,
    @Nullable String secret,
    String target,
    @Nullable Named campaign,
    @Nullable Named activity) {

  /**
   * What a receiver knows it by, and its name.
   *
   * @param id of a campaign; the ref of an activity
   */
  public record Named(String id, String name) {}

  JsonObject toJson() {
    return new DocumentWriter()
        .put("kind", "webhook")
        .put("url", url)
        .put("secret", secret)
        .put("target", target)
        .put("campaign", campaign == null ? null : named("id", campaign))
        .put("activity", activity == null ? null : named("ref", activity))
        .build();
  }

  static JsonObject named(String key, Named named) {
    return new DocumentWriter().put(key, named.id()).put("name", named.name()).build();
  }

  static WebhookContent read(JsonObject json) {
    return new WebhookContent(
        json.getString("url"),
        json.isNull("secret") ? null : json.getString("secret"),
        json.getString("target"),
        named(json, "campaign", "id"),
        named(json, "activity", "ref"));
  }

  private static @Nullable Named named(JsonObject json, String member, String key) {
    if (json.isNull(member)) {
      return null;
    }
    JsonObject named = json.getJsonObject(member);
    return new Named(named.getString(key), named.getString("name"));
  }
}
