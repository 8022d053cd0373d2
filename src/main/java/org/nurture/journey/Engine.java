package org.nurture.journey;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions;
import org.nurture.audience.Audience;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignLock;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.message.Composer;
import org.nurture.message.Kind;
import org.nurture.message.Outbox;
import org.nurture.message.Suppressor;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.SqlFailures;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/** Puts the engine together from what it needs. */
@ApplicationScoped
public class Engine implements Journeys {
  /** How far ahead of our clock a sender's may be (C10). */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Set<EventType> MAIL_ONLY = Set.of(EventType.OPENED, EventType.REPLIED);

  private final Slices slices;
  private final Audience audience;
  private final Outbox outbox;
  private final Effects effects;
  private final EventInbox inbox;
  private final Suppressor suppressor;
  private final EventStore events;
  private final Tuning tuning;

  @Inject
  public Engine(
      Transactions transactions,
      Database db,
      InstantSource clock,
      LiveWorkflows workflows,
      CampaignLock campaignLock,
      Audience audience,
      Composer composer,
      Outbox outbox,
      ServerActions actions,
      EventInbox inbox,
      Suppressor suppressor) {
    this(
        transactions,
        db,
        clock,
        workflows,
        campaignLock,
        audience,
        composer,
        outbox,
        actions,
        inbox,
        suppressor,
        Tuning.DEFAULT);
  }

