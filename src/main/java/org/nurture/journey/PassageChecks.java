package org.nurture.journey;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.util.List;
import org.jooq.Condition;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.VerifyStore.Range;
import org.nurture.message.MessageState;

/**
 * Checks of one campaign's participants and their traces, by ranges of participants. Each is one
 * statement, and so sees one state of the data: work that goes on meanwhile is seen wholly or not
 * at all.
 */
final class PassageChecks {
  private final VerifyStore store;
  private final Workflow workflow;
  private final Flaws flaws;

  /**
   * @param workflow as it is under the campaign's lock, which the caller holds
   */
  PassageChecks(VerifyStore store, Workflow workflow, Flaws flaws) {
    this.store = store;
    this.workflow = workflow;
    this.flaws = flaws;
  }

  void check(Range range) {
    Condition here =
        PARTICIPANT.CAMPAIGN_ID.eq(workflow.campaignId()).and(range.holds(PARTICIPANT.ID));
    participants(here);
    traces(of(here), of(here.and(PARTICIPANT.TEST.isFalse())));
  }

  /** Traces by their participants: other campaigns' may have ids between theirs. */
  private static Condition of(Condition participants) {
    return TRACE.PARTICIPANT_ID.in(select(PARTICIPANT.ID).from(PARTICIPANT).where(participants));
  }

  private void participants(Condition here) {
    Condition running = PARTICIPANT.STATE.eq(ParticipantState.RUNNING.code());
    Condition completed = PARTICIPANT.STATE.eq(ParticipantState.COMPLETED.code());
    Condition planned =
        exists(
            selectOne()
                .from(TRACE)
                .where(TRACE.PARTICIPANT_ID.eq(PARTICIPANT.ID))
                .and(TRACE.STATE.eq(TraceState.SCHEDULED.code())));
    Condition tested =
        exists(
            selectOne().from(CAMPAIGN_TEST).where(CAMPAIGN_TEST.PARTICIPANT_ID.eq(PARTICIPANT.ID)));
    note(Flaw.RUNNING_WITHOUT_PLAN, here.and(running).andNot(planned));
    note(Flaw.ENDED_WITH_PLAN, here.andNot(running).and(planned));
    note(
        Flaw.COMPLETED_AT,
        here.and(
            running
                .and(PARTICIPANT.COMPLETED_AT.isNotNull())
                .or(completed.and(PARTICIPANT.COMPLETED_AT.isNull()))));
    note(
        Flaw.TEST_UNKNOWN,
        here.and(
            PARTICIPANT.TEST.isTrue().andNot(tested).or(PARTICIPANT.TEST.isFalse().and(tested))));
  }

  private void note(Flaw flaw, Condition which) {
    flaws.add(flaw, store.ids(PARTICIPANT.ID, which));
  }

  private void traces(Condition here, Condition real) {
    flaws.add(Flaw.TRACE_TWICE, store.repeated(TRACE.PARTICIPANT_ID, TRACE.ACTIVITY_ID, here));
    Condition scheduled = TRACE.STATE.eq(TraceState.SCHEDULED.code());
    if (!store.updating(workflow.campaignId())) {
      List<Long> live = workflow.steps().stream().map(Step::id).toList();
      flaws.add(
          Flaw.ACTIVITY_UNKNOWN,
          store.ids(TRACE.ID, real.and(scheduled).andNot(Rows.among(TRACE.ACTIVITY_ID, live))));
    }
    flaws.add(
        Flaw.FORGOTTEN,
        store.ids(TRACE.ID, real.and(scheduled).and(TRACE.NEXT_AT.isNull()).and(forgotten())));
    List<Long> messages =
        workflow.steps().stream()
            .filter(s -> s.type() != ActivityType.ACTION)
            .map(Step::id)
            .toList();
    flaws.add(
        Flaw.MESSAGE_MISSING,
        store.ids(
            TRACE.ID,
            here.and(TRACE.STATE.eq(TraceState.PROCESSED.code()))
                .and(
                    messages.isEmpty()
                        ? noCondition().not()
                        : Rows.among(TRACE.ACTIVITY_ID, messages))
                .andNotExists(
                    selectOne()
                        .from(OUTBOX)
                        .where(OUTBOX.TRACE_ID.eq(TRACE.ID))
                        .and(OUTBOX.SLOT.eq((short) 0)))));
  }

  /**
   * It has a time, but nobody will look: neither is its parent's message on its way (X10), nor is
   * there an event that has still to be applied.
   */
  private static Condition forgotten() {
    Condition held =
        exists(
            selectOne()
                .from(OUTBOX)
                .where(OUTBOX.TRACE_ID.eq(TRACE.PARENT_ID))
                .and(OUTBOX.SLOT.eq((short) 0))
                .and(
                    OUTBOX.STATE.in(
                        MessageState.QUEUED.code(),
                        MessageState.CLAIMED.code(),
                        MessageState.SENDING.code())));
    Condition told =
        exists(
            selectOne()
                .from(EVENT_INBOX)
                .where(EVENT_INBOX.PARTICIPANT_ID.eq(TRACE.PARTICIPANT_ID)));
    return TRACE.DUE.isNotNull().andNot(held).andNot(told).or(TRACE.WAIT_UNTIL.isNotNull());
  }
}
