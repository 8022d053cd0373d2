package org.nurture.message;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;

/** {@link Outbox} on its table: every call is one statement, whatever the number of messages. */
@ApplicationScoped
public class OutboxRows implements Outbox {
  private static final String INSERT =
      """
      insert into outbox (campaign_id, activity_id, participant_id, trace_id, slot, kind, state,
                          test, address, once_address, content_id, data, queued_at, send_at,
                          attempts)
      select t.campaign_id, t.activity_id, t.participant_id, t.trace_id, t.slot, t.kind, 0,
             t.test, t.address, t.once_address, t.content_id, t.data, {0},
             case when t.test then {11} else {0} end, 0
        from unnest(cast({1} as bigint array), cast({2} as bigint array),
                    cast({3} as bigint array), cast({4} as bigint array),
                    cast({5} as smallint array), cast({6} as boolean array),
                    cast({7} as varchar array), cast({8} as varchar array),
                    cast({9} as bigint array), cast({10} as varchar array),
                    cast({12} as smallint array))
             as t(campaign_id, activity_id, participant_id, trace_id, kind, test, address,
                  once_address, content_id, data, slot)
      """;

  /** Tests are due before all else, whatever the clock says (T5). */
  static final Instant TESTS_DUE = Instant.EPOCH;

  /** Races on H2 are lost that often at most, one process there. */
  private static final int TRIES = 20;

  /** Chunks that meet the same addresses wait for each other, not in a ring (D2). */
  private static final Comparator<NewMessage> ORDER =
      Comparator.comparingLong(NewMessage::activityId)
          .thenComparing(message -> Objects.requireNonNullElse(once(message), ""));

  private final Database database;

