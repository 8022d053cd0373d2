package org.nurture.journey;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.nurture.action.ServerActions;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.KeptVersion;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.campaign.Workflow.Step;
import org.nurture.message.Composer;
import org.nurture.message.Outbox;
import org.nurture.message.Suppressor;
import org.nurture.message.TestSender;
import org.nurture.platform.Database;
import org.nurture.platform.Hold;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;

/**
 * Tests of campaigns (SPEC, “Testing a campaign”, T1–T6). Each call is a transaction of its own;
 * what it queued is handed over after that, before the call returns (T5).
 */
@ApplicationScoped
public class CampaignTests {
  private static final Logger LOG = Logger.getLogger(CampaignTests.class.getName());

  private final Slices slices;
  private final TestLaunch launch;
  private final Effects effects;
  private final Suppressor suppressor;
  private final Consumer<Long> sending;
  private final TestStore store;

  @Inject
  public CampaignTests(
      Transactions transactions,
      Database db,
      InstantSource clock,
      LiveWorkflows workflows,
      CampaignLock campaignLock,
      CampaignDirectory directory,
      Audience audience,
      Composer composer,
      Outbox outbox,
      ServerActions actions,
      Suppressor suppressor,
      Instance<TestSender> senders,
      Hold hold) {
    this(
        new Slices(transactions, db, clock, workflows, campaignLock),
        directory,
        new Effects(audience, composer, outbox, actions),
        suppressor,
        participant -> {
          if (hold.now().isEmpty()) {
            senders.forEach(sender -> sender.sendTest(participant));
          }
        });
  }

  /** Without a container. */
  public CampaignTests(
      Transactions transactions,
      Database db,
      InstantSource clock,
      LiveWorkflows workflows,
      CampaignLock campaignLock,
      CampaignDirectory directory,
      Audience audience,
      Composer composer,
      Outbox outbox,
      ServerActions actions,
      Suppressor suppressor,
      TestSender sender) {
    this(
        new Slices(transactions, db, clock, workflows, campaignLock),
        directory,
        new Effects(audience, composer, outbox, actions),
        suppressor,
        sender::sendTest);
  }

