package org.nurture.journey;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.Consequences;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.PlantStore.Ancestor;
import org.nurture.journey.PlantStore.Past;
import org.nurture.journey.PlantStore.Seedling;
import org.nurture.journey.rules.Plan;
import org.nurture.journey.rules.Planted;
import org.nurture.message.Outbox;
import org.nurture.platform.FailPoint;

/**
 * Carries out, for locked participants, all that an update means for them: what is gone (U4), what
 * is reckoned anew (U3), what is planned (U2, U6), and who is under way again (C9). Decided in
 * memory, written in sets.
 */
final class Changeover {
  private final Chunk chunk;
  private final Outbox outbox;
  private final PlantStore store;
  private final Consequences what;
  private final List<Participant> participants;
  private final List<Long> ids;

  /** Whose SCHEDULED traces of moved activities were deleted, by activity. */
  private final Map<Long, Set<Long>> dropped = new HashMap<>();

  /** COMPLETED ones that have something planned again. */
  private final Set<Long> again = new HashSet<>();

  /**
   * @param locked no tests
   */
  Changeover(
      Chunk chunk, PlantStore store, Outbox outbox, Consequences what, List<Participant> locked) {
    this.chunk = chunk;
    this.store = store;
    this.outbox = outbox;
    this.what = what;
    this.participants = locked;
    this.ids = locked.stream().map(Participant::id).toList();
  }

  /**
   * Carries it out.
   *
   * @return how many SCHEDULED traces were deleted (U6), by participant
   */
  Map<Long, Long> carryOut() {
    Map<Long, Long> deleted = new HashMap<>();
    if (participants.isEmpty()) {
      return deleted;
    }
    withdraw();
    chunk.reached(FailPoint.WORK_WITHDRAWN);
    List<Trace> kept = new ArrayList<>();
    List<Trace> removed = new ArrayList<>();
    List<Trace> moved = new ArrayList<>();
    for (Trace trace : chunk.traces.scheduledOf(ids)) {
      if (chunk.step(trace.activity()) == null) {
        removed.add(trace);
      } else if (what.moved().contains(trace.activity())) {
        moved.add(trace);
      } else {
        kept.add(trace);
      }
    }
    chunk.end(removed, TraceState.CANCELED, Reason.ACTIVITY_REMOVED, List.of());
    chunk.drop(moved);
    for (Trace trace : moved) {
      dropped.computeIfAbsent(trace.activity(), a -> new HashSet<>()).add(trace.participant());
      deleted.merge(trace.participant(), 1L, Long::sum);
    }
    chunk.reached(FailPoint.WORK_CLEARED);
    retime(kept);
    chunk.reached(FailPoint.WORK_RETIMED);
    plant();
    chunk.reached(FailPoint.WORK_PLANTED);
    chunk.participants.resume(again, chunk.tally);
    chunk.participants.complete(participants, chunk.now, chunk.tally);
    return deleted;
  }

  /** X11, U4: what of removed activities is not handed over yet. */
  private void withdraw() {
    if (!what.removed().isEmpty()) {
      Set<Long> withdrawn = outbox.withdraw(ids, what.removed());
      chunk.undo(
          withdrawn,
          TraceState.CANCELED,
          Reason.ACTIVITY_REMOVED,
          chunk.traces.activities(withdrawn));
    }
  }

  /** U3. */
  private void retime(List<Trace> scheduled) {
    Map<Long, Plan> plans = new LinkedHashMap<>();
    for (Trace trace : scheduled) {
      Step step = chunk.step(trace.activity());
      if (step != null && what.retimes(step.id())) {
        Plan plan = Plan.retimed(step, trace.plan(), chunk.workflow.zone());
        if (!plan.equals(trace.plan())) {
          plans.put(trace.id(), plan);
        }
      }
    }
    chunk.traces.replan(plans);
  }

