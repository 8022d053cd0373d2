package org.nurture.journey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.rules.Facts;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.tracking.EventType;

/** A message while its events are applied: what it was, and what changes. Confined to one chunk. */
final class Message {
  final long id;
  final long trace;
  final long activity;
  final long participant;
  final boolean test;
  final int slot;
  final Kind kind;
  final @Nullable String address;
  final Facts facts;
  private final MessageState before;
  private MessageState state;

  /** When an event proved the hand-over (C10); null: none did. */
  @Nullable Instant proved;

  @Nullable Boolean hard;
  boolean changed;

  Message(
      long id,
      long trace,
      long activity,
      long participant,
      boolean test,
      int slot,
      Kind kind,
      MessageState state,
      @Nullable String address,
      Facts facts) {
    this.id = id;
    this.trace = trace;
    this.activity = activity;
    this.participant = participant;
    this.test = test;
    this.slot = slot;
    this.kind = kind;
    this.before = state;
    this.state = state;
    this.address = address;
    this.facts = facts;
  }

  MessageState state() {
    return state;
  }

  boolean stateChanged() {
    return state != before;
  }

  /** C10: whatever befalls a message whose answer is not known proves that it was handed over. */
  boolean proves() {
    return state == MessageState.SENDING || state == MessageState.IN_DOUBT;
  }

  void proved(Instant at) {
    state = MessageState.SENT;
    proved = at;
  }

  /** The state that an event leaves it in; what was never sent, or failed, stays as it is. */
  void befallen(EventType event) {
    if (event == EventType.DELIVERED && state == MessageState.SENT) {
      state = MessageState.DELIVERED;
    } else if (event == EventType.BOUNCED
        && (state == MessageState.SENT || state == MessageState.DELIVERED)) {
      state = MessageState.BOUNCED;
    }
  }
}
