package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.EventRules;
import org.nurture.journey.rules.EventRules.Cancel;
import org.nurture.journey.rules.EventRules.Effect;
import org.nurture.journey.rules.EventRules.Schedule;
import org.nurture.journey.rules.Plan;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.Suppressions.Why;
import org.nurture.message.Suppressor;
import org.nurture.message.Suppressor.Suppressed;
import org.nurture.platform.FailPoint;
import org.nurture.platform.schema.tables.records.EventInboxRecord;
import org.nurture.tracking.EventType;

/**
 * Applies all that was received for locked participants, in the order of C12, in memory; then
 * writes messages, traces, suppressions and figures in sets and moves the events out of the inbox.
 */
final class EventChunk {
  private final Chunk chunk;
  private final EventStore events;
  private final Suppressor suppressor;
  private final Map<Long, Participant> participants;

  private Map<Long, Message> messages = Map.of();
  private List<Trace> scheduled = List.of();
  private Map<Long, Map<Long, Trace>> children = Map.of();
  private final Map<Long, Plan> replanned = new LinkedHashMap<>();
  private final Map<Reason, List<Trace>> cancelled = new LinkedHashMap<>();
  private final List<EventInboxRecord> counted = new ArrayList<>();
  private final List<EventInboxRecord> recorded = new ArrayList<>();
  private final List<Long> repeated = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();
  private final Map<Kind, Set<String>> softBounced = new EnumMap<>(Kind.class);
  private final List<Long> doubtless = new ArrayList<>();

  EventChunk(Chunk chunk, List<Participant> locked, EventStore events, Suppressor suppressor) {
    this.chunk = chunk;
    this.participants = Chunk.byId(locked);
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
    List<EventInboxRecord> received = events.received(participants.keySet());
    if (received.isEmpty()) {
      return 0;
    }
    load(received);
    Set<String> seen = events.seen(messages.keySet());
    List<Timed> timed = new ArrayList<>();
    for (EventInboxRecord event : received) {
      Message message = messages.get(event.getMessageId());
      String id = event.getMessageId() + ":" + event.getExternalId();
      if (message == null || (event.getExternalId() != null && !seen.add(id))) {
        repeated.add(event.getId());
      } else {
        Instant at = message.facts.timeOf(event.getAt(), event.getReceivedAt());
        timed.add(new Timed(event, message, EventType.of(event.getType()), at));
      }
    }
    timed.stream().sorted(Timed.ORDER).forEach(this::apply);
    write();
    return received.size();
  }

  private void load(List<EventInboxRecord> received) {
    messages =
        events.messages(received.stream().map(EventInboxRecord::getMessageId).distinct().toList());
    children = new HashMap<>();
    scheduled = chunk.traces.scheduledOf(participants.keySet());
    Set<Long> parents = messages.values().stream().map(m -> m.trace).collect(toSet());
    for (Trace trace : scheduled) {
      if (trace.parent() != null && parents.contains(trace.parent())) {
        children.computeIfAbsent(trace.parent(), p -> new LinkedHashMap<>()).put(trace.id(), trace);
      }
    }
  }

  private void apply(Timed event) {
    Message message = event.message();
    if (event.row().getBot()) {
      recorded.add(event.row());
      return;
    }
    prove(message, event.at());
    suppress(event);
    List<EventType> firsts = EventRules.counted(message.facts, event.type());
    (firsts.contains(event.type()) ? counted : recorded).add(event.row());
    for (EventType first : firsts) {
      message.facts.known(first, event.at());
      message.changed = true;
      if (message.slot == 0) {
        if (!message.test) {
          chunk.tally.event(message.activity, first, event.at());
        }
        toChildren(message, first, event.at());
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
    for (Trace child : List.copyOf(children(message).values())) {
      Step step = chunk.step(child.activity());
      if (step != null) {
        replan(child, Plan.handedOver(step, child.plan(), at, chunk.workflow.zone()));
      }
    }
  }

  private void toChildren(Message message, EventType type, Instant at) {
    for (Trace child : List.copyOf(children(message).values())) {
      Step step = chunk.step(child.activity());
      if (step == null) {
        continue;
      }
      Effect effect = EventRules.effect(type, step, child.plan(), at, chunk.workflow.zone());
      if (effect instanceof Cancel cancel) {
        cancelled.computeIfAbsent(cancel.reason(), r -> new ArrayList<>()).add(child);
        children(message).remove(child.id());
      } else if (effect instanceof Schedule schedule) {
        if (!message.test) {
          chunk.tally.awaited(child.activity());
        }
        replan(child, schedule.plan());
      }
    }
  }

  private Map<Long, Trace> children(Message message) {
    return children.computeIfAbsent(message.trace, t -> new LinkedHashMap<>());
  }

  private void replan(Trace child, Plan plan) {
    if (plan.equals(child.plan())) {
      return;
    }
    Participant participant = participants.get(child.participant());
    Plan kept = participant != null && participant.test() ? plan.forTest() : plan;
    replanned.put(child.id(), kept);
    children
        .getOrDefault(child.parent() == null ? 0L : child.parent(), Map.of())
        .computeIfPresent(
            child.id(),
            (id, t) ->
                new Trace(id, t.participant(), t.activity(), t.parent(), kept, t.attempts()));
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
        if (!Boolean.FALSE.equals(event.row().getHard())) {
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
    List<Long> tests = Chunk.tests(participants.values());
    // Plans first: one that an event made and a later one cancelled keeps its due time.
    chunk.traces.replan(replanned);
    cancelled.forEach((reason, of) -> chunk.end(of, TraceState.CANCELED, reason, tests));
    chunk.traces.revise(doubtless, TraceState.PROCESSED, null);
    chunk.reached(FailPoint.EVENTS_TO_TRACES);
    events.update(messages.values().stream().filter(m -> m.changed).toList());
    chunk.reached(FailPoint.EVENTS_TO_MESSAGES);
    events.archive(chunk.workflow.campaignId(), counted, recorded, repeated);
    chunk.reached(FailPoint.EVENTS_ARCHIVED);
    suppressor.suppress(suppressed);
    softBounced.forEach((kind, of) -> suppressor.bouncedSoftly(kind, of, chunk.now));
    complete();
  }

  /** C9: asked of those alone that have lost all that was SCHEDULED. */
  private void complete() {
    Set<Long> lost =
        cancelled.values().stream().flatMap(List::stream).map(Trace::id).collect(toSet());
    if (!lost.isEmpty()) {
      Set<Long> going =
          scheduled.stream()
              .filter(t -> !lost.contains(t.id()))
              .map(Trace::participant)
              .collect(toSet());
      chunk.participants.complete(
          participants.values().stream().filter(p -> !going.contains(p.id())).toList(),
          chunk.now,
          chunk.tally);
    }
  }

  /** An event, the message it befell, and when it counts as having happened (C10). */
  private record Timed(EventInboxRecord row, Message message, EventType type, Instant at) {
    static final Comparator<Timed> ORDER =
        Comparator.comparing(Timed::at)
            .thenComparing(Timed::type)
            .thenComparing(t -> t.row().getId());
  }
}
