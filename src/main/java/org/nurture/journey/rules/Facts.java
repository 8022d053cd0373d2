package org.nurture.journey.rules;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.tracking.EventType;

/**
 * What is known of one message: the first applied event of each type (C7).
 *
 * <p>Mutable, confined to the application of one chunk of events.
 */
public final class Facts {
  private final ActivityType type;
  private final Instant processed;
  private final Map<EventType, Instant> first = new EnumMap<>(EventType.class);

  /**
   * @param type EMAIL or SMS
   * @param processed when its trace was processed
   */
  public Facts(ActivityType type, Instant processed) {
    this.type = type;
    this.processed = processed;
  }

  /** What was applied earlier; null: nothing. */
  public void known(EventType event, @Nullable Instant at) {
    if (at != null) {
      first.put(event, at);
    }
  }

  public boolean has(EventType event) {
    return first.containsKey(event);
  }

  public @Nullable Instant at(EventType event) {
    return first.get(event);
  }

  /**
   * An event's time is its {@code at}, but not before processed and not after its receipt (C10).
   */
  public Instant timeOf(Instant at, Instant received) {
    Instant capped = at.isAfter(received) ? received : at;
    return capped.isBefore(processed) ? processed : capped;
  }

  ActivityType type() {
    return type;
  }
}
