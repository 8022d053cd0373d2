package org.nurture.journey;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.INSTALLATION;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.SQLDataType;
import org.nurture.platform.Database;

/** Folds the deltas that chunks appended into the figures (D10). */
final class Counters {
  private static final int WORTH_IT = 500;
  private static final int AT_ONCE = 20_000;

  private final Database db;

  Counters(Database db) {
    this.db = db;
  }

  /** Whether so many deltas lie open that reading them takes time. */
  boolean worthFolding() {
    Integer open =
        db.sql()
            .select(count())
            .from(select(inline(1).as("x")).from(COUNTER_DELTA).limit(WORTH_IT).asTable("open"))
            .fetchSingle()
            .value1();
    return open >= WORTH_IT;
  }

  /** Folds, if nobody else does; readers see each delta once, before and after. */
  void fold() {
    boolean mine =
        !db.sql()
            .select(INSTALLATION.ID)
            .from(INSTALLATION)
            .forUpdate()
            .skipLocked()
            .fetch()
            .isEmpty();
    if (!mine) {
      return;
    }
    List<Long> ids =
        db.sql()
            .select(COUNTER_DELTA.ID)
            .from(COUNTER_DELTA)
            .orderBy(COUNTER_DELTA.ID)
            .limit(AT_ONCE)
            .fetch(COUNTER_DELTA.ID);
    Condition taken = Rows.among(COUNTER_DELTA.ID, ids);
    db.sql()
        .insertInto(
            COUNTER,
            COUNTER.CAMPAIGN_ID,
            COUNTER.ACTIVITY_ID,
            COUNTER.ON_DAY,
            COUNTER.KIND,
            COUNTER.N)
        .select(
            select(
                    COUNTER_DELTA.CAMPAIGN_ID,
                    COUNTER_DELTA.ACTIVITY_ID,
                    COUNTER_DELTA.ON_DAY,
                    COUNTER_DELTA.KIND,
                    sum(COUNTER_DELTA.N).cast(SQLDataType.BIGINT))
                .from(COUNTER_DELTA)
                .where(taken)
                .groupBy(
                    COUNTER_DELTA.CAMPAIGN_ID,
                    COUNTER_DELTA.ACTIVITY_ID,
                    COUNTER_DELTA.ON_DAY,
                    COUNTER_DELTA.KIND))
        .onConflict(COUNTER.CAMPAIGN_ID, COUNTER.ACTIVITY_ID, COUNTER.ON_DAY, COUNTER.KIND)
        .doUpdate()
        .set(COUNTER.N, COUNTER.N.plus(excluded(COUNTER.N)))
        .execute();
    db.sql().deleteFrom(COUNTER_DELTA).where(taken).execute();
  }
}
