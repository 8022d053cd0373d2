package org.nurture.bench;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.nurture.support.TestDatabase;

/**
 * The same writes by hand: what the database itself needs. Chunks as large as the engine's, the
 * same participant locks, nothing decided outside of SQL.
 */
final class RawFloor {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Timestamp NOW = Timestamp.from(BenchCrm.NOW);

  private static final String ENROL =
      """
      insert into participant (campaign_id, record_num, round, state, test, by_hand, enrolled_at)
      select ?, r.id, 0, 0, false, false, ?
        from crm.contact r join crm.country k on k.id = r.country_id
       where k.code = 'IT' and r.active
         and not exists (select 1 from participant x
                          where x.campaign_id = ? and x.record_num = r.id and x.round = 0)
          on conflict do nothing
      """;

  private static final String PLAN =
      """
      insert into trace (campaign_id, participant_id, activity_id, state, since, due, next_at, attempts)
      select p.campaign_id, p.id, ?, 0, p.enrolled_at, p.enrolled_at, p.enrolled_at, 0
        from participant p where p.campaign_id = ? and p.enrolled_at = ?
      """;

  private static final String DUE =
      """
      select participant_id from trace
       where campaign_id = ? and next_at <= ? order by next_at limit ?
      """;

  private static final String CLAIM =
      "select id from participant where id = any(?) order by id limit ? for update skip locked";

  private static final String MATCHING =
      """
      select t.id
        from trace t join participant p on p.id = t.participant_id
        join crm.contact r on r.id = p.record_num join crm.country k on k.id = r.country_id
       where t.participant_id = any(?) and t.activity_id = ? and t.state = 0
         and k.code = 'IT' and r.active
      """;

  private static final String QUEUE =
      """
      insert into outbox (campaign_id, activity_id, participant_id, trace_id, slot, kind, state, test,
                          address, content_id, data, queued_at, send_at, attempts)
      select t.campaign_id, t.activity_id, t.participant_id, t.id, 0, 1, 0, false,
             r.email, 1, '{"name":"' || r.name || '"}', ?, ?, 0
        from trace t join participant p on p.id = t.participant_id
        join crm.contact r on r.id = p.record_num
       where t.id = any(?) and not r.opt_out
         and not exists (select 1 from suppression s where s.channel = 1 and s.address = r.email)
      """;

  private static final String UPDATE_RECORD =
      """
      update crm.contact set score = 10
       where id in (select p.record_num from trace t join participant p on p.id = t.participant_id
                     where t.id = any(?))
      """;

  private static final String CREATE_RECORD =
      """
      insert into crm.note (contact_id, body)
      select p.record_num, 'to be called' from trace t join participant p on p.id = t.participant_id
       where t.id = any(?)
      """;

  private static final String DONE =
      "update trace set state = 1, processed_at = ?, next_at = null where id = any(?)";

  private static final String CHILD =
      """
      insert into trace (campaign_id, participant_id, activity_id, parent_id, state, since, due, next_at,
                         attempts)
      select t.campaign_id, t.participant_id, ?, t.id, 0, ?, ?, ?, 0 from trace t where t.id = any(?)
          on conflict do nothing
      """;

  private static final String COUNT =
      """
      insert into counter_delta (campaign_id, activity_id, on_day, kind, n)
      values (?, ?, date '2026-06-01', 2, ?)
      """;

  private final TestDatabase db;

  RawFloor(TestDatabase db) {
    this.db = db;
  }

  void enrol(long campaign, long root) {
    db.transactions()
        .inNew(
            LONG,
            () -> {
              DSLContext sql = db.database().sql();
              // a table that was empty when analysed is taken for tiny: quadratic without this
              sql.execute("set local enable_nestloop = off");
              sql.execute(ENROL, campaign, NOW, campaign);
              return sql.execute(PLAN, root, campaign, NOW);
            });
  }

  /**
   * @param children each with its due time; null: waiting
   * @return how many traces were processed
   */
  long process(
      long campaign, long activity, Effect effect, List<Child> children, int chunk, int workers) {
    int look = chunk * workers;
    return Workers.run(
        workers,
        () -> {
          long total = 0;
          int done;
          do {
            done =
                db.transactions()
                    .inNew(LONG, () -> one(campaign, activity, effect, children, chunk, look));
            total += Math.max(done, 0);
          } while (done != Workers.NOTHING_LEFT);
          return total;
        });
  }

  /**
   * @return how many traces; 0 where others took all that was looked at
   */
  private int one(
      long campaign, long activity, Effect effect, List<Child> children, int chunk, int look) {
    DSLContext sql = db.database().sql();
    Long[] due = ids(sql, DUE, campaign, NOW, look);
    if (due.length == 0) {
      return Workers.NOTHING_LEFT;
    }
    Long[] locked = ids(sql, CLAIM, due, chunk);
    Long[] traces = ids(sql, MATCHING, locked, activity);
    if (traces.length == 0) {
      return 0;
    }
    switch (effect) {
      case MAIL -> sql.execute(QUEUE, NOW, NOW, traces);
      case UPDATE -> sql.execute(UPDATE_RECORD, (Object) traces);
      case CREATE -> sql.execute(CREATE_RECORD, (Object) traces);
    }
    sql.execute(DONE, NOW, traces);
    for (Child child : children) {
      Timestamp at = child.due == null ? null : Timestamp.from(child.due);
      sql.execute(CHILD, child.activity, NOW, at, child.held ? null : at, traces);
    }
    sql.execute(COUNT, campaign, activity, traces.length);
    return traces.length;
  }

  static Long[] ids(DSLContext sql, String query, Object... binds) {
    return sql.fetch(query, binds).getValues(0, Long.class).toArray(Long[]::new);
  }

  /** What is done for each trace. */
  enum Effect {
    MAIL,
    UPDATE,
    CREATE
  }

  record Child(long activity, @org.jspecify.annotations.Nullable Instant due, boolean held) {}
}
