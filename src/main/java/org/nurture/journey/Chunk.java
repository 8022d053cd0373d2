package org.nurture.journey;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Filter;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;
import org.nurture.platform.FailPoint;

/**
 * One transaction's work on one campaign: its workflow, its one {@code now}, its figures, and the
 * changes of traces that all work has in common.
 */
final class Chunk {
  final Workflow workflow;
  final Instant now;
  final Tally tally;
  final TraceStore traces;
  final ParticipantStore participants;
  final MessageStore messages;
  private final Database db;
  private final Map<Long, Step> steps;
  private final List<Runnable> afterCommit;

  Chunk(Database db, Workflow workflow, Instant now) {
    this.db = db;
    this.workflow = workflow;
    this.now = now;
    this.tally = new Tally(workflow.campaignId(), workflow.zone(), now);
    this.traces = new TraceStore(db);
    this.participants = new ParticipantStore(db);
    this.messages = new MessageStore(db);
    this.steps = workflow.byId();
    this.afterCommit = new ArrayList<>();
  }

  private Chunk(Chunk whole, Workflow workflow) {
    this.db = whole.db;
    this.workflow = workflow;
    this.now = whole.now;
    this.tally = whole.tally;
    this.traces = whole.traces;
    this.participants = whole.participants;
    this.messages = whole.messages;
    this.steps = workflow.byId();
    this.afterCommit = whole.afterCommit;
  }

  /** This chunk as a test sees it, which keeps the version that it was launched with. */
  Chunk by(Workflow kept) {
    return new Chunk(this, kept);
  }

  /** The activity as it is in the live workflow; null: it was removed. */
  @Nullable Step step(long activity) {
    return steps.get(activity);
  }

  /** Every filter from the root to this activity, and the campaign's unless told otherwise (X3). */
  Filter applied(Step step, boolean campaign) {
    List<Filter> filters = new ArrayList<>();
    for (Step s = step; s != null; s = s.parentId() == null ? null : steps.get(s.parentId())) {
      filters.add(0, s.filter());
    }
    if (campaign) {
      filters.add(0, workflow.filter());
    }
    return Filter.and(filters);
  }

  /** X8's order of one participant's traces. */
  Comparator<Trace> order() {
    return Comparator.<Trace, Instant>comparing(Chunk::turn)
        .thenComparing(t -> position(t.activity()))
        .thenComparing(Trace::id);
  }

  private static Instant turn(Trace trace) {
    Plan plan = trace.plan();
    if (plan.due() != null) {
      return plan.due();
    }
    return plan.waitUntil() != null ? plan.waitUntil() : Instant.MAX;
  }

  private int position(long activity) {
    Step step = steps.get(activity);
    return step == null ? Integer.MAX_VALUE : step.position();
  }

  /** Ends SCHEDULED traces, for figures too; those of tests are not counted. */
  void end(
      Collection<Trace> ended,
      TraceState state,
      @Nullable Reason reason,
      Collection<Long> testParticipants) {
    traces.end(ended.stream().map(Trace::id).toList(), state, reason, now);
    ended.stream()
        .filter(t -> !testParticipants.contains(t.participant()))
        .collect(groupingBy(t -> new Counted(t.activity(), t.plan().waiting())))
        .forEach((c, of) -> tally.ended(c.activity(), c.waiting(), state, of.size()));
  }

  /** U6: SCHEDULED traces that are planned anew, of real participants, as if they had not been. */
  void drop(Collection<Trace> scheduled) {
    traces.delete(scheduled.stream().map(Trace::id).toList());
    scheduled.forEach(t -> tally.planned(t.activity(), t.plan().waiting(), -1));
  }

  /** Cancels all that is SCHEDULED of these participants. */
  void cancelAll(Collection<Participant> of, Reason reason) {
    if (!of.isEmpty()) {
      List<Long> ids = of.stream().map(Participant::id).toList();
      end(traces.scheduledOf(ids), TraceState.CANCELED, reason, tests(of));
    }
  }

  static List<Long> tests(Collection<Participant> of) {
    return of.stream().filter(Participant::test).map(Participant::id).toList();
  }

  static Map<Long, Participant> byId(Collection<Participant> participants) {
    Map<Long, Participant> byId = new HashMap<>();
    participants.forEach(p -> byId.put(p.id(), p));
    return byId;
  }

  /** X2, E4: their records are gone. */
  void unlink(Collection<Participant> gone) {
    cancelAll(gone, Reason.RECORD_DELETED);
    participants.end(gone, ParticipantState.UNLINKED, tally);
  }

  /**
   * PROCESSED traces become something else (X9, X11).
   *
   * @param counted the activities of those that are not tests', one for each trace
   */
  void undo(Collection<Long> processed, TraceState state, Reason reason, Collection<Long> counted) {
    traces.revise(processed, state, reason);
    counted.forEach(activity -> tally.undone(activity, state, 1));
  }

  /**
   * C1–C3: the children of traces that were processed at this chunk's now.
   *
   * @return whether each of them has one now that is SCHEDULED
   */
  boolean plantChildren(Step parent, List<Long> processed, boolean count) {
    boolean each = false;
    if (processed.isEmpty()) {
      return each;
    }
    for (Step child : workflow.childrenOf(parent.id())) {
      Plan plan = Plan.child(child, now, workflow.zone());
      int planted = traces.insertChildren(processed, child, count ? plan : plan.forTest());
      if (count) {
        tally.planned(child.id(), plan.waiting(), planted);
      }
      each |= planted == processed.size();
    }
    return each;
  }

  /** What is to follow once this chunk is committed, in transactions of its own. */
  void afterCommit(Runnable work) {
    afterCommit.add(work);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  /** For tests that let work die there. */
  void reached(FailPoint point) {
    db.reached(point);
  }

  /** Writes the figures. Last in the order of locks (D2). */
  void close() {
    tally.write(db.sql());
  }

  private record Counted(long activity, boolean waiting) {}
}
