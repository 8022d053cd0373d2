package org.nurture.journey;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.nurture.action.ServerActions;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.message.Kind;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;

/** A server action, executed for many records at once (D15). */
final class ActionEffect implements Effects.Effect {
  private final Audience audience;
  private final ServerActions actions;
  private final Step step;
  private final Chunk chunk;
  private final Outcomes outcomes;
  private final TypedAddresses typed;
  private final long action;

  ActionEffect(
      Audience audience,
      ServerActions actions,
      Step step,
      Chunk chunk,
      Outcomes outcomes,
      TypedAddresses typed) {
    this.audience = audience;
    this.actions = actions;
    this.step = step;
    this.chunk = chunk;
    this.outcomes = outcomes;
    this.typed = typed;
    this.action = requireNonNull(step.actionId());
  }

  @Override
  public Map<RecordKey, Examined> examine(
      Collection<Trace> traces, Filter filter, boolean includeInactive) {
    List<RecordKey> keys = traces.stream().map(t -> outcomes.participant(t).key()).toList();
    return held(traces, keys, filter, includeInactive)
        .orElseGet(
            () ->
                audience.examine(
                    chunk.workflow.target(), keys, filter, includeInactive, Set.of(), chunk.now));
  }

  /** Where an action writes another database: locked there first, looked at then (D4). */
  private Optional<Map<RecordKey, Examined>> held(
      Collection<Trace> traces, List<RecordKey> keys, Filter filter, boolean includeInactive) {
    try {
      return actions
          .hold(action, occasion(), keys, filter, includeInactive)
          .map(
              matching -> {
                Map<RecordKey, Examined> found = new HashMap<>();
                matching.forEach((key, matches) -> found.put(key, new Examined(matches, Map.of())));
                return found;
              });
    } catch (DataAccessException e) {
      throw SqlFailures.passing(e) ? EffectFailure.of(traces, e) : e;
    }
  }

  @Override
  public void execute(Map<Trace, Examined> matching) {
    Collection<Trace> traces = matching.keySet();
    ServerActions.Result result = result(traces);
    for (Trace trace : traces) {
      if (result.released().contains(trace.id())) {
        // it stays due, for the next chunk (D15)
        continue;
      }
      String why = result.failed().get(trace.id());
      if (why == null) {
        outcomes.processed(trace);
      } else {
        outcomes.failed(trace, Reason.ACTION, why);
      }
    }
  }

  private ServerActions.Result result(Collection<Trace> traces) {
    List<Subject> subjects =
        traces.stream()
            .map(
                t -> {
                  Participant of = outcomes.participant(t);
                  return new Subject(t.id(), of.id(), of.key(), of.test());
                })
            .toList();
    try {
      return Text.kept(() -> actions.execute(action, occasion(), subjects));
    } catch (RuntimeException e) {
      throw SqlFailures.passing(e) ? EffectFailure.of(traces, e) : e;
    }
  }

  private Occasion occasion() {
    Map<Kind, String> to = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      String address = typed.of(kind);
      if (address != null) {
        to.put(kind, address);
      }
    }
    Workflow.Kept kept = step.kept();
    return new Occasion(
        chunk.workflow.campaignId(),
        step.id(),
        chunk.workflow.zone(),
        chunk.now,
        new ServerActions.Terms(
            kept == null ? null : kept.version(), kept == null ? null : kept.by(), to));
  }
}
