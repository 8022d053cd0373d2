package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Workflow.Step;
import org.nurture.platform.FailPoint;

/** What becomes of the traces of one round: decided one by one, then written in sets. */
final class Outcomes {
  private static final Outcome PROCESSED = new Outcome(TraceState.PROCESSED, null);

  private final Chunk chunk;
  private final Map<Long, Participant> participants;
  private final Map<Outcome, List<Trace>> traces = new LinkedHashMap<>();
  private final Map<Long, String> details = new HashMap<>();
  private final List<Participant> gone = new ArrayList<>();

  Outcomes(Chunk chunk, Collection<Participant> locked) {
    this.chunk = chunk;
    this.participants = Chunk.byId(locked);
  }

  Set<Long> participants() {
    return participants.keySet();
  }

  Participant participant(Trace trace) {
    return requireNonNull(participants.get(trace.participant()));
  }

  void processed(Trace trace) {
    add(trace, PROCESSED);
  }

  void cancelled(Trace trace, Reason reason) {
    add(trace, new Outcome(TraceState.CANCELED, reason));
  }

  /** X3. */
  void rejected(Trace trace) {
    add(trace, new Outcome(TraceState.REJECTED, Reason.FILTER));
  }

  /**
   * X5: for good.
   *
   * @param why in words
   */
  void failed(Trace trace, Reason reason, String why) {
    add(trace, new Outcome(TraceState.ERROR, reason));
    explain(trace, why);
  }

  /** What is to be said of it, in words. */
  void explain(Trace trace, String why) {
    details.put(trace.id(), why);
  }

  /** X2: its record is not there any more. */
  void gone(Trace trace) {
    gone.add(participant(trace));
  }

  private void add(Trace trace, Outcome outcome) {
    traces.computeIfAbsent(outcome, o -> new ArrayList<>()).add(trace);
  }

  /**
   * Ends the traces, plants children under those that were processed and completes participants.
   *
   * @return how many were processed
   */
  int write() {
    chunk.reached(FailPoint.EFFECT_DONE);
    List<Long> tests = Chunk.tests(participants.values());
    traces.forEach((outcome, of) -> chunk.end(of, outcome.state, outcome.reason, tests));
    chunk.traces.explain(details);
    chunk.unlink(gone);
    chunk.reached(FailPoint.TRACES_ENDED);
    List<Trace> processed = traces.getOrDefault(PROCESSED, List.of());
    Set<Long> going = plantChildren(processed, tests.isEmpty());
    chunk.reached(FailPoint.CHILDREN_PLANTED);
    // those that have just got a trace need not be asked whether they have one
    chunk.participants.complete(
        participants.values().stream().filter(p -> !going.contains(p.id())).toList(),
        chunk.now,
        chunk.tally);
    return processed.size();
  }

  /** Answers the participants that certainly have a SCHEDULED trace now. */
  private Set<Long> plantChildren(List<Trace> processed, boolean count) {
    Set<Long> going = new HashSet<>();
    processed.stream()
        .collect(groupingBy(Trace::activity, LinkedHashMap::new, toList()))
        .forEach(
            (activity, of) -> {
              Step step = requireNonNull(chunk.step(activity));
              if (chunk.plantChildren(step, of.stream().map(Trace::id).toList(), count)) {
                of.forEach(t -> going.add(t.participant()));
              }
            });
    return going;
  }

  private record Outcome(TraceState state, @Nullable Reason reason) {}
}
