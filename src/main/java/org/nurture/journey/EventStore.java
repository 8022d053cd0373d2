package org.nurture.journey;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.LINK;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.journey.rules.Facts;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.Sha256;
import org.nurture.platform.schema.tables.records.EventInboxRecord;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.tracking.EventType;

/** Statements on the inbox, on events and on what messages know of theirs. */
final class EventStore {
  static final Map<EventType, TableField<OutboxRecord, Instant>> FIRSTS =
      Map.of(
          EventType.DELIVERED, OUTBOX.DELIVERED_AT,
          EventType.OPENED, OUTBOX.OPENED_AT,
          EventType.CLICKED, OUTBOX.CLICKED_AT,
          EventType.REPLIED, OUTBOX.REPLIED_AT,
          EventType.BOUNCED, OUTBOX.BOUNCED_AT,
          EventType.UNSUBSCRIBED, OUTBOX.UNSUBSCRIBED_AT);

  /** Races on H2 are lost that often at most, one process there. */
  private static final int TRIES = 20;

  private final Database db;

  EventStore(Database db) {
    this.db = db;
  }

  /**
   * The campaign of the oldest event; empty: the inbox is.
   *
   * @param only of this campaign; null: of any
   */
  Optional<Long> next(@Nullable Long only) {
    return db.sql()
        .select(EVENT_INBOX.CAMPAIGN_ID)
        .from(EVENT_INBOX)
        .where(only == null ? noCondition() : EVENT_INBOX.CAMPAIGN_ID.eq(only))
        .orderBy(EVENT_INBOX.ID)
        .limit(1)
        .fetchOptional(EVENT_INBOX.CAMPAIGN_ID);
  }

  /** Participants of the campaign with the oldest events. */
  Set<Long> participants(long campaign, int n) {
    return new LinkedHashSet<>(
        db.sql()
            .select(EVENT_INBOX.PARTICIPANT_ID)
            .from(EVENT_INBOX)
            .where(EVENT_INBOX.CAMPAIGN_ID.eq(campaign))
            .orderBy(EVENT_INBOX.ID)
            .limit(n * 2L)
            .fetch(EVENT_INBOX.PARTICIPANT_ID));
  }

  /** What was received for these participants. */
  List<EventInboxRecord> received(Collection<Long> participants) {
    return db.sql()
        .selectFrom(EVENT_INBOX)
        .where(Rows.among(EVENT_INBOX.PARTICIPANT_ID, participants))
        .orderBy(EVENT_INBOX.ID)
        .fetch();
  }

  /** The messages, with what is known of each. */
  Map<Long, Message> messages(Collection<Long> ids) {
    Map<Long, Message> messages = new HashMap<>();
    db.sql()
        .select(OUTBOX.fields())
        .select(TRACE.PROCESSED_AT)
        .from(OUTBOX)
        .join(TRACE)
        .on(TRACE.ID.eq(OUTBOX.TRACE_ID))
        .where(Rows.among(OUTBOX.ID, ids))
        .forEach(row -> messages.put(row.get(OUTBOX.ID), message(row)));
    return messages;
  }

