package org.nurture.journey;

import java.util.concurrent.atomic.AtomicLong;
import org.jooq.SQLDialect;
import org.nurture.platform.Database;

/**
 * Keeps the planner's statistics from being worthless (D17): a table that was last analysed before
 * any row was waiting makes event statements 200 times slower. PostgreSQL's own autovacuum comes
 * too late for a first large enrolment.
 *
 * <p>Analyses after 10,000 changed rows of this process, then each time they have become four times
 * as many: it costs as much as enrolling some thousand records.
 */
final class Statistics {
  private static final long FIRST = 10_000;
  private static final long GROWTH = 4;

  private final Database db;
  private final AtomicLong changed = new AtomicLong();
  private final AtomicLong next = new AtomicLong(FIRST);

  Statistics(Database db) {
    this.db = db;
  }

  /** Notes changed rows, and says whether it is time to analyse. */
  boolean due(long rows) {
    long now = changed.addAndGet(rows);
    long at = next.get();
    return now >= at && next.compareAndSet(at, now * GROWTH) && db.dialect() == SQLDialect.POSTGRES;
  }

  /** Analyses, in the caller's transaction. */
  void analyse() {
    db.sql().execute("analyze participant, trace, outbox, event_inbox, counter_delta");
  }
}
