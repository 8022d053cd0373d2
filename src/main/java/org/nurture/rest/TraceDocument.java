package org.nurture.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.TraceRow;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.platform.json.DocumentWriter;

/** Participants and traces as API.md has them; for tests of campaigns too. */
final class TraceDocument {
  private TraceDocument() {}

  static JsonObject of(ParticipantRow p) {
    return new DocumentWriter()
        .id("id", p.id())
        .put("record", key(p.record()))
        .put("state", p.state().name())
        .put("test", p.test())
        .put("enrolledAt", p.enrolledAt())
        .put("completedAt", p.completedAt())
        .build();
  }

  static JsonObject of(TraceRow t) {
    return new DocumentWriter()
        .id("id", t.id())
        .id("participant", t.participantId())
        .put("record", key(t.record()))
        .put("activity", t.activity())
        .put("state", t.state().name())
        .put("reason", t.reason() == null ? null : t.reason().word())
        .put("dueAt", t.due())
        .put("processedAt", t.processedAt())
        .id("parent", t.parent())
        .put("since", t.since())
        .put("attempts", t.attempts())
        .put("test", t.test())
        .put("detail", t.detail())
        .put("message", message(t.message()))
        .build();
  }

  private static @Nullable JsonObject message(@Nullable MessageRow m) {
    if (m == null) {
      return null;
    }
    return new DocumentWriter()
        .id("id", m.id())
        .put("to", m.to())
        .put("state", m.state().name())
        .put("sentAt", m.sentAt())
        .put("deliveredAt", m.deliveredAt())
        .put("openedAt", m.openedAt())
        .put("clickedAt", m.clickedAt())
        .put("repliedAt", m.repliedAt())
        .put("bouncedAt", m.bouncedAt())
        .put("unsubscribedAt", m.unsubscribedAt())
        .build();
  }

  private static JsonValue key(RecordKey key) {
    Long number = key.number();
    return number != null ? Json.createValue(number) : Json.createValue(key.toString());
  }
}
