package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions;
import org.nurture.action.ServerActions.Occasion;
import org.nurture.action.ServerActions.Subject;
import org.nurture.audience.Audience;
import org.nurture.audience.Audience.Examined;
import org.nurture.audience.Filter;
import org.nurture.audience.HostChangedException;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.message.Composer;
import org.nurture.message.Composer.Composition;
import org.nurture.message.Composer.Ready;
import org.nurture.message.Composer.Recipient;
import org.nurture.message.Composer.Refused;
import org.nurture.message.Composer.Unrenderable;
import org.nurture.message.Kind;
import org.nurture.message.Outbox;
import org.nurture.message.Outbox.NewMessage;
import org.nurture.platform.FailPoint;
import org.nurture.platform.SlicedWork.Slice;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;

/**
 * Executes the earliest due trace of each locked participant (X1–X5): decides in memory, grouped by
 * activity, and writes what was decided in sets.
 */
final class DueChunk {
  private final Chunk chunk;
  private final Audience audience;
  private final Composer composer;
  private final Outbox outbox;
  private final ServerActions actions;

  private final Map<Outcome, List<Trace>> outcomes = new LinkedHashMap<>();
  private final Map<Long, String> details = new HashMap<>();
  private final Map<Long, Participant> participants;
  private final List<Participant> gone = new ArrayList<>();
  private TypedAddresses typed = TypedAddresses.NONE;

