package org.nurture.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import javax.sql.DataSource;
import org.nurture.support.TestDatabase;

/** The usual way: one transaction for each trace, by plain JDBC with prepared statements. */
final class RowByRow {
  private static final Timestamp NOW = Timestamp.from(BenchCrm.NOW);
  private static final Timestamp LATER = Timestamp.from(BenchCrm.NOW.plus(Duration.ofDays(2)));

  private static final String NEXT =
      """
      select t.id, t.participant_id, r.id, k.code = 'IT' and r.active
        from trace t join participant p on p.id = t.participant_id
        join crm.contact r on r.id = p.record_num join crm.country k on k.id = r.country_id
       where t.campaign_id = ? and t.next_at <= ?
       order by t.next_at limit 1 for update of t, p skip locked
      """;

  private static final String UPDATE_RECORD = "update crm.contact set score = 10 where id = ?";

  private static final String DONE =
      "update trace set state = 1, processed_at = ?, next_at = null where id = ?";

  private static final String CHILD =
      """
      insert into trace (campaign_id, participant_id, activity_id, parent_id, state, since, due, next_at,
                         attempts)
      values (?, ?, ?, ?, 0, ?, ?, ?, 0)
      """;

  private static final String COUNT =
      """
      insert into counter_delta (campaign_id, activity_id, on_day, kind, n)
      values (?, ?, date '2026-06-01', 2, 1)
      """;

  private final DataSource source;

  RowByRow(TestDatabase db) {
    this.source = db.dataSource();
  }

  /** Processes that many due traces of updates, each in its transaction. */
  void process(long campaign, long activity, int traces, int threads) {
    Workers.run(threads, () -> share(campaign, activity, traces / threads));
  }

  private long share(long campaign, long activity, int traces) {
    try (Connection connection = source.getConnection();
        PreparedStatement next = connection.prepareStatement(NEXT);
        PreparedStatement update = connection.prepareStatement(UPDATE_RECORD);
        PreparedStatement done = connection.prepareStatement(DONE);
        PreparedStatement child = connection.prepareStatement(CHILD);
        PreparedStatement count = connection.prepareStatement(COUNT)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < traces; i++) {
        try (ResultSet row = query(next, campaign, NOW)) {
          if (!row.next() || !row.getBoolean(4)) {
            throw new IllegalStateException("no trace is due that matches");
          }
          long trace = row.getLong(1);
          execute(update, row.getLong(3));
          execute(done, NOW, trace);
          execute(child, campaign, row.getLong(2), activity + 1, trace, NOW, LATER, LATER);
          execute(count, campaign, activity);
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
      return traces;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ResultSet query(PreparedStatement statement, Object... binds) throws SQLException {
    bind(statement, binds);
    return statement.executeQuery();
  }

  private static void execute(PreparedStatement statement, Object... binds) throws SQLException {
    bind(statement, binds);
    statement.executeUpdate();
  }

  private static void bind(PreparedStatement statement, Object... binds) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      statement.setObject(i + 1, binds[i]);
    }
  }
}