  private static Message message(Record row) {
    Kind kind = Kind.of(row.get(OUTBOX.KIND));
    Instant processed = row.get(TRACE.PROCESSED_AT);
    Facts facts =
        new Facts(
            kind == Kind.SMS ? ActivityType.SMS : ActivityType.EMAIL,
            processed != null ? processed : row.get(OUTBOX.QUEUED_AT));
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
        row.get(OUTBOX.SENT_AT),
        facts);
  }

  /** Ids that senders gave to events of these messages that were applied before. */
  Set<String> seen(Collection<Long> messages) {
    Set<String> seen = new HashSet<>();
    db.sql()
        .select(EVENT.MESSAGE_ID, EVENT.EXTERNAL_ID)
        .from(EVENT)
        .where(Rows.among(EVENT.MESSAGE_ID, messages))
        .and(EVENT.EXTERNAL_ID.isNotNull())
        .forEach(row -> seen.add(row.value1() + ":" + row.value2()));
    return seen;
  }

  /** Writes what changed of messages: first events, state, hand-over that was proved. */
  void update(Collection<Message> changed) {
    if (changed.isEmpty()) {
      return;
    }
    Map<Field<?>, Field<?>> set = new HashMap<>();
    FIRSTS.forEach((type, column) -> set.put(column, Rows.instant(column.getName())));
    set.put(OUTBOX.SENT_AT, Rows.instant(OUTBOX.SENT_AT.getName()));
    List<Function<Message, @Nullable Instant>> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    FIRSTS.forEach(
        (type, column) -> {
          columns.add(m -> m.facts.at(type));
          names.add(column.getName());
        });
    columns.add(m -> m.sentAt);
    names.add(OUTBOX.SENT_AT.getName());
    Rows.update(
        db,
        OUTBOX,
        OUTBOX.ID,
        set,
        Rows.<Message>instants(changed, m -> m.id, columns, names.toArray(String[]::new)));
    for (MessageState state : MessageState.values()) {
      List<Long> ids =
          changed.stream()
              .filter(m -> m.stateChanged() && m.state() == state)
              .map(m -> m.id)
              .toList();
      if (!ids.isEmpty()) {
        setState(ids, state);
      }
    }
    for (boolean hard : new boolean[] {true, false}) {
      List<Long> ids =
          changed.stream().filter(m -> m.hard != null && m.hard == hard).map(m -> m.id).toList();
      if (!ids.isEmpty()) {
        db.sql()
            .update(OUTBOX)
            .set(OUTBOX.HARD_BOUNCE, hard)
            .where(Rows.among(OUTBOX.ID, ids))
            .execute();
      }
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

  /** Moves events out of the inbox, in the transaction that applied them. */
  void archive(
      long campaign,
      List<EventInboxRecord> counted,
      List<EventInboxRecord> recorded,
      List<Long> drop) {
    SortedMap<String, String> urls = new TreeMap<>();
    List.of(counted, recorded)
        .forEach(
            events ->
                events.stream()
                    .filter(e -> e.getUrl() != null)
                    .forEach(e -> urls.put(Sha256.hex(e.getUrl()), e.getUrl())));
    links(campaign, urls);
    archive(counted, true);
    archive(recorded, false);
    List<Long> done = new ArrayList<>(drop);
    counted.forEach(e -> done.add(e.getId()));
    recorded.forEach(e -> done.add(e.getId()));
    db.sql().deleteFrom(EVENT_INBOX).where(Rows.among(EVENT_INBOX.ID, done)).execute();
  }

  private void archive(List<EventInboxRecord> events, boolean counted) {
    if (events.isEmpty()) {
      return;
    }
    Table<?> hashes =
        Rows.<EventInboxRecord>texts(
            events,
            EventInboxRecord::getId,
            e -> e.getUrl() == null ? null : Sha256.hex(e.getUrl()));
    db.sql()
        .insertInto(
            EVENT,
            EVENT.CAMPAIGN_ID,
            EVENT.PARTICIPANT_ID,
            EVENT.TRACE_ID,
            EVENT.MESSAGE_ID,
            EVENT.TYPE,
            EVENT.AT,
            EVENT.RECEIVED_AT,
            EVENT.COUNTED,
            EVENT.HARD,
            EVENT.BOT,
            EVENT.LINK_ID,
            EVENT.EXTERNAL_ID)
        .select(
            select(
                    EVENT_INBOX.CAMPAIGN_ID,
                    EVENT_INBOX.PARTICIPANT_ID,
                    EVENT_INBOX.TRACE_ID,
                    EVENT_INBOX.MESSAGE_ID,
                    EVENT_INBOX.TYPE,
                    EVENT_INBOX.AT,
                    EVENT_INBOX.RECEIVED_AT,
                    inline(counted),
                    EVENT_INBOX.HARD,
                    EVENT_INBOX.BOT,
                    LINK.ID,
                    EVENT_INBOX.EXTERNAL_ID)
                .from(EVENT_INBOX)
                .join(hashes)
                .on(EVENT_INBOX.ID.eq(Rows.id()))
                .leftJoin(LINK)
                .on(LINK.CAMPAIGN_ID.eq(EVENT_INBOX.CAMPAIGN_ID))
                .and(LINK.URL_HASH.eq(Rows.text())))
        .onConflictDoNothing()
        .execute();
  }

  /**
   * Keeps URLs that are new, in the order of their hashes: chunks that meet the same ones wait for
   * each other, not in a ring.
   */
  private void links(long campaign, SortedMap<String, String> urls) {
    if (urls.isEmpty()) {
      return;
    }
    for (int tried = 1; ; tried++) {
      try {
        insertLinks(campaign, urls);
        return;
      } catch (DataAccessException e) {
        // H2 fails the statement where another chunk was faster: the next try sees its row
        if (db.dialect() != SQLDialect.H2
            || !String.valueOf(e.sqlState()).startsWith("23")
            || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private void insertLinks(long campaign, SortedMap<String, String> urls) {
    Table<?> rows =
        table(
                "unnest(cast({0} as varchar array), cast({1} as varchar array))",
                val(urls.keySet().toArray(String[]::new)),
                val(urls.values().toArray(String[]::new)))
            .as("v", "hash", "url");
    db.sql()
        .insertInto(LINK, LINK.CAMPAIGN_ID, LINK.URL_HASH, LINK.URL)
        .select(
            select(
                    val(campaign),
                    field(name("v", "hash"), String.class),
                    field(name("v", "url"), String.class))
                .from(rows))
        .onConflictDoNothing()
        .execute();
  }
}
