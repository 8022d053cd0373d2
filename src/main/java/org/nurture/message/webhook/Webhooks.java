package org.nurture.message.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.message.Contents;
import org.nurture.message.Kind;
import org.nurture.message.Outbox;
import org.nurture.message.Outbox.NewMessage;
import org.nurture.message.Values;

/** What the action needs of webhooks. Joins the caller's transaction; nothing is sent here. */
@ApplicationScoped
public class Webhooks {
  /** Characters of the chosen fields of one record, as JSON. */
  public static final int LONGEST_DATA = 200_000;

  private static final int LONGEST_HOST = 300;
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Destinations destinations;
  private final Contents contents;
  private final Outbox outbox;

  @Inject
  public Webhooks(Destinations destinations, Contents contents, Outbox outbox) {
    this.destinations = destinations;
    this.contents = contents;
    this.outbox = outbox;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Webhooks() {
    this(null, null, null);
  }

  /** One to be queued. */
  public record New(
      long campaignId,
      long activityId,
      long participantId,
      long traceId,
      int slot,
      boolean test,
      String data) {}

  /** Why a URL is not allowed, as far as it can be told without DNS; empty: it is. */
  public Optional<String> refusal(String url) {
    return destinations.refusal(url);
  }

  /**
   * What one webhook says of its record.
   *
   * @param fields in the order in which they are to appear
   * @return JSON, for {@link New#data}
   */
  public static String data(
      RecordKey key, List<String> fields, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> plain = Values.plain(values, Set.copyOf(fields));
    JsonObjectBuilder chosen = JSON.createObjectBuilder();
    fields.forEach(field -> chosen.add(field, json(plain.get(field))));
    Long number = key.number();
    return JSON.createObjectBuilder()
        .add("record", number != null ? Json.createValue(number) : json(key.text()))
        .add("fields", chosen)
        .build()
        .toString();
  }

  private static JsonValue json(@Nullable Object value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (value instanceof Boolean flag) {
      return flag ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Long number) {
      return JSON.createValue(number);
    }
    if (value instanceof BigDecimal number) {
      return JSON.createValue(number);
    }
    if (value instanceof List<?> list) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      list.forEach(each -> array.add(json(each)));
      return array.build();
    }
    return JSON.createValue(value.toString());
  }

  /** Queues them, one statement for all. */
  public void enqueue(WebhookContent content, List<New> fresh, Instant now) {
    if (fresh.isEmpty()) {
      return;
    }
    long contentId = contents.store(content.toJson());
    String host = host(content.url());
    outbox.enqueue(
        fresh.stream()
            .map(
                w ->
                    new NewMessage(
                        Kind.WEBHOOK,
                        w.campaignId,
                        w.activityId,
                        w.participantId,
                        w.traceId,
                        w.slot,
                        w.test,
                        host,
                        false,
                        contentId,
                        w.data))
            .toList(),
        now);
  }

  /** The body of a request, for looking at; its id is that of no event. */
  public static JsonObject preview(WebhookContent content, String data, Instant now) {
    return WebhookRequest.body(content, "…", object(data), true, now);
  }

  static JsonObject object(String json) {
    try (var reader = JSON.createReader(new java.io.StringReader(json))) {
      return reader.readObject();
    }
  }

  /** What lists show of the URL: the rest may hold a token. */
  public static String host(String url) {
    try {
      URI uri = URI.create(url.strip());
      String host = String.valueOf(uri.getRawAuthority());
      return host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
    } catch (IllegalArgumentException e) {
      // checked when it was saved, by other rules since
      return "";
    }
  }
}
