package org.nurture.journey;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.coalesce;
import static org.nurture.platform.schema.Tables.OUTBOX;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.journey.rules.Facts;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.tracking.EventType;

/** Statements on what messages know of their events. */
final class MessageStore {
  /** Where the first event of each type is kept. */
  static final Map<EventType, TableField<OutboxRecord, Instant>> FIRSTS =
      Map.of(
          EventType.DELIVERED, OUTBOX.DELIVERED_AT,
          EventType.OPENED, OUTBOX.OPENED_AT,
          EventType.CLICKED, OUTBOX.CLICKED_AT,
          EventType.REPLIED, OUTBOX.REPLIED_AT,
          EventType.BOUNCED, OUTBOX.BOUNCED_AT,
          EventType.UNSUBSCRIBED, OUTBOX.UNSUBSCRIBED_AT);

  private final Database db;

  MessageStore(Database db) {
    this.db = db;
  }

  /** The messages, with what is known of each. */
  Map<Long, Message> find(Collection<Long> ids) {
    Map<Long, Message> messages = new HashMap<>();
    db.sql()
        .select(
            OUTBOX.ID,
            OUTBOX.TRACE_ID,
            OUTBOX.ACTIVITY_ID,
            OUTBOX.PARTICIPANT_ID,
            OUTBOX.TEST,
            OUTBOX.SLOT,
            OUTBOX.KIND,
            OUTBOX.STATE,
            OUTBOX.ADDRESS,
            OUTBOX.QUEUED_AT)
        .select(FIRSTS.values())
        .from(OUTBOX)
        .where(Rows.among(OUTBOX.ID, ids))
        .forEach(row -> messages.put(row.get(OUTBOX.ID), message(row)));
    return messages;
  }

  private static Message message(Record row) {
    Kind kind = Kind.of(row.get(OUTBOX.KIND));
    // it is queued by the chunk that makes its trace PROCESSED, at that chunk's now
    Facts facts =
        new Facts(
            kind == Kind.SMS ? ActivityType.SMS : ActivityType.EMAIL, row.get(OUTBOX.QUEUED_AT));
    FIRSTS.forEach((type, column) -> facts.known(type, row.get(column)));
    return new Message(
        row.get(OUTBOX.ID),
        row.get(OUTBOX.TRACE_ID),
        row.get(OUTBOX.ACTIVITY_ID),
        row.get(OUTBOX.PARTICIPANT_ID),
        row.get(OUTBOX.TEST),
        row.get(OUTBOX.SLOT),
        kind,
        MessageState.of(row.get(OUTBOX.STATE)),
        row.get(OUTBOX.ADDRESS),
        facts);
  }

  /** Writes what changed of messages: first events, state, hand-over that was proved. */
  void update(Collection<Message> changed) {
    if (changed.isEmpty()) {
      return;
    }
    updateTimes(changed);
    changed.stream()
        .filter(Message::stateChanged)
        .collect(groupingBy(Message::state, mapping(m -> m.id, toList())))
        .forEach((state, ids) -> setState(ids, state));
    changed.stream()
        .filter(m -> m.hard != null)
        .collect(groupingBy(m -> m.hard, mapping(m -> m.id, toList())))
        .forEach((hard, ids) -> setHard(ids, hard));
  }

  /** One statement, of the columns alone that some message has a time for: most have one or two. */
  private void updateTimes(Collection<Message> changed) {
    Map<Field<?>, Field<?>> set = new HashMap<>();
    List<Function<Message, @Nullable Instant>> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    FIRSTS.forEach(
        (type, column) -> {
          if (changed.stream().anyMatch(m -> m.facts.has(type))) {
            set.put(column, Rows.instant(column.getName()));
            columns.add(m -> m.facts.at(type));
            names.add(column.getName());
          }
        });
    if (changed.stream().anyMatch(m -> m.proved != null)) {
      String name = OUTBOX.SENT_AT.getName();
      // one that is IN_DOUBT has the time of its try
      set.put(OUTBOX.SENT_AT, coalesce(OUTBOX.SENT_AT, Rows.instant(name)));
      columns.add(m -> m.proved);
      names.add(name);
    }
    if (!set.isEmpty()) {
      Rows.update(
          db,
          OUTBOX,
          OUTBOX.ID,
          set,
          Rows.<Message>instants(changed, m -> m.id, columns, names.toArray(String[]::new)));
    }
  }

  private void setState(List<Long> ids, MessageState state) {
    db.sql()
        .update(OUTBOX)
        .set(OUTBOX.STATE, state.code())
        .set(OUTBOX.LEASE_UNTIL, (Instant) null)
        .set(OUTBOX.SEND_AT, (Instant) null)
        .where(Rows.among(OUTBOX.ID, ids))
        .execute();
  }

  private void setHard(List<Long> ids, boolean hard) {
    db.sql()
        .update(OUTBOX)
        .set(OUTBOX.HARD_BOUNCE, hard)
        .where(Rows.among(OUTBOX.ID, ids))
        .execute();
  }
}