  private CampaignTests(
      Slices slices,
      CampaignDirectory directory,
      Effects effects,
      Suppressor suppressor,
      Consumer<Long> sending) {
    this.slices = slices;
    this.effects = effects;
    this.suppressor = suppressor;
    this.sending = sending;
    this.store = new TestStore(slices.db);
    this.launch = new TestLaunch(store, directory, effects.audience(), effects.actions());
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignTests() {
    slices = null;
    launch = null;
    effects = null;
    suppressor = null;
    sending = null;
    store = null;
  }

  /**
   * Launches a test (T1) of the live version, which it keeps.
   *
   * @param typed where its messages go instead (T3)
   * @param by who launches it
   * @return the test participant
   * @throws NurtureException NOT_FOUND: no such campaign; INVALID: no such record; CONFLICT: no
   *     activity begins the workflow
   */
  public long launch(long campaignId, RecordKey record, TypedAddresses typed, String by) {
    return slices
        .on(campaignId, chunk -> Optional.of(launch.launch(chunk, record, typed, by)))
        .orElseThrow(() -> NurtureException.notFound("campaign", campaignId));
  }

  /**
   * Runs one step (T4), and sends what it queued (T5).
   *
   * @throws NurtureException NOT_FOUND; CONFLICT: no test's trace, it has ended, it waits for an
   *     event, or its activity is not complete; UNAVAILABLE: a passing failure, try again (X5)
   */
  public void run(long traceId) {
    TestStore.Found found =
        slices
            .transactions
            .inNew(Slices.AT_MOST, () -> store.find(traceId))
            .orElseThrow(() -> NurtureException.notFound("trace", traceId));
    if (!found.test()) {
      throw NurtureException.conflict(
          Text.of(
              "Trace {0} is a real participant's: only steps of tests are run by hand", traceId));
    }
    try {
      Optional<Boolean> ran =
          slices.on(
              found.campaign(), chunk -> Optional.of(run(chunk, found.participant(), traceId)));
      if (ran.isEmpty()) {
        throw NurtureException.conflict(Text.of("The target's table or a column is gone"));
      }
    } catch (EffectFailure e) {
      throw busy(e);
    } catch (NurtureException e) {
      throw e;
    } catch (RuntimeException e) {
      if (SqlFailures.passing(e)) {
        throw busy(e);
      }
      fail(found, traceId, e);
    }
    send(found);
  }

  private static NurtureException busy(RuntimeException cause) {
    Throwable why = cause.getCause() == null ? cause : cause.getCause();
    LOG.log(Level.FINE, "a step of a test is to be run again", why);
    return new NurtureException(
        NurtureException.Kind.UNAVAILABLE,
        Text.of("The record is being worked on by somebody else; run it again in a few seconds"),
        List.of());
  }

  private boolean run(Chunk live, long participantId, long traceId) {
    KeptVersion version = requireNonNull(store.versions(Set.of(participantId)).get(participantId));
    Chunk chunk = live.by(version.workflow());
    List<Participant> locked = chunk.participants.lock(List.of(participantId));
    EventChunk.applyAndWithdraw(live, locked, new EventStore(slices.db), suppressor, store);
    Trace trace =
        chunk.traces.scheduledOf(List.of(participantId)).stream()
            .filter(t -> t.id() == traceId)
            .findFirst()
            .orElseThrow(
                () ->
                    NurtureException.conflict(
                        Text.of("This step has ended: it can't be run any more")));
    Step step = requireNonNull(chunk.step(trace.activity()));
    demandReady(chunk, version, step, trace);
    try {
      new DueChunk(chunk, locked, effects).run(step, trace, store.typed(participantId));
    } catch (NurtureException e) {
      // what the version names is gone: the trace is there all the same
      throw e.kind() == NurtureException.Kind.NOT_FOUND
          ? NurtureException.conflict(String.valueOf(e.getMessage()))
          : e;
    }
    return true;
  }

  private static void demandReady(Chunk chunk, KeptVersion version, Step step, Trace trace) {
    String name = version.name(step);
    if (trace.plan().waiting()) {
      Step parent = step.parentId() == null ? null : chunk.step(step.parentId());
      throw NurtureException.conflict(
          Text.of(
              "“{0}” waits for an event of “{1}”: play that first",
              name, parent == null ? "…" : version.name(parent)));
    }
    boolean action = step.type() == ActivityType.ACTION;
    if ((action ? step.actionId() : step.templateId()) == null) {
      throw NurtureException.conflict(
          action
              ? Text.of("“{0}” is not complete: choose its action, then launch another test", name)
              : Text.of(
                  "“{0}” is not complete: choose its template, then launch another test", name));
    }
  }

  /** X5: an effect that fails for good, beyond what actions tell themselves. */
  private void fail(TestStore.Found found, long traceId, RuntimeException cause) {
    LOG.log(Level.FINE, "a step of a test failed", cause);
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    slices.on(
        found.campaign(),
        chunk -> {
          List<Participant> locked = chunk.participants.lock(List.of(found.participant()));
          List<Trace> failed =
              chunk.traces.scheduledOf(List.of(found.participant())).stream()
                  .filter(t -> t.id() == traceId)
                  .toList();
          chunk.end(failed, TraceState.ERROR, Reason.ACTION, Chunk.tests(locked));
          chunk.traces.explain(Map.of(traceId, why));
          chunk.participants.complete(locked, chunk.now, chunk.tally);
          return Optional.of(true);
        });
  }

  /** T5, and what the gateway's answers mean: refusals are bounces (X9). */
  private void send(TestStore.Found found) {
    try {
      sending.accept(found.participant());
    } catch (RuntimeException e) {
      // it stays queued: send-mail and send-sms take it, tests first
      LOG.log(Level.WARNING, "NRT-0305 A test's message could not be sent at once", e);
      return;
    }
    slices.on(
        found.campaign(),
        chunk -> {
          List<Participant> locked = chunk.participants.lock(List.of(found.participant()));
          return Optional.of(
              EventChunk.applyAndWithdraw(
                  chunk, locked, new EventStore(slices.db), suppressor, store));
        });
  }

  /**
   * Ends a test (T6). Idempotent.
   *
   * @throws NurtureException NOT_FOUND: the campaign has no such test
   */
  public void stop(long campaignId, long participantId) {
    Optional<Boolean> stopped =
        slices.on(
            campaignId,
            chunk -> {
              List<Participant> locked = chunk.participants.lock(List.of(participantId));
              if (locked.isEmpty()
                  || locked.get(0).campaign() != campaignId
                  || !locked.get(0).test()) {
                throw NurtureException.notFound("test", participantId);
              }
              chunk.cancelAll(locked, Reason.TEST_STOPPED);
              chunk.participants.complete(locked, chunk.now, chunk.tally);
              return Optional.of(true);
            });
    if (stopped.isEmpty()) {
      throw NurtureException.notFound("campaign", campaignId);
    }
  }

  /** The version that a test keeps; empty: there is no such test. */
  public Optional<KeptVersion> version(long participantId) {
    return slices.transactions.inNew(
        Slices.AT_MOST,
        () -> Optional.ofNullable(store.versions(Set.of(participantId)).get(participantId)));
  }

  /** Where a test's messages go instead (T3). */
  public TypedAddresses typed(long participantId) {
    return slices.transactions.inNew(Slices.AT_MOST, () -> store.typed(participantId));
  }
}
