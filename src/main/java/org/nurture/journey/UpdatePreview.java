package org.nurture.journey;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ChangeNumbers;
import org.nurture.campaign.Consequences;
import org.nurture.campaign.Interval;
import org.nurture.campaign.IntervalUnit;
import org.nurture.campaign.TriggerType;
import org.nurture.campaign.Workflow;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Planted;
import org.nurture.journey.rules.Reach;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.Time;
import org.nurture.tracking.EventType;

/**
 * Counts what an update would do: a statement or two per changed activity, whatever the number of
 * participants. Where something is due is asked the other way round, by the latest base whose due
 * time has come (D9: no arithmetic with dates in SQL).
 */
@ApplicationScoped
public class UpdatePreview implements ChangeNumbers {
  /** Where each row has to be looked at, so many are; more are reckoned from these. */
  private static final int LOOKED_AT = 20_000;

  private final Database db;
  private final InstantSource clock;

  @Inject
  public UpdatePreview(Database db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected UpdatePreview() {
    this(null, null);
  }

  @Override
  public Map<Long, Numbers> of(Workflow live, Workflow staged, Consequences what) {
    Instant now = Time.now(clock);
    Map<Long, Step> steps = live.byId();
    Map<Long, Numbers> numbers = new LinkedHashMap<>();
    for (Step step : staged.steps()) {
      boolean known = steps.containsKey(step.id());
      Numbers of = Numbers.NONE;
      if (what.plants(step.id())) {
        long moved = known ? scheduled(step.id(), noCondition()) : 0;
        of = planted(live, staged.zone(), step, now).plus(new Numbers(0, 0, 0, moved));
      } else if (what.retimed().contains(step.id()) || what.zone() && onCalendar(step)) {
        of = retimed(step, staged.zone(), now);
      }
      if (!of.equals(Numbers.NONE)) {
        numbers.put(step.id(), of);
      }
    }
    for (long removed : what.removed()) {
      long canceled = scheduled(removed, noCondition()) + queued(removed);
      if (canceled > 0) {
        numbers.put(removed, new Numbers(0, 0, canceled, 0));
      }
    }
    return numbers;
  }

  private static boolean onCalendar(Step step) {
    Interval wait = step.waitAtMost();
    return step.interval().unit() != IntervalUnit.HOURS
        || wait != null && wait.unit() != IntervalUnit.HOURS;
  }

  /** SCHEDULED traces of an activity, tests aside. */
  private long scheduled(long activity, Condition which) {
    return db.sql()
        .select(count())
        .from(TRACE)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
        .where(TRACE.ACTIVITY_ID.eq(activity))
        .and(TRACE.STATE.eq(TraceState.SCHEDULED.code()))
        .and(PARTICIPANT.TEST.isFalse())
        .and(which)
        .fetchSingle()
        .value1();
  }

  /** Its messages that could still be withdrawn. */
  private long queued(long activity) {
    return db.sql()
        .select(count())
        .from(OUTBOX)
        .where(OUTBOX.ACTIVITY_ID.eq(activity))
        .and(OUTBOX.SEND_AT.isNotNull())
        .and(OUTBOX.STATE.in(MessageState.QUEUED.code(), MessageState.CLAIMED.code()))
        .and(OUTBOX.TEST.isFalse())
        .fetchSingle()
        .value1();
  }

  /** U3. */
  private Numbers retimed(Step step, ZoneId zone, Instant now) {
    long all = scheduled(step.id(), noCondition());
    long due =
        all == 0
            ? 0
            : scheduled(
                step.id(),
                TRACE
                    .DUE
                    .isNotNull()
                    .and(TRACE.NEXT_AT.isNotNull())
                    .and(TRACE.SINCE.le(Reach.latestBase(step.interval(), now, zone))));
    return new Numbers(all, due, 0, 0);
  }

  /** U2, and what U6 plans anew. */
  private Numbers planted(Workflow live, ZoneId zone, Step step, Instant now) {
    Instant reach = Reach.latestBase(step.interval(), now, zone);
    Long parent = step.parentId();
    if (parent == null) {
      return counted(
          db.sql()
              .select(
                  count(),
                  count().filterWhere(PARTICIPANT.ENROLLED_AT.le(reach)),
                  count().filterWhere(falseCondition()))
              .from(PARTICIPANT)
              .where(PARTICIPANT.CAMPAIGN_ID.eq(live.campaignId()))
              .and(open(step)));
    }
    if (parent < 0) {
      return Numbers.NONE; // nobody went through the parent yet
    }
    return switch (step.trigger().kind()) {
      case AFTER -> children(parent, step, falseCondition(), TRACE.PROCESSED_AT.le(reach));
      case UNLESS ->
          children(
              parent,
              step,
              column(step.trigger()).isNotNull().or(OUTBOX.BOUNCED_AT.isNotNull()),
              sent().le(reach));
      case WHEN ->
          step.waitAtMost() == null
              ? children(parent, step, bounced(step), column(step.trigger()).le(reach))
              : lookedAt(parent, step, now, zone);
    };
  }

  private static Condition bounced(Step step) {
    return column(step.trigger()) == OUTBOX.BOUNCED_AT
        ? falseCondition()
        : OUTBOX.BOUNCED_AT.isNotNull();
  }

  private Numbers children(long parent, Step step, Condition cancelled, Condition due) {
    return counted(
        under(
            db.sql()
                .select(
                    count().filterWhere(not(nonNull(cancelled))),
                    count().filterWhere(nonNull(due).and(not(nonNull(cancelled)))),
                    count().filterWhere(cancelled)),
            parent,
            step));
  }

  /** A condition on a message that may not be there is false, not unknown. */
  private static Condition nonNull(Condition condition) {
    return when(condition, true).otherwise(false).isTrue();
  }

  /** Where waiting may have ended before the event came, by the very rules of the work itself. */
  private Numbers lookedAt(long parent, Step step, Instant now, ZoneId zone) {
    long all = under(db.sql().select(count()), parent, step).fetchSingle(0, Long.class);
    long scheduled = 0;
    long due = 0;
    long cancelled = 0;
    var rows =
        under(
                db.sql()
                    .select(TRACE.PROCESSED_AT, sent().as("handed_at"))
                    .select(MessageStore.FIRSTS.values()),
                parent,
                step)
            .limit(LOOKED_AT)
            .fetch();
    for (Record row : rows) {
      Map<EventType, Instant> first = new EnumMap<>(EventType.class);
      MessageStore.FIRSTS.forEach(
          (type, column) -> {
            if (row.get(column) != null) {
              first.put(type, row.get(column));
            }
          });
      Instant processed = Objects.requireNonNull(row.get(TRACE.PROCESSED_AT));
      Planted planted =
          Planted.child(step, processed, row.get("handed_at", Instant.class), first, now, zone);
      Instant at = planted.plan().due();
      if (planted.cancelled() != null) {
        cancelled++;
      } else {
        scheduled++;
        due += at != null && !at.isAfter(now) ? 1 : 0;
      }
    }
    double scale = rows.isEmpty() ? 1 : (double) all / rows.size();
    return new Numbers(
        Math.round(scheduled * scale), Math.round(due * scale), Math.round(cancelled * scale), 0);
  }

  private <R extends Record> SelectConditionStep<R> under(
      org.jooq.SelectFromStep<R> select, long parent, Step step) {
    return select
        .from(TRACE)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
        .leftJoin(OUTBOX)
        .on(OUTBOX.TRACE_ID.eq(TRACE.ID))
        .and(OUTBOX.SLOT.eq((short) 0))
        .where(TRACE.ACTIVITY_ID.eq(parent))
        .and(TRACE.STATE.eq(TraceState.PROCESSED.code()))
        .and(open(step));
  }

  /** Participants that would get one: under way or through, and without one that has ended. */
  private static Condition open(Step step) {
    var own = TRACE.as("own");
    return PARTICIPANT
        .STATE
        .in(ParticipantState.RUNNING.code(), ParticipantState.COMPLETED.code())
        .and(PARTICIPANT.TEST.isFalse())
        .and(PARTICIPANT.PURGED_AT.isNull())
        .and(PARTICIPANT.ID.gt(step.enrolledAfter()))
        .and(
            step.id() < 0
                ? noCondition()
                : not(
                    exists(
                        selectOne()
                            .from(own)
                            .where(own.PARTICIPANT_ID.eq(PARTICIPANT.ID))
                            .and(own.ACTIVITY_ID.eq(step.id()))
                            .and(own.STATE.ne(TraceState.SCHEDULED.code())))));
  }

  /** When the message was handed over; null while it is not (X10). */
  private static Field<@Nullable Instant> sent() {
    return when(
        OUTBOX.STATE.notIn(
            MessageState.QUEUED.code(), MessageState.CLAIMED.code(), MessageState.SENDING.code()),
        OUTBOX.SENT_AT);
  }

  /** The first event of the kind that the trigger is about. */
  private static Field<Instant> column(TriggerType trigger) {
    return switch (trigger) {
      case MAIL_OPENED, MAIL_NOT_OPENED -> OUTBOX.OPENED_AT;
      case MAIL_REPLIED, MAIL_NOT_REPLIED -> OUTBOX.REPLIED_AT;
      case MAIL_CLICKED, MAIL_NOT_CLICKED, SMS_CLICKED, SMS_NOT_CLICKED -> OUTBOX.CLICKED_AT;
      case MAIL_BOUNCED, SMS_BOUNCED -> OUTBOX.BOUNCED_AT;
      case BEGIN, ACTIVITY -> throw new IllegalArgumentException(trigger + " is about no event");
    };
  }

  private static Numbers counted(SelectConditionStep<? extends Record> query) {
    Record row = query.fetchSingle();
    return new Numbers(row.get(0, Long.class), row.get(1, Long.class), row.get(2, Long.class), 0);
  }
}
