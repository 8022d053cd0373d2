package org.nurture.tracking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Sql;

/** {@link EventInbox} on its table. */
@ApplicationScoped
public class InboxRows implements EventInbox {
  private static final String INSERT =
      """
      insert into event_inbox (campaign_id, participant_id, trace_id, message_id, type, at,
                               received_at, hard, bot, url, external_id)
      select o.campaign_id, o.participant_id, o.trace_id, o.id, t.type, t.at,
             t.received_at, t.hard, t.bot, t.url, t.external_id
        from unnest(cast({0} as bigint array), cast({1} as smallint array),
                    cast({2} as timestamp(3) with time zone array),
                    cast({3} as timestamp(3) with time zone array),
                    cast({4} as boolean array), cast({5} as boolean array),
                    cast({6} as varchar array), cast({7} as varchar array))
             as t(message_id, type, at, received_at, hard, bot, url, external_id)
        join outbox o on o.id = t.message_id
       where t.external_id is null
          or not exists (select 1 from event e
                          where e.message_id = o.id and e.external_id = t.external_id)
      """;

  private final Database database;

  @Inject
  public InboxRows(Database database) {
    this.database = database;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected InboxRows() {
    this(null);
  }

  @Override
  public int append(Collection<Incoming> events) {
    if (events.isEmpty()) {
      return 0;
    }
    List<Incoming> rows = List.copyOf(events);
    return database
        .sql()
        .query(
            INSERT,
            array(rows, Incoming::messageId, new Long[0]),
            array(rows, e -> e.type().code(), new Short[0]),
            instants(rows, Incoming::at),
            instants(rows, Incoming::receivedAt),
            array(rows, Incoming::hard, new Boolean[0]),
            array(rows, Incoming::bot, new Boolean[0]),
            array(rows, Incoming::url, new String[0]),
            array(rows, Incoming::externalId, new String[0]))
        .execute();
  }

  private static <T> Field<T[]> array(
      List<Incoming> rows, Function<Incoming, @Nullable T> column, T[] type) {
    return DSL.val(rows.stream().map(column).toList().toArray(type));
  }

  private static Field<Instant[]> instants(List<Incoming> rows, Function<Incoming, Instant> at) {
    return Sql.array(rows.stream().map(at).toArray(Instant[]::new));
  }
}
