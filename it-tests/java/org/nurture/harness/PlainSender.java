package org.nurture.harness;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.SUPPRESSION;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.nurture.message.DeliveryGate;
import org.nurture.message.DeliveryGate.Failure;
import org.nurture.message.DeliveryGate.HandOver;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.TestSender;
import org.nurture.model.World.Fate;
import org.nurture.platform.Time;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventInbox;
import org.nurture.tracking.EventType;

/** Hands over what is queued, in one transaction, as each record's fate will have it. */
final class PlainSender implements TestSender {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final TestDatabase db;
  private final DeliveryGate gate;
  private final EventInbox inbox;
  private Fate testFate = Fate.ACCEPTED;

  PlainSender(TestDatabase db, DeliveryGate gate, EventInbox inbox) {
    this.db = db;
    this.gate = gate;
    this.inbox = inbox;
  }

  /**
   * @param fates by participant
   */
  void run(Map<Long, Fate> fates) {
    db.transactions()
        .inNew(
            LONG,
            () -> {
              Instant now = Time.now(db.clock());
              gate.lock(
                  new TreeSet<>(
                      queued(gate.sendingCampaigns(), Set.of()).stream()
                          .map(Queued::participant)
                          .toList()));
              withdrawSuppressed();
              for (Fate fate : Fate.values()) {
                List<Queued> some =
                    queued(gate.sendingCampaigns(), Set.of()).stream()
                        .filter(
                            q -> q.meets(fates.getOrDefault(q.participant, Fate.ACCEPTED), fate))
                        .toList();
                if (!some.isEmpty()) {
                  meet(fate, some, now);
                }
              }
              return 0;
            });
  }

  /** What becomes of tests' messages from now on. */
  void forTests(Fate fate) {
    testFate = fate;
  }

  @Override
  public void sendTest(long participant) {
    db.transactions()
        .inNew(
            LONG,
            () -> {
              gate.lock(List.of(participant));
              List<Queued> its =
                  queued(OUTBOX.PARTICIPANT_ID.eq(participant).and(OUTBOX.TEST.isTrue()));
              if (!its.isEmpty()) {
                meet(testFate, its, Time.now(db.clock()));
              }
              return its.size();
            });
  }

  private void meet(Fate fate, List<Queued> some, Instant now) {
    List<HandOver> handOvers =
        some.stream()
            .filter(Queued::own)
            .map(q -> new HandOver(q.trace, q.participant, now))
            .toList();
    switch (fate) {
      case ACCEPTED -> {
        become(some, MessageState.SENT, now);
        gate.handedOver(handOvers);
      }
      case IN_DOUBT -> {
        become(some, MessageState.IN_DOUBT, now);
        gate.inDoubt(handOvers);
      }
      case GIVEN_UP -> {
        become(some, MessageState.FAILED, null);
        gate.failed(
            some.stream()
                .filter(q -> q.own() || q.kind == Kind.WEBHOOK)
                .map(q -> new Failure(q.kind, q.trace, q.participant, "given up"))
                .toList());
      }
      case HARD_BOUNCE, SOFT_BOUNCE -> {
        become(some, MessageState.BOUNCED, null);
        inbox.append(
            some.stream()
                .map(
                    q ->
                        new EventInbox.Incoming(
                            q.message,
                            EventType.BOUNCED,
                            now,
                            now,
                            fate == Fate.HARD_BOUNCE,
                            false,
                            null,
                            null))
                .toList());
      }
      case LATER -> {}
    }
  }

  /** X11. */
  private void withdrawSuppressed() {
    Set<String> suppressed =
        db.database()
            .sql()
            .select(SUPPRESSION.ADDRESS)
            .from(SUPPRESSION)
            .fetchSet(SUPPRESSION.ADDRESS);
    List<Queued> some = queued(gate.sendingCampaigns(), suppressed);
    if (!some.isEmpty() && !suppressed.isEmpty()) {
      become(some, MessageState.WITHDRAWN, null);
      gate.withdrawn(some.stream().filter(Queued::own).map(Queued::trace).toList());
    }
  }

  private void become(
      List<Queued> some, MessageState state, @org.jspecify.annotations.Nullable Instant sentAt) {
    db.database()
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, state.code())
        .setNull(OUTBOX.SEND_AT)
        .set(OUTBOX.SENT_AT, sentAt)
        .where(OUTBOX.ID.in(some.stream().map(Queued::message).toList()))
        .execute();
  }

  private List<Queued> queued(Set<Long> campaigns, Set<String> addresses) {
    return queued(
        OUTBOX
            .CAMPAIGN_ID
            .in(campaigns)
            .and(addresses.isEmpty() ? DSL.noCondition() : OUTBOX.ADDRESS.in(addresses)));
  }

  private List<Queued> queued(Condition which) {
    return db.database()
        .sql()
        .select(OUTBOX.ID, OUTBOX.TRACE_ID, OUTBOX.PARTICIPANT_ID, OUTBOX.SLOT, OUTBOX.KIND)
        .from(OUTBOX)
        .where(OUTBOX.STATE.eq(MessageState.QUEUED.code()))
        .and(which)
        .orderBy(OUTBOX.ID)
        .fetch(
            r -> new Queued(r.value1(), r.value2(), r.value3(), r.value4(), Kind.of(r.value5())));
  }

  private record Queued(long message, long trace, long participant, int slot, Kind kind) {
    /** No action's: what becomes of it is its trace's own affair (D7). */
    boolean own() {
      return slot == 0;
    }

    boolean meets(Fate its, Fate fate) {
      return (kind == Kind.WEBHOOK ? its.ofWebhook() : its) == fate;
    }
  }
}
