package org.nurture.bench;

import java.sql.Timestamp;
import java.time.Duration;
import org.jooq.DSLContext;
import org.nurture.support.TestDatabase;

/**
 * Opens and clicks by hand, in batches: participants locked, first times on the message, the
 * waiting child scheduled, the opposite one cancelled, events moved out of the inbox, figures. As
 * others may append to the inbox meanwhile, the events of a batch are fixed first.
 */
final class EventFloor {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Timestamp NOW = Timestamp.from(BenchCrm.NOW);

  private static final String OLDEST =
      "select participant_id from event_inbox where campaign_id = ? order by id limit ?";

  private static final String CLAIM =
      "select id from participant where id = any(?) order by id limit ? for update skip locked";

  private static final String RECEIVED = "select id from event_inbox where participant_id = any(?)";

  private static final String FIRSTS =
      """
      update outbox o
         set opened_at = e.opened, clicked_at = e.clicked
        from (select message_id, min(at) as opened, min(at) filter (where type = 2) as clicked
                from event_inbox where id = any(?) group by message_id) e
       where o.id = e.message_id
      """;

  private static final String CANCEL =
      """
      update trace t set state = 3, reason = 1, processed_at = ?, next_at = null
       where t.activity_id = ? and t.state = 0
         and t.participant_id in (select participant_id from event_inbox where id = any(?))
      """;

  private static final String SCHEDULE =
      """
      update trace t set since = e.at, due = e.at, next_at = e.at
        from event_inbox e
       where e.id = any(?) and e.type = 2
         and t.participant_id = e.participant_id and t.activity_id = ? and t.state = 0
      """;

  private static final String LINK =
      """
      insert into link (campaign_id, url_hash, url)
      select distinct ?, md5(url), url from event_inbox where id = any(?) and url is not null
          on conflict do nothing
      """;

  private static final String MOVE =
      """
      with gone as (delete from event_inbox where id = any(?) returning *)
      insert into event (campaign_id, participant_id, trace_id, message_id, type, at, received_at,
                         counted, hard, bot, link_id, external_id)
      select g.campaign_id, g.participant_id, g.trace_id, g.message_id, g.type, g.at, g.received_at,
             true, g.hard, g.bot, l.id, g.external_id
        from gone g left join link l on l.campaign_id = g.campaign_id and l.url_hash = md5(g.url)
      """;

  private static final String COUNT =
      """
      insert into counter_delta (campaign_id, activity_id, on_day, kind, n)
      values (?, ?, date '2026-06-01', 8, ?)
      """;

  private final TestDatabase db;

  EventFloor(TestDatabase db) {
    this.db = db;
  }

  /**
   * Each message is opened, each second one clicked too.
   *
   * @return how many events there are
   */
  int receive(long campaign) {
    return db.ask(
        sql ->
            sql.execute(
                """
                insert into event_inbox (campaign_id, participant_id, trace_id, message_id, type, at,
                                         received_at, bot, url)
                select o.campaign_id, o.participant_id, o.trace_id, o.id, t.type,
                       o.queued_at + interval '1 hour', o.queued_at + interval '1 hour', false,
                       case when t.type = 2 then 'https://example.org/offer' end
                  from outbox o join (values (1), (2)) as t (type)
                    on t.type = 1 or mod(o.id, 2) = 0
                 where o.campaign_id = ?
                 order by o.id, t.type
                """,
                campaign));
  }

  /**
   * @param opposite the child that an open cancels
   * @param awaiting the child that a click schedules
   */
  void apply(long campaign, long activity, long opposite, long awaiting, int chunk, int workers) {
    int look = chunk * 2 * workers;
    Workers.run(
        workers,
        () -> {
          long total = 0;
          int done;
          do {
            done =
                db.transactions()
                    .inNew(LONG, () -> one(campaign, activity, opposite, awaiting, chunk, look));
            total += Math.max(done, 0);
          } while (done != Workers.NOTHING_LEFT);
          return total;
        });
  }

  /**
   * @return how many events; 0 where others took all that was looked at
   */
  private int one(long campaign, long activity, long opposite, long awaiting, int chunk, int look) {
    DSLContext sql = db.database().sql();
    Long[] oldest = RawFloor.ids(sql, OLDEST, campaign, look);
    if (oldest.length == 0) {
      return Workers.NOTHING_LEFT;
    }
    Long[] locked = RawFloor.ids(sql, CLAIM, oldest, chunk);
    Long[] received = RawFloor.ids(sql, RECEIVED, (Object) locked);
    if (received.length == 0) {
      return 0;
    }
    sql.execute(FIRSTS, (Object) received);
    sql.execute(CANCEL, NOW, opposite, received);
    sql.execute(SCHEDULE, received, awaiting);
    sql.execute(LINK, campaign, received);
    int moved = sql.execute(MOVE, (Object) received);
    sql.execute(COUNT, campaign, activity, moved);
    return moved;
  }
}
