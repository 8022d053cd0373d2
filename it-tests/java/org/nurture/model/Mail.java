package org.nurture.model;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.message.MessageState;
import org.nurture.tracking.EventType;

/** A message in the outbox. */
final class Mail {
  final Passage.Step step;
  final String address;
  MessageState state = MessageState.QUEUED;

  /** When it was handed over (X10); of an IN_DOUBT one when it was tried. */
  @Nullable Instant sent;

  /** First applied event of each type (C7). */
  final Map<EventType, Instant> first = new EnumMap<>(EventType.class);

  /** Senders' own ids of events. */
  final Set<String> known = new HashSet<>();

  Mail(Passage.Step step, String address) {
    this.step = step;
    this.address = address;
  }

  boolean queued() {
    return state == MessageState.QUEUED;
  }

  boolean dead() {
    return state == MessageState.FAILED || state == MessageState.WITHDRAWN;
  }
}
