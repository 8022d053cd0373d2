package org.nurture.platform.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Builds one JSON object, member by member, in the order of the calls; null is written as null. */
public final class DocumentWriter {
  private final JsonObjectBuilder json = JsonText.PROVIDER.createObjectBuilder();

  public DocumentWriter put(String member, @Nullable String text) {
    if (text == null) {
      json.addNull(member);
    } else {
      json.add(member, text);
    }
    return this;
  }

  /** A whole number, or null. */
  public DocumentWriter put(String member, @Nullable Number number) {
    if (number == null) {
      json.addNull(member);
    } else {
      json.add(member, number.longValue());
    }
    return this;
  }

  public DocumentWriter put(String member, boolean flag) {
    json.add(member, flag);
    return this;
  }

  /** As ISO-8601 in UTC. */
  public DocumentWriter put(String member, @Nullable Instant instant) {
    return put(member, instant == null ? null : instant.toString());
  }

  public DocumentWriter put(String member, @Nullable JsonValue value) {
    json.add(member, value == null ? JsonValue.NULL : value);
    return this;
  }

  public DocumentWriter put(String member, Collection<String> texts) {
    json.add(member, texts(texts));
    return this;
  }

  /** An id of ours: a text (API.md, fine print). */
  public DocumentWriter id(String member, @Nullable Long id) {
    return put(member, id == null ? null : id.toString());
  }

  public JsonObject build() {
    return json.build();
  }

  /** A list of objects or other values. */
  public static JsonArray array(Collection<? extends JsonValue> values) {
    JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
    values.forEach(array::add);
    return array.build();
  }

  /** A list of texts. */
  public static JsonArray texts(Collection<String> values) {
    JsonArrayBuilder array = JsonText.PROVIDER.createArrayBuilder();
    values.forEach(array::add);
    return array.build();
  }
}
