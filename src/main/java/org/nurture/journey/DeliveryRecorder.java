package org.nurture.journey;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.campaign.TriggerType;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.message.DeliveryGate;
import org.nurture.message.Kind;
import org.nurture.message.OutboxRows;
import org.nurture.platform.Database;
import org.nurture.platform.Time;

/** What hand-over, its failure and withdrawal mean for traces (X6, X9–X11). */
@ApplicationScoped
public class DeliveryRecorder implements DeliveryGate {
  private final Database db;
  private final InstantSource clock;
  private final LiveWorkflows workflows;
  private final CampaignLock campaignLock;

  @Inject
  public DeliveryRecorder(
      Database db, InstantSource clock, LiveWorkflows workflows, CampaignLock campaignLock) {
    this.db = db;
    this.clock = clock;
    this.workflows = workflows;
    this.campaignLock = campaignLock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected DeliveryRecorder() {
    this(null, null, null, null);
  }

  @Override
  public Set<Long> sendingCampaigns() {
    Set<Long> sending = new HashSet<>(workflows.running());
    // what an update withdraws must not go (U4, U9)
    sending.removeAll(new WorkStore(db).campaigns());
    return sending;
  }

  @Override
  public Set<Long> sendingCampaigns(Collection<Long> participants) {
    share(participants);
    return sendingCampaigns();
  }

  /** Locks their campaigns, as every chunk of work does. */
  private Set<Long> share(Collection<Long> participants) {
    if (participants.isEmpty()) {
      return Set.of();
    }
    Set<Long> campaigns =
        new TreeSet<>(
            db.sql()
                .selectDistinct(PARTICIPANT.CAMPAIGN_ID)
                .from(PARTICIPANT)
                .where(Rows.among(PARTICIPANT.ID, participants))
                .fetch(PARTICIPANT.CAMPAIGN_ID));
    campaigns.forEach(campaignLock::shared);
    return campaigns;
  }

  @Override
  public void lock(Collection<Long> participants) {
    if (participants.isEmpty()) {
      return;
    }
    Set<Long> campaigns = share(participants);
    List<Participant> locked = new ParticipantStore(db).lock(participants);
    Set<Long> updated = new WorkStore(db).campaigns();
    updated.retainAll(campaigns);
    for (long campaign : updated) {
      workflows.find(campaign).ifPresent(workflow -> catchUp(workflow, locked));
    }
  }

  /** U9: an update comes before what is about to be recorded. */
  private void catchUp(Workflow workflow, List<Participant> locked) {
    Chunk chunk = new Chunk(db, workflow, Time.now(clock));
    new UpdateChunk(chunk, new OutboxRows(db), db)
        .catchUp(locked.stream().filter(p -> p.campaign() == workflow.campaignId()).toList());
    chunk.close();
  }

  @Override
  public void handedOver(Collection<HandOver> handOvers) {
    Map<Long, HandOver> byTrace = new HashMap<>();
    handOvers.forEach(h -> byTrace.put(h.traceId(), h));
    perCampaign(
        byTrace.keySet(),
        (chunk, traces) -> {
          Set<Long> tests = tests(traces);
          for (Sent trace : traces) {
            if (!tests.contains(trace.participant())) {
              chunk.tally.sent(trace.activity(), at(byTrace, trace.id()));
            }
          }
          count(chunk, traces, tests, id -> at(byTrace, id));
        });
  }

  @Override
  public void inDoubt(Collection<HandOver> tries) {
    Map<Long, HandOver> byTrace = new HashMap<>();
    tries.forEach(h -> byTrace.put(h.traceId(), h));
    perCampaign(
        byTrace.keySet(),
        (chunk, traces) -> {
          chunk.traces.revise(ids(traces), TraceState.PROCESSED, Reason.IN_DOUBT);
          count(chunk, traces, tests(traces), id -> at(byTrace, id));
        });
  }

  private static Instant at(Map<Long, HandOver> handOvers, long trace) {
    return java.util.Objects.requireNonNull(handOvers.get(trace)).at();
  }

  /** X10: "not …" children, and waiting that has an end, count from the hand-over. */
  private static void count(
      Chunk chunk, List<Sent> parents, Set<Long> tests, Function<Long, Instant> sentAt) {
    Map<Long, Plan> plans = new LinkedHashMap<>();
    for (Trace child : children(chunk, parents)) {
      Step step = chunk.step(child.activity());
      if (step != null && child.parent() != null) {
        Plan plan =
            Plan.handedOver(
                step, child.plan(), sentAt.apply(child.parent()), chunk.workflow.zone());
        if (!plan.equals(child.plan())) {
          plans.put(child.id(), tests.contains(child.participant()) ? plan.forTest() : plan);
        }
      }
    }
    chunk.traces.replan(plans);
  }

  @Override
  public void known(Collection<HandOver> handOvers) {
    Map<Long, HandOver> byTrace = new HashMap<>();
    handOvers.forEach(h -> byTrace.put(h.traceId(), h));
    perCampaign(
        byTrace.keySet(),
        (chunk, traces) -> chunk.traces.revise(ids(traces), TraceState.PROCESSED, null));
    handedOver(handOvers);
  }

  @Override
  public void again(Collection<Long> traces) {
    perCampaign(
        traces,
        (chunk, doubtful) -> {
          chunk.traces.revise(ids(doubtful), TraceState.PROCESSED, null);
          Map<Long, Plan> held = new LinkedHashMap<>();
          for (Trace child : children(chunk, doubtful)) {
            Step step = chunk.step(child.activity());
            if (step != null && step.trigger().kind() == TriggerType.Kind.UNLESS) {
              held.put(child.id(), child.plan().held());
            }
          }
          chunk.traces.replan(held);
        });
  }

  @Override
  public void failed(Collection<Failure> failures) {
    Map<Reason, Map<Long, String>> byReason = new EnumMap<>(Reason.class);
    failures.forEach(
        f ->
            byReason
                .computeIfAbsent(
                    f.kind() == Kind.WEBHOOK ? Reason.ACTION : Reason.GATEWAY,
                    reason -> new HashMap<>())
                .put(f.traceId(), f.why()));
    byReason.forEach(
        (reason, why) ->
            perCampaign(
                why.keySet(),
                (chunk, traces) -> {
                  undo(chunk, traces, TraceState.ERROR, reason);
                  chunk.traces.explain(why);
                }));
  }

  @Override
  public void withdrawn(Collection<Long> traces) {
    perCampaign(
        traces,
        (chunk, withdrawn) -> undo(chunk, withdrawn, TraceState.CANCELED, Reason.SUPPRESSED));
  }

  @Override
  public void capped(Collection<Long> traces) {
    perCampaign(
        traces, (chunk, held) -> undo(chunk, held, TraceState.CANCELED, Reason.FREQUENCY_CAP));
  }

  /** A message that will not be sent: its trace says so, its SCHEDULED children are canceled. */
  private static void undo(Chunk chunk, List<Sent> traces, TraceState state, Reason reason) {
    Set<Long> tests = tests(traces);
    chunk.undo(ids(traces), state, reason, activities(traces, tests));
    chunk.end(children(chunk, traces), TraceState.CANCELED, Reason.PARENT_FAILED, tests);
    Set<Long> participants = new TreeSet<>(traces.stream().map(Sent::participant).toList());
    chunk.participants.complete(chunk.participants.lock(participants), chunk.now, chunk.tally);
  }

  private static List<Long> activities(List<Sent> traces, Set<Long> tests) {
    return traces.stream()
        .filter(t -> !tests.contains(t.participant()))
        .map(Sent::activity)
        .toList();
  }

  private static List<Trace> children(Chunk chunk, List<Sent> parents) {
    List<Long> participants = parents.stream().map(Sent::participant).distinct().toList();
    return chunk.traces.scheduledUnder(participants, ids(parents));
  }

  private static List<Long> ids(List<Sent> traces) {
    return traces.stream().map(Sent::id).toList();
  }

  private static Set<Long> tests(List<Sent> traces) {
    return traces.stream()
        .filter(Sent::test)
        .map(Sent::participant)
        .collect(java.util.stream.Collectors.toSet());
  }

  private void perCampaign(Collection<Long> traces, BiConsumer<Chunk, List<Sent>> work) {
    if (traces.isEmpty()) {
      return;
    }
    Instant now = Time.now(clock);
    Map<Long, List<Sent>> byCampaign =
        db
            .sql()
            .select(
                TRACE.CAMPAIGN_ID,
                TRACE.ID,
                TRACE.PARTICIPANT_ID,
                TRACE.ACTIVITY_ID,
                PARTICIPANT.TEST)
            .from(TRACE)
            .join(PARTICIPANT)
            .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
            .where(Rows.among(TRACE.ID, traces))
            .and(TRACE.STATE.eq(TraceState.PROCESSED.code()))
            .fetch()
            .stream()
            .collect(
                groupingBy(
                    row -> row.value1(),
                    mapping(
                        row -> new Sent(row.value2(), row.value3(), row.value4(), row.value5()),
                        toList())));
    byCampaign.forEach(
        (campaign, of) ->
            workflows
                .find(campaign)
                .ifPresent(
                    workflow -> {
                      Chunk chunk = new Chunk(db, workflow, now);
                      new TestStore(db)
                          .apart(chunk, of, t -> t.test() ? t.participant() : null, work);
                      chunk.close();
                    }));
  }

  /** A trace whose message something became of. */
  private record Sent(long id, long participant, long activity, boolean test) {}
}
