package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.EventRules;
import org.nurture.journey.rules.EventRules.Cancel;
import org.nurture.journey.rules.EventRules.Effect;
import org.nurture.journey.rules.EventRules.Schedule;
import org.nurture.journey.rules.Plan;
import org.nurture.tracking.EventType;

/**
 * What events do to the SCHEDULED children of the traces whose messages they befell: gathered in
 * the order in which the events apply, then written in sets.
 */
final class Children {
  private final Chunk chunk;
  private final Map<Long, Participant> participants;

  private List<Trace> scheduled = List.of();

  /** Those that are still SCHEDULED, as they are by now: by parent, then by their own id. */
  private final Map<Long, Map<Long, Trace>> children = new HashMap<>();

  private final Map<Long, Plan> replanned = new LinkedHashMap<>();
  private final Map<Reason, List<Trace>> cancelled = new LinkedHashMap<>();

  Children(Chunk chunk, Collection<Participant> locked) {
    this.chunk = chunk;
    this.participants = Chunk.byId(locked);
  }

  void load(Set<Long> parents) {
    scheduled = chunk.traces.scheduledOf(participants.keySet());
    for (Trace trace : scheduled) {
      if (trace.parent() != null && parents.contains(trace.parent())) {
        children.computeIfAbsent(trace.parent(), p -> new LinkedHashMap<>()).put(trace.id(), trace);
      }
    }
  }

  /** X10: the message was handed over, as it turns out. */
  void handedOver(Message message, Instant at) {
    for (Trace child : of(message)) {
      Step step = chunk.step(child.activity());
      if (step != null) {
        replan(child, Plan.handedOver(step, child.plan(), at, chunk.workflow.zone()));
      }
    }
  }

  /** C2, C3, C6: an event counts. */
  void apply(Message message, EventType type, Instant at) {
    for (Trace child : of(message)) {
      Step step = chunk.step(child.activity());
      if (step == null) {
        continue;
      }
      Effect effect = EventRules.effect(type, step, child.plan(), at, chunk.workflow.zone());
      if (effect instanceof Cancel cancel) {
        cancelled.computeIfAbsent(cancel.reason(), r -> new ArrayList<>()).add(child);
        requireNonNull(children.get(message.trace)).remove(child.id());
      } else if (effect instanceof Schedule schedule) {
        if (!message.test) {
          chunk.tally.awaited(child.activity());
        }
        replan(child, schedule.plan());
      }
    }
  }

  private List<Trace> of(Message message) {
    return List.copyOf(children.getOrDefault(message.trace, Map.of()).values());
  }

  private void replan(Trace child, Plan plan) {
    if (plan.equals(child.plan())) {
      return;
    }
    boolean test = requireNonNull(participants.get(child.participant())).test();
    Plan kept = test ? plan.forTest() : plan;
    replanned.put(child.id(), kept);
    requireNonNull(children.get(child.parent()))
        .put(
            child.id(),
            new Trace(
                child.id(),
                child.participant(),
                child.activity(),
                child.parent(),
                kept,
                child.attempts()));
  }

  void write() {
    // Plans first: one that an event made and a later one cancelled keeps its due time.
    chunk.traces.replan(replanned);
    List<Long> tests = Chunk.tests(participants.values());
    cancelled.forEach((reason, of) -> chunk.end(of, TraceState.CANCELED, reason, tests));
  }

  /** C9: asked of those alone that have lost all that was SCHEDULED. */
  void complete() {
    Set<Long> lost =
        cancelled.values().stream().flatMap(List::stream).map(Trace::id).collect(toSet());
    if (lost.isEmpty()) {
      return;
    }
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
