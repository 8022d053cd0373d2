package org.nurture.journey;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK_DONE;
import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.nurture.journey.VerifyStore.Range;
import org.nurture.message.MessageState;
import org.nurture.platform.schema.tables.Trace;
import org.nurture.platform.schema.tables.records.OutboxRecord;
import org.nurture.tracking.EventType;

/**
 * Checks of rows against those that they belong to, by ranges of a table: what foreign keys would
 * hold, and states that must agree. Each is one statement, and so sees one state of the data.
 */
final class RowChecks {
  private static final short OWN = 0;

  private final VerifyStore store;
  private final Flaws flaws;

  private final @Nullable Long only;

  /**
   * @param only a campaign; null: all
   */
  RowChecks(VerifyStore store, Flaws flaws, @Nullable Long only) {
    this.store = store;
    this.flaws = flaws;
    this.only = only;
  }

  private Condition here(Range range, TableField<?, Long> id, TableField<?, Long> campaign) {
    Condition within = range.holds(id);
    return only == null ? within : within.and(campaign.eq(only));
  }

  /** A table that is walked through. */
  record Walk(TableField<?, Long> id, TableField<?, Long> campaign, Consumer<Range> check) {}

  /** All of them. */
  List<Walk> walks() {
    return List.of(
        new Walk(TRACE.ID, TRACE.CAMPAIGN_ID, this::traces),
        new Walk(OUTBOX.ID, OUTBOX.CAMPAIGN_ID, this::messages),
        new Walk(EVENT.ID, EVENT.CAMPAIGN_ID, this::events),
        new Walk(EVENT_INBOX.ID, EVENT_INBOX.CAMPAIGN_ID, this::inbox));
  }

