package org.nurture.model;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.message.MessageState;
import org.nurture.tracking.EventType;

/** What lies in the outbox: a message, or a webhook's request. */
final class Mail {
  final Passage.Step step;

  /** 0: the activity's own; 1 …: the action's, of which it is no trace's own message. */
  final int slot;

  /** EMAIL or SMS; null: a webhook. */
  final @Nullable ActivityType channel;

  /** Where to; null once its person is erased. */
  @Nullable String address;

  /** What a webhook posts; null: nothing that is looked at. */
  final @Nullable String data;

  MessageState state = MessageState.QUEUED;

  /** When it was handed over (X10); of an IN_DOUBT one when it was tried. */
  @Nullable Instant sent;

  /** First applied event of each type (C7). */
  final Map<EventType, Instant> first = new EnumMap<>(EventType.class);

  /** Senders' own ids of events. */
  final Set<String> known = new HashSet<>();

  Mail(
      Passage.Step step,
      int slot,
      @Nullable ActivityType channel,
      String address,
      @Nullable String data) {
    this.step = step;
    this.slot = slot;
    this.channel = channel;
    this.address = address;
    this.data = data;
  }

  boolean queued() {
    return state == MessageState.QUEUED;
  }

  boolean dead() {
    return state == MessageState.FAILED || state == MessageState.WITHDRAWN;
  }

  boolean webhook() {
    return channel == null;
  }

  /** Whether its trace ends with it (X9, X11): what an action sends beside is not the trace's. */
  boolean carriesTrace() {
    return slot == 0 || webhook();
  }

  @Override
  public String toString() {
    return World.told(
        "message", step.passage.shown(), step.activity.ref(), slot, channel, address, state, data);
  }
}
