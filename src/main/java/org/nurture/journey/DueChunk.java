package org.nurture.journey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.Effects.Effect;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.SlicedWork.Slice;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;

/**
 * Executes the earliest due trace of each locked participant (X1–X5): decides in memory, grouped by
 * activity, and writes what was decided in sets.
 */
final class DueChunk {
  private final Chunk chunk;
  private final Effects effects;
  private final Outcomes outcomes;

  DueChunk(Chunk chunk, List<Participant> locked, Effects effects) {
    this.chunk = chunk;
    this.effects = effects;
    this.outcomes = new Outcomes(chunk, locked);
  }

  /**
   * Executes one round.
   *
   * @throws EffectFailure for a passing failure of an action, and for any lasting one
   */
  Slice execute() {
    List<Trace> turns = turns();
    try {
      return execute(turns);
    } catch (EffectFailure | HostChangedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw SqlFailures.passing(e) ? e : EffectFailure.of(turns, e);
    }
  }

  private List<Trace> turns() {
    Map<Long, Trace> earliest = new LinkedHashMap<>();
    var order = chunk.order();
    for (Trace trace : chunk.traces.due(outcomes.participants(), chunk.now)) {
      earliest.merge(trace.participant(), trace, (a, b) -> order.compare(a, b) <= 0 ? a : b);
    }
    return List.copyOf(earliest.values());
  }

  private Slice execute(List<Trace> turns) {
    // in one order, for chunks that meet at addresses or records (D2)
    Map<Group, List<Trace>> groups =
        new TreeMap<>(
            Comparator.<Group>comparingLong(g -> g.step().id()).thenComparing(Group::byHand));
    for (Trace trace : turns) {
      Step step = chunk.step(trace.activity());
      if (step == null) {
        outcomes.cancelled(trace, Reason.ACTIVITY_REMOVED);
      } else if (expired(step, trace.plan())) {
        outcomes.cancelled(trace, Reason.EXPIRED);
      } else {
        boolean byHand = outcomes.participant(trace).byHand();
        groups.computeIfAbsent(new Group(step, byHand), g -> new ArrayList<>()).add(trace);
      }
    }
    groups.forEach((group, traces) -> execute(group, traces, TypedAddresses.NONE));
    int done = outcomes.write();
    return new Slice(turns.size(), done, turns.size() - done);
  }

  private boolean expired(Step step, Plan plan) {
    return Plan.expired(step, plan.due(), plan.waitUntil(), chunk.now, chunk.workflow.zone());
  }

  /**
   * Executes one step of a test (T4): whatever its due time, expiry and the parent's hand-over.
   *
   * @param to where its messages go instead (T3)
   * @throws EffectFailure for a passing failure of an action
   */
  void run(Step step, Trace trace, TypedAddresses to) {
    execute(new Group(step, outcomes.participant(trace).byHand()), List.of(trace), to);
    outcomes.write();
  }

  /** X2 and X3, then the effect of those that are left. */
  private void execute(Group group, List<Trace> traces, TypedAddresses to) {
    String target = chunk.workflow.target();
    Filter filter = chunk.applied(group.step(), !group.byHand());
    boolean includeInactive =
        group.byHand() || effects.audience().namesActive(target, chunk.workflow.filter());
    Effect effect = effects.of(group.step(), chunk, outcomes, to);
    Map<RecordKey, Examined> found = effect.examine(traces, filter, includeInactive);
    Map<RecordKey, Trace> rejected = new LinkedHashMap<>();
    Map<Trace, Examined> matching = new LinkedHashMap<>();
    for (Trace trace : traces) {
      RecordKey key = outcomes.participant(trace).key();
      Examined record = found.get(key);
      if (record == null) {
        outcomes.gone(trace);
      } else if (!record.matches()) {
        outcomes.rejected(trace);
        rejected.put(key, trace);
      } else {
        matching.put(trace, record);
      }
    }
    Text.kept(
            () ->
                effects
                    .audience()
                    .whyNot(target, rejected.keySet(), filter, includeInactive, chunk.now))
        .forEach((key, why) -> outcomes.explain(requireNonNull(rejected.get(key)), why));
    if (!matching.isEmpty()) {
      effect.execute(matching);
    }
  }

  private record Group(Step step, boolean byHand) {}
}