  @Inject
  public OutboxRows(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected OutboxRows() {
    this(null);
  }

  @Override
  public Set<Long> enqueue(List<NewMessage> unordered, Instant now) {
    if (unordered.isEmpty()) {
      return Set.of();
    }
    List<NewMessage> messages = unordered.stream().sorted(ORDER).toList();
    if (database.dialect() == SQLDialect.POSTGRES) {
      List<Long> queued =
          insert(
              messages,
              now,
              " on conflict (activity_id, once_address) where once_address is not null do nothing"
                  + " returning trace_id");
      return duplicates(messages, queued);
    }
    return enqueueWithoutConflictClause(messages, now);
  }

  /** H2 has no ON CONFLICT: look first, and look again where another chunk was faster. */
  private Set<Long> enqueueWithoutConflictClause(List<NewMessage> messages, Instant now) {
    for (int tried = 1; ; tried++) {
      List<NewMessage> free = free(messages);
      if (free.isEmpty()) {
        return duplicates(messages, List.of());
      }
      try {
        insert(free, now, "");
        return duplicates(messages, free.stream().map(NewMessage::traceId).toList());
      } catch (DataAccessException e) {
        boolean race =
            String.valueOf(e.sqlState()).startsWith("23")
                && messages.stream().anyMatch(NewMessage::once);
        if (!race || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private List<NewMessage> free(List<NewMessage> messages) {
    String[] wanted =
        messages.stream().map(OutboxRows::once).filter(k -> k != null).toArray(String[]::new);
    Set<String> taken = new HashSet<>();
    if (wanted.length > 0) {
      Long[] activities =
          messages.stream().map(NewMessage::activityId).distinct().toArray(Long[]::new);
      taken.addAll(
          database
              .sql()
              .select(OUTBOX.ACTIVITY_ID, OUTBOX.ONCE_ADDRESS)
              .from(OUTBOX)
              .where(OUTBOX.ACTIVITY_ID.eq(DSL.any(DSL.val(activities))))
              .and(OUTBOX.ONCE_ADDRESS.eq(DSL.any(DSL.val(wanted))))
              .fetch(r -> r.value1() + " " + r.value2()));
    }
    List<NewMessage> free = new ArrayList<>();
    for (NewMessage m : messages) {
      String key = once(m);
      if (key == null || taken.add(m.activityId() + " " + key)) {
        free.add(m);
      }
    }
    return free;
  }

  private static Set<Long> duplicates(List<NewMessage> messages, Collection<Long> queued) {
    Set<Long> there = new HashSet<>(queued);
    Set<Long> duplicates = new HashSet<>();
    for (NewMessage m : messages) {
      if (!there.contains(m.traceId())) {
        duplicates.add(m.traceId());
      }
    }
    return duplicates;
  }

  private List<Long> insert(List<NewMessage> messages, Instant now, String tail) {
    Field<?>[] binds = {
      DSL.val(now, OUTBOX.QUEUED_AT),
      array(messages, NewMessage::campaignId, new Long[0]),
      array(messages, NewMessage::activityId, new Long[0]),
      array(messages, NewMessage::participantId, new Long[0]),
      array(messages, NewMessage::traceId, new Long[0]),
      array(messages, m -> m.kind().code(), new Short[0]),
      array(messages, NewMessage::test, new Boolean[0]),
      array(messages, NewMessage::address, new String[0]),
      array(messages, OutboxRows::once, new String[0]),
      array(messages, NewMessage::contentId, new Long[0]),
      array(messages, NewMessage::data, new String[0]),
      DSL.val(TESTS_DUE, OUTBOX.SEND_AT),
      array(messages, m -> (short) m.slot(), new Short[0])
    };
    if (tail.isEmpty()) {
      database.sql().query(INSERT, (Object[]) binds).execute();
      return List.of();
    }
    return database.sql().fetch(INSERT + tail, (Object[]) binds).getValues(0, Long.class);
  }

  private static <T> Field<T[]> array(
      List<NewMessage> messages, Function<NewMessage, @Nullable T> column, T[] type) {
    return DSL.val(messages.stream().map(column).toList().toArray(type));
  }

  private static @Nullable String once(NewMessage message) {
    String address = message.address();
    return message.once() && !message.test() && address != null ? Addresses.key(address) : null;
  }

  @Override
  public Set<Long> withdraw(Collection<Long> participants) {
    if (participants.isEmpty()) {
      return Set.of();
    }
    return withdrawWhere(
        OUTBOX.TRACE_ID.in(
            DSL.select(TRACE.ID)
                .from(TRACE)
                .where(
                    TRACE.PARTICIPANT_ID.eq(DSL.any(DSL.val(participants.toArray(Long[]::new)))))));
  }

  @Override
  public Set<Long> withdraw(Collection<Long> participants, Collection<Long> activities) {
    if (participants.isEmpty() || activities.isEmpty()) {
      return Set.of();
    }
    return withdrawWhere(
        OUTBOX.TRACE_ID.in(
            DSL.select(TRACE.ID)
                .from(TRACE)
                .where(TRACE.PARTICIPANT_ID.eq(DSL.any(DSL.val(participants.toArray(Long[]::new)))))
                .and(TRACE.ACTIVITY_ID.eq(DSL.any(DSL.val(activities.toArray(Long[]::new)))))));
  }

  /**
   * Withdraws what of these is not handed over yet; a sender that has claimed one finds out before
   * the hand-over. The caller has locked the participants.
   *
   * @return their traces
   */
  Set<Long> withdrawMessages(Collection<Long> messages) {
    return messages.isEmpty()
        ? Set.of()
        : withdrawWhere(OUTBOX.ID.eq(DSL.any(DSL.val(messages.toArray(Long[]::new)))));
  }

  private Set<Long> withdrawWhere(Condition which) {
    var open =
        database
            .sql()
            .select(OUTBOX.ID, OUTBOX.TRACE_ID, OUTBOX.SLOT, OUTBOX.KIND)
            .from(OUTBOX)
            .where(which)
            .and(OUTBOX.STATE.in(MessageState.QUEUED.code(), MessageState.CLAIMED.code()))
            .forUpdate()
            .fetch();
    if (open.isEmpty()) {
      return Set.of();
    }
    Long[] ids = open.getValues(OUTBOX.ID).toArray(Long[]::new);
    database
        .sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, MessageState.WITHDRAWN.code())
        .setNull(OUTBOX.SEND_AT)
        .setNull(OUTBOX.OWNER)
        .setNull(OUTBOX.LEASE_UNTIL)
        .where(OUTBOX.ID.eq(DSL.any(DSL.val(ids))))
        .execute();
    // a message that an action sent is not what its trace is about; a webhook is (X9)
    return open.stream()
        .filter(row -> row.get(OUTBOX.SLOT) == 0 || Kind.of(row.get(OUTBOX.KIND)) == Kind.WEBHOOK)
        .map(row -> row.get(OUTBOX.TRACE_ID))
        .collect(Collectors.toSet());
  }
}
