package org.nurture.journey;

import java.util.Locale;
import org.nurture.platform.Text;

/**
 * What {@code verify} looks for (D17): what foreign keys would forbid if they did not cost half of
 * the speed, and what the rules forbid.
 */
enum Flaw {
  CAMPAIGN_MISSING("campaign", Text.mark("its participants are there, the campaign is not")),
  COUNTER("campaign", Text.mark("a figure is not what counting gives (D10)")),

  RUNNING_WITHOUT_PLAN(
      "participant", Text.mark("RUNNING, although nothing of it is SCHEDULED (C9)")),
  ENDED_WITH_PLAN("participant", Text.mark("not RUNNING, although something is SCHEDULED (C9)")),
  COMPLETED_AT("participant", Text.mark("its state and the time of its completion disagree (C9)")),
  TEST_UNKNOWN("participant", Text.mark("a test without what it tests, or the reverse (T1)")),

  TRACE_TWICE("participant", Text.mark("two traces for one activity")),
  TRACE_ORPHAN("trace", Text.mark("its participant is not there, or in another campaign")),
  PARENT_ORPHAN("trace", Text.mark("its parent is not there, or another participant's")),
  PARENT_UNDONE("trace", Text.mark("SCHEDULED, although its parent is not PROCESSED (X9, X11)")),
  TRACE_STATE("trace", Text.mark("its state disagrees with its reason, its times or its plan")),
  ACTIVITY_UNKNOWN("trace", Text.mark("SCHEDULED for an activity that is not there (U4)")),
  FORGOTTEN("trace", Text.mark("SCHEDULED, but nothing will ever look at it (X10)")),
  MESSAGE_MISSING("trace", Text.mark("PROCESSED without the message that it is about (X5)")),

  MESSAGE_ORPHAN("outbox", Text.mark("its trace is not there, or another one's")),
  MESSAGE_STATE("outbox", Text.mark("its state and its trace's disagree (X6, X9, X11)")),
  MESSAGE_QUEUE("outbox", Text.mark("its state disagrees with its turn or its lease (D12)")),

  EVENT_ORPHAN("event", Text.mark("its message is not there, or another one's")),
  EVENT_LOST("event", Text.mark("it counted, but its message does not know of it (C7)")),
  INBOX_ORPHAN("event_inbox", Text.mark("its message is not there: it will never be applied")),
  WORK_ORPHAN("campaign_work_done", Text.mark("the update that it belongs to is not there (U9)"));

  private final String table;
  private final String says;

  Flaw(String table, String says) {
    this.table = table;
    this.says = says;
  }

  /** For programs. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whose ids those concerned are given by. */
  String table() {
    return table;
  }

  String says() {
    return says;
  }
}