  private void traces(Range range) {
    Condition here = here(range, TRACE.ID, TRACE.CAMPAIGN_ID);
    Trace parent = TRACE.as("parent");
    flaws.add(
        Flaw.TRACE_ORPHAN,
        store.ids(
            TRACE.ID,
            here.andNotExists(
                selectOne()
                    .from(PARTICIPANT)
                    .where(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
                    .and(PARTICIPANT.CAMPAIGN_ID.eq(TRACE.CAMPAIGN_ID)))));
    flaws.add(
        Flaw.PARENT_ORPHAN,
        store.ids(
            TRACE.ID,
            here.and(TRACE.PARENT_ID.isNotNull())
                .andNotExists(
                    selectOne()
                        .from(parent)
                        .where(parent.ID.eq(TRACE.PARENT_ID))
                        .and(parent.PARTICIPANT_ID.eq(TRACE.PARTICIPANT_ID)))));
    flaws.add(
        Flaw.PARENT_UNDONE,
        store.ids(
            TRACE.ID,
            here.and(is(TraceState.SCHEDULED))
                .andExists(
                    selectOne()
                        .from(parent)
                        .where(parent.ID.eq(TRACE.PARENT_ID))
                        .and(parent.STATE.ne(TraceState.PROCESSED.code())))));
    flaws.add(Flaw.TRACE_STATE, store.ids(TRACE.ID, here.and(contradictory())));
  }

  private static Condition contradictory() {
    Condition ended = TRACE.PROCESSED_AT.isNotNull().and(TRACE.NEXT_AT.isNull());
    Condition reasonable =
        is(TraceState.PROCESSED)
            .and(TRACE.REASON.isNull().or(TRACE.REASON.eq(Reason.IN_DOUBT.code())))
            .or(is(TraceState.PROCESSED).not().and(TRACE.REASON.isNotNull()));
    return is(TraceState.SCHEDULED)
        .and(TRACE.PROCESSED_AT.isNotNull().or(TRACE.REASON.isNotNull()))
        .or(is(TraceState.SCHEDULED).not().andNot(ended.and(reasonable)));
  }

  private static Condition is(TraceState state) {
    return TRACE.STATE.eq(state.code());
  }

  private void messages(Range range) {
    Condition here = here(range, OUTBOX.ID, OUTBOX.CAMPAIGN_ID);
    Condition its =
        TRACE
            .ID
            .eq(OUTBOX.TRACE_ID)
            .and(TRACE.PARTICIPANT_ID.eq(OUTBOX.PARTICIPANT_ID))
            .and(TRACE.CAMPAIGN_ID.eq(OUTBOX.CAMPAIGN_ID))
            .and(TRACE.ACTIVITY_ID.eq(OUTBOX.ACTIVITY_ID));
    flaws.add(
        Flaw.MESSAGE_ORPHAN,
        store.ids(
            OUTBOX.ID,
            here.and(notExists(selectOne().from(TRACE).where(its)))
                // a purge leaves the message for the sake of its links (P3)
                .and(
                    notExists(
                        selectOne()
                            .from(PARTICIPANT)
                            .where(PARTICIPANT.ID.eq(OUTBOX.PARTICIPANT_ID))
                            .and(PARTICIPANT.PURGED_AT.isNotNull())))));
    flaws.add(
        Flaw.MESSAGE_STATE,
        store.ids(
            OUTBOX.ID,
            here.and(OUTBOX.SLOT.eq(OWN))
                .and(
                    exists(
                        selectOne()
                            .from(TRACE)
                            .where(TRACE.ID.eq(OUTBOX.TRACE_ID))
                            .andNot(agrees())))));
    flaws.add(Flaw.MESSAGE_QUEUE, store.ids(OUTBOX.ID, here.andNot(inItsPlace())));
  }

  /** What became of the message is what became of the trace. */
  private static Condition agrees() {
    return OUTBOX
        .STATE
        .eq(MessageState.FAILED.code())
        .and(is(TraceState.ERROR))
        .or(OUTBOX.STATE.eq(MessageState.WITHDRAWN.code()).and(is(TraceState.CANCELED)))
        .or(
            OUTBOX
                .STATE
                .eq(MessageState.IN_DOUBT.code())
                .and(is(TraceState.PROCESSED))
                .and(TRACE.REASON.eq(Reason.IN_DOUBT.code())))
        .or(
            OUTBOX
                .STATE
                .in(
                    MessageState.QUEUED.code(),
                    MessageState.CLAIMED.code(),
                    MessageState.SENDING.code(),
                    MessageState.SENT.code(),
                    MessageState.DELIVERED.code(),
                    MessageState.BOUNCED.code())
                .and(is(TraceState.PROCESSED))
                .and(TRACE.REASON.isNull()));
  }

  /** In the queue, in somebody's hands, or neither. */
  private static Condition inItsPlace() {
    Condition queued = OUTBOX.STATE.eq(MessageState.QUEUED.code());
    Condition held = OUTBOX.STATE.in(MessageState.CLAIMED.code(), MessageState.SENDING.code());
    return queued
        .and(OUTBOX.SEND_AT.isNotNull())
        .and(OUTBOX.OWNER.isNull())
        .and(OUTBOX.LEASE_UNTIL.isNull())
        .or(held.and(OUTBOX.OWNER.isNotNull()).and(OUTBOX.LEASE_UNTIL.isNotNull()))
        .or(queued.or(held).not().and(OUTBOX.SEND_AT.isNull()).and(OUTBOX.LEASE_UNTIL.isNull()));
  }

  private void events(Range range) {
    Condition here = here(range, EVENT.ID, EVENT.CAMPAIGN_ID);
    Condition its =
        OUTBOX
            .ID
            .eq(EVENT.MESSAGE_ID)
            .and(OUTBOX.TRACE_ID.eq(EVENT.TRACE_ID))
            .and(OUTBOX.PARTICIPANT_ID.eq(EVENT.PARTICIPANT_ID))
            .and(OUTBOX.CAMPAIGN_ID.eq(EVENT.CAMPAIGN_ID));
    flaws.add(
        Flaw.EVENT_ORPHAN,
        store.ids(EVENT.ID, here.andNotExists(selectOne().from(OUTBOX).where(its))));
    Condition unknown = noCondition();
    for (Map.Entry<EventType, TableField<OutboxRecord, Instant>> first :
        MessageStore.FIRSTS.entrySet()) {
      unknown = unknown.or(EVENT.TYPE.eq(first.getKey().code()).and(first.getValue().isNull()));
    }
    flaws.add(
        Flaw.EVENT_LOST,
        store.ids(
            EVENT.ID,
            here.and(EVENT.COUNTED.isTrue())
                .andExists(
                    selectOne().from(OUTBOX).where(OUTBOX.ID.eq(EVENT.MESSAGE_ID)).and(unknown))));
  }

  private void inbox(Range range) {
    flaws.add(
        Flaw.INBOX_ORPHAN,
        store.ids(
            EVENT_INBOX.ID,
            here(range, EVENT_INBOX.ID, EVENT_INBOX.CAMPAIGN_ID)
                .andNotExists(
                    selectOne().from(OUTBOX).where(OUTBOX.ID.eq(EVENT_INBOX.MESSAGE_ID)))));
  }

  /** What was done out of turn for updates: few rows, gone when the update is carried out. */
  void works() {
    flaws.add(
        Flaw.WORK_ORPHAN,
        store.ids(
            CAMPAIGN_WORK_DONE.PARTICIPANT_ID,
            notExists(
                selectOne()
                    .from(CAMPAIGN_WORK)
                    .where(CAMPAIGN_WORK.ID.eq(CAMPAIGN_WORK_DONE.WORK_ID)))));
  }
}
