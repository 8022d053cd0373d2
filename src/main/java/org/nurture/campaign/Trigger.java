package org.nurture.campaign;

import jakarta.json.JsonObject;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** What sets an activity going, and how long after it. */
public record Trigger(TriggerType type, Interval interval) {

  static Trigger read(DocumentReader in) {
    TriggerType type = in.word("type", TriggerType.class);
    return new Trigger(type == null ? TriggerType.BEGIN : type, Intervals.read(in));
  }

  JsonObject toJson() {
    return Intervals.put(new DocumentWriter().put("type", type.word()), interval).build();
  }
}
