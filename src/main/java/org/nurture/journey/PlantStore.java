package org.nurture.journey;

import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;
import org.nurture.tracking.EventType;

/** What planning after the fact (U2) reads and writes, all in sets. */
final class PlantStore {
  private final Database db;

  PlantStore(Database db) {
    this.db = db;
  }

  /** A trace as far as those that are to hang under it need it. */
  record Ancestor(long id, long participant, boolean processed, @Nullable Instant at) {}

  /** What is known of a trace's message. */
  record Past(@Nullable Instant sent, Map<EventType, Instant> first) {
    static final Past NONE = new Past(null, Map.of());
  }

  /** Traces of these participants and activities, by activity, then participant. */
  Map<Long, Map<Long, Ancestor>> traces(
      Collection<Long> participants, Collection<Long> activities) {
    Map<Long, Map<Long, Ancestor>> found = new HashMap<>();
    db.sql()
        .select(TRACE.ID, TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID, TRACE.STATE, TRACE.PROCESSED_AT)
        .from(TRACE)
        .where(Rows.among(TRACE.PARTICIPANT_ID, participants))
        .and(Rows.among(TRACE.ACTIVITY_ID, activities))
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.value3(), a -> new HashMap<>())
                    .put(
                        row.value2(),
                        new Ancestor(
                            row.value1(),
                            row.value2(),
                            row.value4() == TraceState.PROCESSED.code(),
                            row.value5())));
    return found;
  }

  /** What befell the traces' own messages; those without one are left out. */
  Map<Long, Past> pasts(Collection<Long> traces) {
    Map<Long, Past> pasts = new HashMap<>();
    db.sql()
        .select(OUTBOX.TRACE_ID, OUTBOX.SENT_AT, OUTBOX.STATE)
        .select(MessageStore.FIRSTS.values())
        .from(OUTBOX)
        .where(Rows.among(OUTBOX.TRACE_ID, traces))
        .and(OUTBOX.SLOT.eq((short) 0))
        .forEach(
            row -> {
              Map<EventType, Instant> first = new EnumMap<>(EventType.class);
              MessageStore.FIRSTS.forEach(
                  (type, column) -> {
                    Instant at = row.get(column);
                    if (at != null) {
                      first.put(type, at);
                    }
                  });
              pasts.put(
                  row.get(OUTBOX.TRACE_ID),
                  new Past(sent(row.get(OUTBOX.STATE), row.get(OUTBOX.SENT_AT)), first));
            });
    return pasts;
  }

  /** While it is being handed over the column holds the time of the try, which may yet fail. */
  private static @Nullable Instant sent(short state, @Nullable Instant at) {
    return switch (org.nurture.message.MessageState.of(state)) {
      case QUEUED, CLAIMED, SENDING -> null;
      default -> at;
    };
  }

  Map<Long, Instant> enrolled(Collection<Long> participants) {
    return db.sql()
        .select(PARTICIPANT.ID, PARTICIPANT.ENROLLED_AT)
        .from(PARTICIPANT)
        .where(Rows.among(PARTICIPANT.ID, participants))
        .fetchMap(PARTICIPANT.ID, PARTICIPANT.ENROLLED_AT);
  }

  /** A trace that is to be. */
  record Seedling(long participant, @Nullable Long parent, Plan plan) {}

  /**
   * Inserts traces of one activity, all SCHEDULED or all CANCELED for the same reason.
   *
   * @param reason null: SCHEDULED
   * @return how many; those that are there already are left alone
   */
  int insert(
      long campaign,
      long activity,
      @Nullable Reason reason,
      Instant now,
      List<Seedling> seedlings) {
    Field<?>[] binds = {
      val(seedlings.stream().map(Seedling::participant).toArray(Long[]::new)),
      val(seedlings.stream().map(Seedling::parent).toArray(Long[]::new)),
      instants(seedlings, Plan::since),
      instants(seedlings, Plan::due),
      instants(seedlings, Plan::waitUntil),
      instants(seedlings, p -> reason == null ? p.nextAt() : null)
    };
    var rows =
        table(
                "unnest(cast({0} as bigint array), cast({1} as bigint array),"
                    + " cast({2} as timestamp(3) with time zone array),"
                    + " cast({3} as timestamp(3) with time zone array),"
                    + " cast({4} as timestamp(3) with time zone array),"
                    + " cast({5} as timestamp(3) with time zone array))",
                (Object[]) binds)
            .as("v", "participant", "parent", "since_at", "due_at", "until_at", "look_at");
    return db.sql()
        .insertInto(
            TRACE,
            TRACE.CAMPAIGN_ID,
            TRACE.PARTICIPANT_ID,
            TRACE.ACTIVITY_ID,
            TRACE.PARENT_ID,
            TRACE.STATE,
            TRACE.REASON,
            TRACE.SINCE,
            TRACE.DUE,
            TRACE.WAIT_UNTIL,
            TRACE.NEXT_AT,
            TRACE.ATTEMPTS,
            TRACE.PROCESSED_AT)
        .select(
            select(
                    val(campaign),
                    field(name("v", "participant"), SQLDataType.BIGINT),
                    val(activity),
                    field(name("v", "parent"), SQLDataType.BIGINT),
                    inline((reason == null ? TraceState.SCHEDULED : TraceState.CANCELED).code()),
                    reason == null ? castNull(SQLDataType.SMALLINT) : inline(reason.code()),
                    Rows.instant("since_at"),
                    Rows.instant("due_at"),
                    Rows.instant("until_at"),
                    Rows.instant("look_at"),
                    inline((short) 0),
                    TraceStore.instant(reason == null ? null : now))
                .from(rows))
        .onConflict(TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID)
        .doNothing()
        .execute();
  }

  private static Field<OffsetDateTime[]> instants(
      List<Seedling> seedlings, Function<Plan, @Nullable Instant> of) {
    return val(
        seedlings.stream()
            .map(s -> of.apply(s.plan()))
            .map(i -> i == null ? null : i.atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new));
  }
}
