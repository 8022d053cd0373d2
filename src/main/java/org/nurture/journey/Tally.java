package org.nurture.journey;

import static org.nurture.platform.schema.Tables.COUNTER_DELTA;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.nurture.tracking.EventType;

/**
 * The figures' changes of one chunk and campaign (D10): gathered, then appended as delta rows.
 * Tests never come here (T2).
 */
final class Tally {
  /** Participants stand under no activity. */
  private static final long NO_ACTIVITY = 0;

  private final long campaign;
  private final ZoneId zone;
  private final LocalDate today;
  private final Map<Key, Long> deltas = new HashMap<>();

  Tally(long campaign, ZoneId zone, Instant now) {
    this.campaign = campaign;
    this.zone = zone;
    this.today = now.atZone(zone).toLocalDate();
  }

  /** New traces. */
  void planned(long activity, boolean waiting, long n) {
    add(activity, today, waiting ? CounterKind.WAITING : CounterKind.SCHEDULED, n);
  }

  /** SCHEDULED traces that ended. */
  void ended(long activity, boolean waiting, TraceState state, long n) {
    planned(activity, waiting, -n);
    add(activity, today, of(state), n);
  }

  /** A waiting trace got its due time. */
  void awaited(long activity) {
    planned(activity, true, -1);
    planned(activity, false, 1);
  }

  /** PROCESSED traces that became something else (X9, X11). */
  void undone(long activity, TraceState state, long n) {
    add(activity, today, CounterKind.SUCCESS, -n);
    add(activity, today, of(state), n);
  }

  /** Messages handed over. */
  void sent(long activity, Instant at) {
    add(activity, day(at), CounterKind.SENT, 1);
  }

  /** First events of a message; complaints have no figure. */
  void event(long activity, EventType type, Instant at) {
    switch (type) {
      case DELIVERED -> add(activity, day(at), CounterKind.DELIVERED, 1);
      case OPENED -> add(activity, day(at), CounterKind.OPENED, 1);
      case CLICKED -> add(activity, day(at), CounterKind.CLICKED, 1);
      case REPLIED -> add(activity, day(at), CounterKind.REPLIED, 1);
      case BOUNCED -> add(activity, day(at), CounterKind.BOUNCED, 1);
      case UNSUBSCRIBED -> add(activity, day(at), CounterKind.UNSUBSCRIBED, 1);
      case COMPLAINED -> {}
    }
  }

  /** Participants that entered a state; {@code from} null: they are new. */
  void participants(
      @org.jspecify.annotations.Nullable ParticipantState from, ParticipantState to, long n) {
    if (from != null) {
      add(NO_ACTIVITY, today, of(from), -n);
    }
    add(NO_ACTIVITY, today, of(to), n);
  }

  /** Appends what was gathered, one statement. */
  void write(DSLContext sql) {
    deltas.values().removeIf(n -> n == 0);
    if (deltas.isEmpty()) {
      return;
    }
    var insert =
        sql.insertInto(
            COUNTER_DELTA,
            COUNTER_DELTA.CAMPAIGN_ID,
            COUNTER_DELTA.ACTIVITY_ID,
            COUNTER_DELTA.ON_DAY,
            COUNTER_DELTA.KIND,
            COUNTER_DELTA.N);
    for (Map.Entry<Key, Long> delta : deltas.entrySet()) {
      Key key = delta.getKey();
      insert =
          insert.values(campaign, key.activity(), key.day(), key.kind().code(), delta.getValue());
    }
    insert.execute();
    deltas.clear();
  }

  private void add(long activity, LocalDate day, CounterKind kind, long n) {
    deltas.merge(new Key(activity, day, kind), n, Long::sum);
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  private static CounterKind of(TraceState state) {
    return switch (state) {
      case SCHEDULED -> CounterKind.SCHEDULED;
      case PROCESSED -> CounterKind.SUCCESS;
      case REJECTED -> CounterKind.REJECTED;
      case CANCELED -> CounterKind.CANCELED;
      case ERROR -> CounterKind.ERROR;
    };
  }

  private static CounterKind of(ParticipantState state) {
    return switch (state) {
      case RUNNING -> CounterKind.PARTICIPANTS_RUNNING;
      case COMPLETED -> CounterKind.PARTICIPANTS_COMPLETED;
      case UNLINKED -> CounterKind.PARTICIPANTS_UNLINKED;
      case REMOVED -> CounterKind.PARTICIPANTS_REMOVED;
    };
  }

  private record Key(long activity, LocalDate day, CounterKind kind) {}
}
