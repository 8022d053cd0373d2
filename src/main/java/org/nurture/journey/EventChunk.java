package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.nurture.journey.EventStore.Applied;
import org.nurture.journey.EventStore.EventId;
import org.nurture.journey.EventStore.Received;
import org.nurture.journey.rules.EventRules;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.Suppressions.Why;
import org.nurture.message.Suppressor;
import org.nurture.message.Suppressor.Suppressed;
import org.nurture.platform.FailPoint;
import org.nurture.tracking.EventType;

/**
 * Applies all that was received for locked participants, in the order of C12, in memory; then
 * writes messages, traces, suppressions and figures in sets and moves the events out of the inbox.
 */
final class EventChunk {
  private final Chunk chunk;
  private final EventStore events;
  private final Suppressor suppressor;
  private final List<Participant> participants;
  private final Children children;

  private Map<Long, Message> messages = Map.of();
  private final List<Applied> applied = new ArrayList<>();
  private final List<Long> repeated = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();
  private final Map<Kind, Set<String>> softBounced = new EnumMap<>(Kind.class);
  private final List<Long> doubtless = new ArrayList<>();

  EventChunk(Chunk chunk, List<Participant> locked, EventStore events, Suppressor suppressor) {
    this.chunk = chunk;
    this.participants = locked;
    this.children = new Children(chunk, locked);
    this.events = events;
    this.suppressor = suppressor;
  }

  /**
   * Applies, to real participants by the live version, to tests by the ones that they keep. What is
   * queued for addresses that this suppresses is owed, as {@link Suppressor} has it.
   *
   * @return how many events there were
   */
  static int apply(
      Chunk chunk,
      List<Participant> locked,
      EventStore events,
      Suppressor suppressor,
      TestStore tests) {
    AtomicInteger applied = new AtomicInteger();
    tests.apart(
        chunk,
        locked,
        participant -> participant.test() ? participant.id() : null,
        (by, of) -> applied.addAndGet(new EventChunk(by, of, events, suppressor).apply()));
    return applied.get();
  }

  /** The same, and once that is committed withdraws what is queued for suppressed addresses. */
  static int applyAndWithdraw(
      Chunk chunk,
      List<Participant> locked,
      EventStore events,
      Suppressor suppressor,
      TestStore tests) {
    int applied = apply(chunk, locked, events, suppressor, tests);
    if (applied > 0) {
      chunk.afterCommit(suppressor::withdraw);
    }
    return applied;
  }

  private int apply() {
    List<Received> received = events.received(participants.stream().map(Participant::id).toList());
    if (received.isEmpty()) {
      return 0;
    }
    messages = chunk.messages.find(received.stream().map(Received::message).collect(toSet()));
    Set<Long> purged =
        participants.stream().filter(Participant::purged).map(Participant::id).collect(toSet());
    // nobody knows any more what was counted of theirs (P3)
    messages.values().removeIf(message -> purged.contains(message.participant));
    children.load(messages.values().stream().map(m -> m.trace).collect(toSet()));
    Set<EventId> seen = events.seen(named(received));
    List<Timed> timed = new ArrayList<>();
    for (Received event : received) {
      Message message = messages.get(event.message());
      if (message == null || (event.externalId() != null && !seen.add(EventId.of(event)))) {
        repeated.add(event.id());
      } else {
        timed.add(new Timed(event, message, message.facts.timeOf(event.at(), event.receivedAt())));
      }
    }
    timed.stream().sorted(Timed.ORDER).forEach(this::apply);
    write();
    return received.size();
  }

  /** The messages of the events that their senders gave an id. */
  private static Set<Long> named(List<Received> received) {
    return received.stream()
        .filter(e -> e.externalId() != null)
        .map(Received::message)
        .collect(toSet());
  }

  private void apply(Timed event) {
    Message message = event.message();
    if (event.event().bot()) {
      applied.add(new Applied(event.event(), false));
      return;
    }
    prove(message, event.at());
    suppress(event);
    List<EventType> firsts = EventRules.counted(message.facts, event.type());
    applied.add(new Applied(event.event(), firsts.contains(event.type())));
    for (EventType first : firsts) {
      message.facts.known(first, event.at());
      message.changed = true;
      if (message.slot == 0) {
        if (!message.test) {
          chunk.tally.event(message.activity, first, event.at());
        }
        children.apply(message, first, event.at());
      }
    }
    MessageState before = message.state();
    message.befallen(event.type());
    message.changed |= before != message.state();
  }

  /** C10: an event for SENDING or IN_DOUBT proves the hand-over. */
  private void prove(Message message, Instant at) {
    if (!message.proves()) {
      return;
    }
    boolean known = message.state() == MessageState.IN_DOUBT;
    message.proved(at);
    message.changed = true;
    if (message.slot != 0) {
      return;
    }
    if (!message.test) {
      chunk.tally.sent(message.activity, at);
    }
    if (known) {
      doubtless.add(message.trace);
      return;
    }
    children.handedOver(message, at);
  }

  private void suppress(Timed event) {
    Message message = event.message();
    if (message.address == null) {
      return;
    }
    switch (event.type()) {
      case UNSUBSCRIBED, COMPLAINED ->
          suppressed.add(
              suppressed(
                  message,
                  event.type() == EventType.COMPLAINED ? Why.COMPLAINED : Why.UNSUBSCRIBED,
                  event.at()));
      case BOUNCED -> {
        if (!Boolean.FALSE.equals(event.event().hard())) {
          message.hard = true;
          message.changed = true;
          suppressed.add(suppressed(message, Why.BOUNCED, event.at()));
        } else if (!message.facts.has(EventType.BOUNCED)) {
          message.hard = false; // C7: a message bounces once
          softBounced.computeIfAbsent(message.kind, k -> new HashSet<>()).add(message.address);
        }
      }
      case DELIVERED, OPENED, CLICKED, REPLIED -> {}
    }
  }

  private static Suppressed suppressed(Message message, Why why, Instant at) {
    return new Suppressed(message.kind, requireNonNull(message.address), why, at);
  }

  private void write() {
    children.write();
    chunk.traces.revise(doubtless, TraceState.PROCESSED, null);
    chunk.reached(FailPoint.EVENTS_TO_TRACES);
    chunk.messages.update(messages.values().stream().filter(m -> m.changed).toList());
    chunk.reached(FailPoint.EVENTS_TO_MESSAGES);
    events.archive(chunk.workflow.campaignId(), applied);
    events.drop(repeated);
    chunk.reached(FailPoint.EVENTS_ARCHIVED);
    suppressor.suppress(suppressed);
    softBounced.forEach((kind, of) -> suppressor.bouncedSoftly(kind, of, chunk.now));
    children.complete();
  }

  /** An event, the message it befell, and when it counts as having happened (C10). */
  private record Timed(Received event, Message message, Instant at) {
    static final Comparator<Timed> ORDER =
        Comparator.comparing(Timed::at)
            .thenComparing(Timed::type)
            .thenComparing(t -> t.event().id());

    EventType type() {
      return event.type();
    }
  }
}
