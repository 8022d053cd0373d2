package org.nurture.journey;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;
import static org.nurture.platform.schema.Tables.PARTICIPANT;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;

/** How {@code verify} walks through the tables. Changes nothing. */
final class VerifyStore {
  /** Of one statement; more of those concerned are not counted. */
  private static final int MOST = 1000;

  private final Database db;

  VerifyStore(Database db) {
    this.db = db;
  }

  /**
   * A part of a table, by id.
   *
   * @param rows how many there are
   */
  record Range(long after, long upTo, long rows) {
    Condition holds(Field<Long> id) {
      return id.gt(after).and(id.le(upTo));
    }
  }

  /**
   * The next rows of a table; empty: there are no more.
   *
   * @param campaign null: of all
   */
  Optional<Range> next(
      TableField<?, Long> id,
      TableField<?, Long> ofCampaign,
      @Nullable Long campaign,
      long after,
      int size) {
    var part =
        select(id.as("id"))
            .from(id.getTable())
            .where(id.gt(after))
            .and(campaign == null ? noCondition() : ofCampaign.eq(campaign))
            .orderBy(campaign == null ? List.of(id) : List.of(ofCampaign, id))
            .limit(size)
            .asTable("part");
    var row = db.sql().select(max(part.field("id", Long.class)), count()).from(part).fetchSingle();
    return row.value1() == null
        ? Optional.empty()
        : Optional.of(new Range(after, row.value1(), row.value2()));
  }

  /** All campaigns that the large tables know, in order. */
  SortedSet<Long> campaigns() {
    SortedSet<Long> ids = new TreeSet<>();
    for (TableField<?, Long> column :
        List.of(PARTICIPANT.CAMPAIGN_ID, COUNTER.CAMPAIGN_ID, COUNTER_DELTA.CAMPAIGN_ID)) {
      Optional<Long> at = following(column, Long.MIN_VALUE);
      while (at.isPresent()) {
        ids.add(at.get());
        at = following(column, at.get());
      }
    }
    return ids;
  }

  /** One step in the index for each campaign: there may be millions of rows. */
  private Optional<Long> following(TableField<?, Long> column, long after) {
    return Optional.ofNullable(
        db.sql()
            .select(min(column))
            .from(column.getTable())
            .where(column.gt(after))
            .fetchSingle()
            .value1());
  }

  /** Whether an update of it has something left to do (U9). */
  boolean updating(long campaign) {
    return db.sql().fetchExists(CAMPAIGN_WORK, CAMPAIGN_WORK.CAMPAIGN_ID.eq(campaign));
  }

  /** Those for which it is so. */
  List<Long> ids(TableField<?, Long> id, Condition which) {
    return db.sql().select(id).from(id.getTable()).where(which).limit(MOST).fetch(id);
  }

  /** Those that are more than once in their group. */
  List<Long> repeated(TableField<?, Long> id, Field<?> within, Condition which) {
    return db.sql()
        .select(id)
        .from(id.getTable())
        .where(which)
        .groupBy(id, within)
        .having(count().gt(1))
        .limit(MOST)
        .fetch(id);
  }
}