  DueChunk(
      Chunk chunk,
      List<Participant> locked,
      Audience audience,
      Composer composer,
      Outbox outbox,
      ServerActions actions) {
    this.chunk = chunk;
    this.participants = Chunk.byId(locked);
    this.audience = audience;
    this.composer = composer;
    this.outbox = outbox;
    this.actions = actions;
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
      if (SqlFailures.passing(e)) {
        throw e;
      }
      throw failure(turns, e);
    }
  }

  /** Names the traces: until somebody looks at it, another worker may have ended some. */
  private static EffectFailure failure(Collection<Trace> traces, RuntimeException cause) {
    return new EffectFailure(
        traces.stream().map(Trace::participant).toList(),
        traces.stream().map(Trace::id).toList(),
        cause);
  }

  private Slice execute(List<Trace> turns) {
    Map<Group, List<Trace>> groups = new LinkedHashMap<>();
    for (Trace trace : turns) {
      Step step = chunk.step(trace.activity());
      if (step == null) {
        outcome(trace, TraceState.CANCELED, Reason.ACTIVITY_REMOVED);
      } else if (expired(step, trace.plan())) {
        outcome(trace, TraceState.CANCELED, Reason.EXPIRED);
      } else {
        boolean byHand = participant(trace).byHand();
        groups.computeIfAbsent(new Group(step, byHand), g -> new ArrayList<>()).add(trace);
      }
    }
    groups.forEach(this::examine);
    write();
    int done = outcomes.getOrDefault(Outcome.DONE, List.of()).size();
    return new Slice(turns.size(), done, turns.size() - done);
  }

  /**
   * Executes one step of a test (T4): whatever its due time, expiry and the parent's hand-over.
   *
   * @param to where its messages go instead (T3)
   * @throws EffectFailure for a passing failure of an action
   */
  void run(Step step, Trace trace, TypedAddresses to) {
    typed = to;
    examine(new Group(step, participant(trace).byHand()), List.of(trace));
    write();
  }

  private List<Trace> turns() {
    Map<Long, Trace> earliest = new LinkedHashMap<>();
    var order = chunk.order();
    for (Trace trace : chunk.traces.due(participants.keySet(), chunk.now)) {
      earliest.merge(trace.participant(), trace, (a, b) -> order.compare(a, b) <= 0 ? a : b);
    }
    return List.copyOf(earliest.values());
  }

  private boolean expired(Step step, Plan plan) {
    return Plan.expired(step, plan.due(), plan.waitUntil(), chunk.now, chunk.workflow.zone());
  }

  /** X2 and X3, then the effect of those that are left. */
  private void examine(Group group, List<Trace> traces) {
    Composer.@Nullable Plan plan = plan(group.step());
    String target = chunk.workflow.target();
    Filter filter = chunk.applied(group.step(), !group.byHand());
    boolean includeInactive =
        group.byHand() || audience.namesActive(target, chunk.workflow.filter());
    List<RecordKey> keys = traces.stream().map(t -> participant(t).key()).toList();
    Map<RecordKey, Examined> found =
        (plan == null
                ? held(group.step(), traces, keys, filter, includeInactive)
                : Optional.<Map<RecordKey, Examined>>empty())
            .orElseGet(
                () ->
                    audience.examine(
                        target,
                        keys,
                        filter,
                        includeInactive,
                        plan == null ? Set.of() : plan.paths(),
                        chunk.now));
    Map<RecordKey, Trace> rejected = new LinkedHashMap<>();
    Map<Trace, Examined> matching = new LinkedHashMap<>();
    for (Trace trace : traces) {
      Examined record = found.get(participant(trace).key());
      if (record == null) {
        gone.add(participant(trace));
      } else if (!record.matches()) {
        outcome(trace, TraceState.REJECTED, Reason.FILTER);
        rejected.put(participant(trace).key(), trace);
      } else {
        matching.put(trace, record);
      }
    }
    Text.kept(() -> audience.whyNot(target, rejected.keySet(), filter, includeInactive, chunk.now))
        .forEach((key, why) -> details.put(requireNonNull(rejected.get(key)).id(), why));
    if (matching.isEmpty()) {
      return;
    }
    if (plan == null) {
      act(group.step(), matching.keySet());
    } else {
      compose(group.step(), plan, matching);
    }
  }

  /** Where an action writes another database: locked there first, looked at then (D4). */
  private Optional<Map<RecordKey, Examined>> held(
      Step step,
      Collection<Trace> traces,
      List<RecordKey> keys,
      Filter filter,
      boolean includeInactive) {
    try {
      return actions
          .hold(requireNonNull(step.actionId()), occasion(step), keys, filter, includeInactive)
          .map(
              matching -> {
                Map<RecordKey, Examined> found = new HashMap<>();
                matching.forEach((key, matches) -> found.put(key, new Examined(matches, Map.of())));
                return found;
              });
    } catch (DataAccessException e) {
      throw SqlFailures.passing(e) ? failure(traces, e) : e;
    }
  }

  private Composer.@Nullable Plan plan(Step step) {
    if (step.type() == ActivityType.ACTION) {
      return null;
    }
    return composer.plan(
        kind(step),
        requireNonNull(step.templateId()),
        chunk.workflow.target(),
        chunk.workflow.tracking());
  }

  static Kind kind(Step step) {
    return step.type() == ActivityType.SMS ? Kind.SMS : Kind.MAIL;
  }

  private void act(Step step, Collection<Trace> traces) {
    List<Subject> subjects =
        traces.stream()
            .map(
                t -> {
                  Participant of = participant(t);
                  return new Subject(t.id(), of.id(), of.key(), of.test());
                })
            .toList();
    ServerActions.Result result;
    try {
      long action = requireNonNull(step.actionId());
      result = Text.kept(() -> actions.execute(action, occasion(step), subjects));
    } catch (RuntimeException e) {
      if (SqlFailures.passing(e)) {
        throw failure(traces, e);
      }
      throw e;
    }
    for (Trace trace : traces) {
      String why = result.failed().get(trace.id());
      if (result.released().contains(trace.id())) {
        // it stays due, for the next chunk (D15)
        continue;
      }
      if (why == null) {
        outcome(trace, TraceState.PROCESSED, null);
      } else {
        details.put(trace.id(), why);
        outcome(trace, TraceState.ERROR, Reason.ACTION);
      }
    }
  }

  private Occasion occasion(Step step) {
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

  private void compose(Step step, Composer.Plan plan, Map<Trace, Examined> matching) {
    List<Trace> traces = List.copyOf(matching.keySet());
    List<Recipient> recipients = new ArrayList<>();
    String to = typed.of(plan.kind());
    matching.forEach((t, record) -> recipients.add(new Recipient(t.id(), record.values(), to)));
    List<NewMessage> messages = new ArrayList<>();
    List<Trace> ready = new ArrayList<>();
    List<Composition> compositions = Text.kept(() -> composer.compose(plan, recipients));
    for (int i = 0; i < traces.size(); i++) {
      Trace trace = traces.get(i);
      Composition composition = compositions.get(i);
      if (composition instanceof Ready composed) {
        messages.add(message(step, plan, trace, composed));
        ready.add(trace);
      } else if (composition instanceof Refused refused) {
        outcome(trace, TraceState.CANCELED, reason(refused.reason()));
      } else if (composition instanceof Unrenderable unrenderable) {
        details.put(trace.id(), unrenderable.why());
        outcome(trace, TraceState.ERROR, Reason.TEMPLATE);
      }
    }
    Set<Long> duplicates = outbox.enqueue(messages, chunk.now);
    for (Trace trace : ready) {
      if (duplicates.contains(trace.id())) {
        outcome(trace, TraceState.CANCELED, Reason.DUPLICATE_ADDRESS);
      } else {
        outcome(trace, TraceState.PROCESSED, null);
      }
    }
  }

  private NewMessage message(Step step, Composer.Plan plan, Trace trace, Ready composed) {
    Participant participant = participant(trace);
    return new NewMessage(
        plan.kind(),
        chunk.workflow.campaignId(),
        step.id(),
        participant.id(),
        trace.id(),
        participant.test(),
        composed.address(),
        chunk.workflow.oncePerAddress() && !participant.test(),
        plan.contentId(),
        composed.data());
  }

  private static Reason reason(Composer.Refusal refusal) {
    return switch (refusal) {
      case NO_ADDRESS -> Reason.NO_ADDRESS;
      case INVALID_ADDRESS -> Reason.INVALID_ADDRESS;
      case SUPPRESSED -> Reason.SUPPRESSED;
    };
  }

  private void write() {
    chunk.reached(FailPoint.EFFECT_DONE);
    List<Long> tests = Chunk.tests(participants.values());
    outcomes.forEach((o, traces) -> chunk.end(traces, o.state(), o.reason(), tests));
    chunk.traces.explain(details);
    chunk.unlink(gone);
    chunk.reached(FailPoint.TRACES_ENDED);
    Set<Long> going = new HashSet<>();
    outcomes.getOrDefault(Outcome.DONE, List.of()).stream()
        .collect(groupingBy(Trace::activity, LinkedHashMap::new, toList()))
        .forEach(
            (activity, traces) -> {
              List<Long> ids = traces.stream().map(Trace::id).toList();
              Step step = requireNonNull(chunk.step(activity));
              if (chunk.plantChildren(step, ids, tests.isEmpty())) {
                traces.forEach(t -> going.add(t.participant()));
              }
            });
    chunk.reached(FailPoint.CHILDREN_PLANTED);
    // those that have just got a trace need not be asked whether they have one
    chunk.participants.complete(
        participants.values().stream().filter(p -> !going.contains(p.id())).toList(),
        chunk.now,
        chunk.tally);
  }

  private void outcome(Trace trace, TraceState state, @Nullable Reason reason) {
    outcomes.computeIfAbsent(new Outcome(state, reason), o -> new ArrayList<>()).add(trace);
  }

  private Participant participant(Trace trace) {
    return requireNonNull(participants.get(trace.participant()));
  }

  private record Group(Step step, boolean byHand) {}

  private record Outcome(TraceState state, @Nullable Reason reason) {
    static final Outcome DONE = new Outcome(TraceState.PROCESSED, null);
  }
}