  /** U2, U6: parents before children, though only what is PROCESSED has children. */
  private void plant() {
    List<Step> steps = chunk.workflow.steps().stream().filter(s -> what.plants(s.id())).toList();
    List<Participant> open =
        participants.stream()
            .filter(
                p ->
                    p.state() == ParticipantState.RUNNING
                        || p.state() == ParticipantState.COMPLETED)
            .toList();
    if (steps.isEmpty() || open.isEmpty()) {
      return;
    }
    Set<Long> activities = new HashSet<>();
    for (Step step : steps) {
      activities.add(step.id());
      Optional.ofNullable(step.parentId()).ifPresent(activities::add);
    }
    Map<Long, Map<Long, Ancestor>> traces = store.traces(ids, activities);
    Set<Long> parents = new HashSet<>();
    for (Step step : steps) {
      of(traces, step.parentId()).values().stream()
          .filter(Ancestor::processed)
          .forEach(a -> parents.add(a.id()));
    }
    Map<Long, Past> pasts = parents.isEmpty() ? Map.of() : store.pasts(parents);
    boolean roots = steps.stream().anyMatch(s -> s.parentId() == null);
    Map<Long, Instant> enrolled = roots ? store.enrolled(ids) : Map.of();
    for (Step step : steps) {
      Map<Long, Ancestor> there = of(traces, step.id());
      List<New> planned = new ArrayList<>();
      for (Participant participant : open) {
        long id = participant.id();
        if (!there.containsKey(id) && concerned(step, id)) {
          New made = planned(step, participant, of(traces, step.parentId()), pasts, enrolled);
          if (made != null) {
            planned.add(made);
          }
        }
      }
      insert(step, planned);
    }
  }

  private boolean concerned(Step step, long participant) {
    if (participant <= step.enrolledAfter()) {
      return false;
    }
    return !what.onlyNew()
        || what.added().contains(step.id())
        || dropped.getOrDefault(step.id(), Set.of()).contains(participant);
  }

  private @Nullable New planned(
      Step step,
      Participant participant,
      Map<Long, Ancestor> parents,
      Map<Long, Past> pasts,
      Map<Long, Instant> enrolled) {
    if (step.parentId() == null) {
      Instant since = enrolled.get(participant.id());
      return since == null
          ? null
          : new New(participant, null, Planted.root(step, since, chunk.workflow.zone()));
    }
    Ancestor parent = parents.get(participant.id());
    if (parent == null || !parent.processed() || parent.at() == null) {
      return null;
    }
    Past past = pasts.getOrDefault(parent.id(), Past.NONE);
    Planted planted =
        Planted.child(
            step, parent.at(), past.sent(), past.first(), chunk.now, chunk.workflow.zone());
    return new New(participant, parent.id(), planted);
  }

  private void insert(Step step, List<New> planned) {
    Map<Optional<Reason>, List<New>> byReason =
        planned.stream().collect(groupingBy(n -> Optional.ofNullable(n.planted().cancelled())));
    byReason.forEach(
        (reason, of) -> {
          store.insert(
              chunk.workflow.campaignId(),
              step.id(),
              reason.orElse(null),
              chunk.now,
              of.stream()
                  .map(n -> new Seedling(n.participant().id(), n.parent(), n.planted().plan()))
                  .toList());
          of.forEach(n -> count(step, n));
        });
  }

  private void count(Step step, New made) {
    boolean waiting = made.planted().plan().waiting();
    chunk.tally.planned(step.id(), waiting, 1);
    if (made.planted().cancelled() != null) {
      chunk.tally.ended(step.id(), waiting, TraceState.CANCELED, 1);
    } else if (made.participant().state() == ParticipantState.COMPLETED) {
      again.add(made.participant().id());
    }
  }

  private static Map<Long, Ancestor> of(
      Map<Long, Map<Long, Ancestor>> traces, @Nullable Long activity) {
    return activity == null ? Map.of() : traces.getOrDefault(activity, Map.of());
  }

  /** What is planned for one participant. */
  private record New(Participant participant, @Nullable Long parent, Planted planted) {}
}