  /** With chunks of other sizes. */
  public Engine(
      Transactions transactions,
      Database db,
      InstantSource clock,
      LiveWorkflows workflows,
      CampaignLock campaignLock,
      Audience audience,
      Composer composer,
      Outbox outbox,
      ServerActions actions,
      EventInbox inbox,
      Suppressor suppressor,
      Tuning tuning) {
    this.slices = new Slices(transactions, db, clock, workflows, campaignLock);
    this.audience = audience;
    this.outbox = outbox;
    this.effects = new Effects(audience, composer, outbox, actions);
    this.inbox = inbox;
    this.suppressor = suppressor;
    this.events = new EventStore(db);
    this.tuning = tuning;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Engine() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  @Override
  public SlicedWork enroll(@Nullable Long campaignId, boolean incremental) {
    return PatientWork.of(new EnrolWork(slices, audience, tuning, campaignId, incremental));
  }

  @Override
  public SlicedWork process(@Nullable Long campaignId) {
    return PatientWork.of(
        new ProcessWork(
            slices,
            tuning,
            campaignId,
            this::applyEvents,
            this::executeDue,
            suppressor,
            chunk -> updates(chunk).next(tuning.process())));
  }

  @Override
  public SlicedWork purge(Duration retention, @Nullable Long campaignId) {
    return PatientWork.of(new PurgeWork(slices, tuning, retention, campaignId));
  }

  @Override
  public SlicedWork verify(@Nullable Long campaignId) {
    return PatientWork.of(new VerifyWork(slices, campaignId));
  }

  private UpdateChunk updates(Chunk chunk) {
    return new UpdateChunk(chunk, outbox, slices.db);
  }

  private TestStore tests() {
    return new TestStore(slices.db);
  }

  private int applyEvents(Chunk chunk, List<Participant> locked) {
    return EventChunk.apply(chunk, locked, events, suppressor, tests());
  }

  private SlicedWork.Slice executeDue(Chunk chunk, List<Participant> locked) {
    return new DueChunk(chunk, locked, effects).execute();
  }

  @Override
  public void report(long traceId, ReportedEvent event) {
    Place place = find(traceId);
    answering(
        place.campaign(),
        chunk -> {
          List<Participant> locked =
              updates(chunk).catchUp(chunk.participants.lock(List.of(place.participant())));
          inbox.append(List.of(checked(traceId, event, chunk.now)));
          return Optional.of(
              EventChunk.applyAndWithdraw(chunk, locked, events, suppressor, tests()));
        });
  }

  /** A slice that somebody waits for: who can't have the locks is told to come again (D2). */
  private <T> void answering(long campaign, Function<Chunk, Optional<T>> work) {
    try {
      slices.on(campaign, work);
    } catch (RuntimeException e) {
      if (SqlFailures.passing(e)) {
        throw new NurtureException(
            NurtureException.Kind.UNAVAILABLE,
            Text.of("The participant is being worked on; try again in a few seconds"),
            List.of());
      }
      throw e;
    }
  }

  private Place find(long traceId) {
    return slices.transactions.inNew(
        Slices.AT_MOST,
        () ->
            slices
                .db
                .sql()
                .select(TRACE.CAMPAIGN_ID, TRACE.PARTICIPANT_ID)
                .from(TRACE)
                .where(TRACE.ID.eq(traceId))
                .fetchOptional(row -> new Place(row.value1(), row.value2()))
                .orElseThrow(() -> NurtureException.notFound("trace", traceId)));
  }

  private Incoming checked(long traceId, ReportedEvent event, Instant now) {
    var message =
        slices
            .db
            .sql()
            .select(OUTBOX.ID, OUTBOX.KIND)
            .from(OUTBOX)
            .where(OUTBOX.TRACE_ID.eq(traceId))
            .and(OUTBOX.SLOT.eq((short) 0))
            .fetchOne();
    if (message == null) {
      throw NurtureException.conflict(
          Text.of("Trace {0} has no message: nothing can have befallen it", traceId));
    }
    if (Kind.of(message.value2()) == Kind.SMS && MAIL_ONLY.contains(event.type())) {
      throw NurtureException.invalid(
          "/type",
          Text.of(
              "“{0}” does not fit an SMS: clicked, bounced, delivered, unsubscribed or complained"
                  + " does",
              event.type().word()));
    }
    if (event.at() != null && event.at().isAfter(now.plus(AHEAD))) {
      throw NurtureException.invalid(
          "/at",
          Text.of("{0} is in the future: now is {1}, 5 minutes ahead is allowed", event.at(), now));
    }
    return new Incoming(
        message.value1(),
        event.type(),
        event.at() == null ? now : event.at(),
        now,
        event.hard(),
        false,
        event.url(),
        event.externalId());
  }

  @Override
  public void remove(long campaignId, long participantId) {
    answering(
        campaignId,
        chunk -> {
          List<Participant> locked =
              updates(chunk).catchUp(chunk.participants.lock(List.of(participantId)));
          if (locked.isEmpty() || locked.get(0).campaign() != campaignId) {
            throw NurtureException.notFound("participant", participantId);
          }
          if (locked.get(0).state().isFinal()) {
            return Optional.of(false);
          }
          chunk.cancelAll(locked, Reason.PARTICIPANT_REMOVED);
          Set<Long> withdrawn = outbox.withdraw(List.of(participantId));
          chunk.undo(
              withdrawn,
              TraceState.CANCELED,
              Reason.PARTICIPANT_REMOVED,
              locked.get(0).test() ? List.of() : chunk.traces.activities(withdrawn));
          chunk.participants.end(locked, ParticipantState.REMOVED, chunk.tally);
          return Optional.of(true);
        });
  }

  @Override
  public int erase(String target, RecordKey key) {
    Erasure erasure = new Erasure(slices.db, outbox);
    int erased = 0;
    for (long campaign :
        slices.transactions.inNew(Slices.AT_MOST, () -> new VerifyStore(slices.db).campaigns())) {
      erased +=
          slices
              .on(
                  campaign,
                  chunk ->
                      chunk.workflow.target().equals(target)
                          ? Optional.of(erase(chunk, erasure, key))
                          : Optional.<Integer>empty())
              .orElse(0);
    }
    slices.transactions.inNew(
        Slices.AT_MOST,
        () -> {
          erasure.forgetRecord(target, key);
          return true;
        });
    return erased;
  }

  private int erase(Chunk chunk, Erasure erasure, RecordKey key) {
    List<Long> ids = erasure.participants(chunk, key);
    if (ids.isEmpty()) {
      return 0;
    }
    // what they have asked for, an unsubscription above all, counts before they are forgotten (X0)
    EventChunk.applyAndWithdraw(
        chunk, updates(chunk).catchUp(chunk.participants.lock(ids)), events, suppressor, tests());
    List<Participant> locked = chunk.participants.lock(ids);
    erasure.erase(chunk, key, locked);
    return locked.size();
  }

  private record Place(long campaign, long participant) {}
}
