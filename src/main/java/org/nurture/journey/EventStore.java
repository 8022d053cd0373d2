package org.nurture.journey;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.LINK;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Sha256;
import org.nurture.tracking.EventType;

/** Statements on the inbox, on events that were applied, and on the links that were clicked. */
final class EventStore {
  private static final String APPLIED =
      """
      unnest(cast({0} as bigint array), cast({1} as boolean array), cast({2} as bigint array))
        as v(id, counted, linked)
      """;

  private static final String INSERT =
      """
      insert into event (campaign_id, participant_id, trace_id, message_id, type, at, received_at,
                         counted, hard, bot, link_id, external_id)
      select campaign_id, participant_id, trace_id, message_id, type, at, received_at,
             counted, hard, bot, linked, external_id
        from
      """;

  private static final String MOVE =
      "with moved as (delete from event_inbox i using "
          + APPLIED
          + " where i.id = v.id returning i.*, v.counted, v.linked) "
          + INSERT
          + "moved";

  /** H2 can't change a table within another statement. */
  private static final String COPY =
      INSERT
          + "(select i.*, v.counted, v.linked from event_inbox i join "
          + APPLIED
          + " on i.id = v.id) moved";

  /** Races on H2 are lost that often at most, one process there. */
  private static final int TRIES = 20;

  private final Database db;

  EventStore(Database db) {
    this.db = db;
  }

  /**
   * What lies in the inbox.
   *
   * @param hard of a bounce; null: not told
   * @param url that was clicked; null: none
   * @param externalId that its sender gave it, one of its own within the message; null: none
   */
  record Received(
      long id,
      long message,
      EventType type,
      Instant at,
      Instant receivedAt,
      @Nullable Boolean hard,
      boolean bot,
      @Nullable String url,
      @Nullable String externalId) {}

  /** What tells an event from another one of the same type, where its sender gave it an id. */
  record EventId(long message, String given) {
    static EventId of(Received event) {
      return new EventId(event.message(), requireNonNull(event.externalId()));
    }
  }

  /** An event that was applied, and whether it counts for workflow and figures (C7). */
  record Applied(Received event, boolean counted) {}

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
  List<Received> received(Collection<Long> participants) {
    return db.sql()
        .select(
            EVENT_INBOX.ID,
            EVENT_INBOX.MESSAGE_ID,
            EVENT_INBOX.TYPE,
            EVENT_INBOX.AT,
            EVENT_INBOX.RECEIVED_AT,
            EVENT_INBOX.HARD,
            EVENT_INBOX.BOT,
            EVENT_INBOX.URL,
            EVENT_INBOX.EXTERNAL_ID)
        .from(EVENT_INBOX)
        .where(Rows.among(EVENT_INBOX.PARTICIPANT_ID, participants))
        .orderBy(EVENT_INBOX.ID)
        .fetch(
            row ->
                new Received(
                    row.value1(),
                    row.value2(),
                    EventType.of(row.value3()),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    row.value8(),
                    row.value9()));
  }

  /** The events of these messages that were applied before, of those that have such an id. */
  Set<EventId> seen(Collection<Long> messages) {
    Set<EventId> seen = new HashSet<>();
    if (messages.isEmpty()) {
      return seen;
    }
    db.sql()
        .select(EVENT.MESSAGE_ID, EVENT.EXTERNAL_ID)
        .from(EVENT)
        .where(Rows.among(EVENT.MESSAGE_ID, messages))
        .and(EVENT.EXTERNAL_ID.isNotNull())
        .forEach(row -> seen.add(new EventId(row.value1(), row.value2())));
    return seen;
  }

  /** Moves events out of the inbox, in the transaction that applied them. */
  void archive(long campaign, List<Applied> applied) {
    if (applied.isEmpty()) {
      return;
    }
    Map<String, Long> links = links(campaign, applied);
    Long[] ids = applied.stream().map(a -> a.event().id()).toArray(Long[]::new);
    Boolean[] counted = applied.stream().map(Applied::counted).toArray(Boolean[]::new);
    Long[] linked = applied.stream().map(a -> links.get(a.event().url())).toArray(Long[]::new);
    if (db.dialect() == SQLDialect.H2) {
      db.sql().query(COPY, val(ids), val(counted), val(linked)).execute();
      drop(List.of(ids));
    } else {
      db.sql().query(MOVE, val(ids), val(counted), val(linked)).execute();
    }
  }

  /** Takes out of the inbox what came for a campaign that is deleted; false: there was nothing. */
  boolean dropAll(long campaign) {
    return db.sql().deleteFrom(EVENT_INBOX).where(EVENT_INBOX.CAMPAIGN_ID.eq(campaign)).execute()
        > 0;
  }

  /** Takes events out of the inbox that were applied before. */
  void drop(List<Long> ids) {
    if (!ids.isEmpty()) {
      db.sql().deleteFrom(EVENT_INBOX).where(Rows.among(EVENT_INBOX.ID, ids)).execute();
    }
  }

  /** The links of what was clicked, by their URLs; new ones are added. */
  private Map<String, Long> links(long campaign, List<Applied> applied) {
    SortedMap<String, String> urls = new TreeMap<>();
    applied.stream()
        .map(a -> a.event().url())
        .filter(Objects::nonNull)
        .distinct()
        .forEach(url -> urls.put(Sha256.hex(url), url));
    Map<String, Long> links = new HashMap<>();
    if (urls.isEmpty()) {
      return links;
    }
    Map<String, Long> known = known(campaign, urls.keySet());
    if (known.size() < urls.size()) {
      SortedMap<String, String> fresh = new TreeMap<>(urls);
      fresh.keySet().removeAll(known.keySet());
      addLinks(campaign, fresh);
      known = known(campaign, urls.keySet());
    }
    known.forEach((hash, id) -> links.put(urls.get(hash), id));
    return links;
  }

  private Map<String, Long> known(long campaign, Set<String> hashes) {
    return db.sql()
        .select(LINK.URL_HASH, LINK.ID)
        .from(LINK)
        .where(LINK.CAMPAIGN_ID.eq(campaign))
        .and(LINK.URL_HASH.eq(any(hashes.toArray(String[]::new))))
        .fetchMap(LINK.URL_HASH, LINK.ID);
  }

  /**
   * Keeps URLs that are new, in the order of their hashes: chunks that meet the same ones wait for
   * each other, not in a ring.
   */
  private void addLinks(long campaign, SortedMap<String, String> urls) {
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
