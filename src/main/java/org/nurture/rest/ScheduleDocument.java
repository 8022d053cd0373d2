package org.nurture.rest;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.nurture.job.Schedules;
import org.nurture.platform.json.DocumentWriter;

/** A schedule as REST shows it. */
final class ScheduleDocument {
  private ScheduleDocument() {}

  static @Nullable JsonObject of(Schedules.@Nullable View s) {
    if (s == null) {
      return null;
    }
    return new DocumentWriter()
        .put("name", s.name())
        .put("enabled", s.enabled())
        .put("everySeconds", s.rhythm().everySeconds())
        .put("cron", s.rhythm().cron())
        .put("words", s.rhythm().words())
        .put("incremental", s.parameters().incremental())
        .put("firedAt", s.firedAt())
        .put("nextAt", s.nextAt())
        .build();
  }
}
