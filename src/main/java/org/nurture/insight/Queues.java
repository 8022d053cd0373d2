package org.nurture.insight;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.nurture.platform.schema.Tables.CAMPAIGN_BLOCK;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.EVENT_INBOX;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.LiveWorkflows;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.Time;

/**
 * What waits to be done: for the operations page, for progress, and for schedules that have nothing
 * to do. Every query reads an index that holds nothing but work. Joins the caller's transaction.
 */
@Dependent
public class Queues {
  /** Counting goes no further: a page needs no more, and must not wait for it. */
  public static final int MOST = 1_000_000;

  private static final String SINCE = "since_at";

  private final Database database;
  private final LiveWorkflows workflows;
  private final InstantSource clock;

  @Inject
  public Queues(Database database, LiveWorkflows workflows, InstantSource clock) {
    this.database = database;
    this.workflows = workflows;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param length at most {@link #MOST}
   * @param oldest since when the first has been waiting; null: it is empty
   * @param age how long that is; zero: it is empty
   */
  public record Queue(long length, @Nullable Instant oldest, Duration age) {
    /** Whether there is more than was counted. */
    public boolean cut() {
      return length >= MOST;
    }
  }

  /**
   * Due traces of campaigns that are RUNNING and not blocked.
   *
   * @param campaign null: all
   */
  public Queue due(@Nullable Long campaign) {
    Instant now = Time.now(clock);
    List<Long> campaigns = executed(campaign);
    return queue(TRACE, dueAt(now, campaigns), oldest(now, campaigns), now);
  }

  /**
   * What a campaign will do next.
   *
   * @param soon traces that are due within the time asked for, at most {@link #MOST_SOON}
   * @param next when the first of them is due, or the first one after that; null: none is planned
   */
  public record Upcoming(long soon, @Nullable Instant next) {}

  /** Lists need no more. */
  public static final int MOST_SOON = 10_000;

  /** Of several campaigns, in one statement that reads the index of work and stops early. */
  public Map<Long, Upcoming> upcoming(Collection<Long> campaigns, Duration within) {
    Instant until = Time.now(clock).plus(within);
    Optional<Select<Record3<Long, Integer, Instant>>> all =
        campaigns.stream().map(id -> upcoming(id, until)).reduce(Select::unionAll);
    Map<Long, Upcoming> found = new HashMap<>();
    if (all.isPresent()) {
      database
          .sql()
          .fetch(all.get())
          .forEach(r -> found.put(r.value1(), new Upcoming(r.value2(), r.value3())));
    }
    return found;
  }

  private static Select<Record3<Long, Integer, Instant>> upcoming(long campaign, Instant until) {
    Table<?> soon =
        select(inline(1).as("one"))
            .from(TRACE)
            .where(TRACE.CAMPAIGN_ID.eq(campaign))
            .and(TRACE.NEXT_AT.le(until))
            .limit(MOST_SOON)
            .asTable("soon" + campaign);
    Field<Instant> next =
        field(
            select(min(TRACE.NEXT_AT))
                .from(TRACE)
                .where(TRACE.CAMPAIGN_ID.eq(campaign))
                .and(TRACE.NEXT_AT.isNotNull()));
    return select(inline(campaign), count(), next).from(soon);
  }

  /** Whether {@code process} would find anything: due traces, or events not applied. */
  public boolean anythingToProcess() {
    Condition due = dueAt(Time.now(clock), executed(null));
    return database
        .sql()
        .select(
            field(
                exists(selectOne().from(EVENT_INBOX))
                    .or(exists(selectOne().from(CAMPAIGN_WORK)))
                    .or(exists(selectOne().from(TRACE).where(due)))))
        .fetchSingle()
        .value1();
  }

  /** Whether any campaign is RUNNING. */
  public boolean anythingRuns() {
    return !workflows.running().isEmpty();
  }

  /** How many events wait to be applied. */
  public long eventCount() {
    return database
        .sql()
        .select(count())
        .from(selectOne().from(EVENT_INBOX).limit(MOST))
        .fetchSingle()
        .value1();
  }

  /** Mail that may be handed over now. */
  public Queue mails() {
    return outbox(Kind.MAIL);
  }

  /** Texts that may be handed over now. */
  public Queue texts() {
    return outbox(Kind.SMS);
  }

  /** Webhooks that may be posted now. */
  public Queue webhooks() {
    return outbox(Kind.WEBHOOK);
  }

  /**
   * Whether something of each kind is queued and due, whatever its campaign's state, or was left by
   * a dead sender. To be selected along with something else, by those who look every few seconds
   * and find nothing.
   */
  public Map<Kind, Field<Boolean>> queued() {
    Instant now = Time.now(clock);
    Map<Kind, Field<Boolean>> queued = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      queued.put(kind, orLeftBehind(kind, due(kind, now)).as(kind.name()));
    }
    return queued;
  }

  /** Whether sending would find anything: messages due, or what a dead sender left. */
  public boolean anythingToSend(Kind kind) {
    return database
        .sql()
        .select(orLeftBehind(kind, waiting(kind, Time.now(clock))))
        .fetchSingle()
        .value1();
  }

  private static Field<Boolean> orLeftBehind(Kind kind, Condition waiting) {
    Condition left = OUTBOX.KIND.eq(kind.code()).and(OUTBOX.LEASE_UNTIL.le(currentInstant()));
    return field(
        exists(selectOne().from(OUTBOX).where(waiting))
            .or(exists(selectOne().from(OUTBOX).where(left))));
  }

  /** Messages whose hand-over has no recorded answer: a person decides (X6). */
  public long inDoubt() {
    return database
        .sql()
        .select(count())
        .from(
            selectOne()
                .from(OUTBOX)
                // written out: the index holds these alone
                .where(OUTBOX.STATE.eq(inline(MessageState.IN_DOUBT.code())))
                .limit(MOST))
        .fetchSingle()
        .value1();
  }

  private Queue outbox(Kind kind) {
    Instant now = Time.now(clock);
    Condition waiting = waiting(kind, now);
    return queue(
        OUTBOX, waiting, field(select(min(OUTBOX.SEND_AT)).from(OUTBOX).where(waiting)), now);
  }

  private Condition waiting(Kind kind, Instant now) {
    return due(kind, now).and(OUTBOX.TEST.isTrue().or(OUTBOX.CAMPAIGN_ID.in(workflows.running())));
  }

  /** Whatever its campaign's state. */
  private static Condition due(Kind kind, Instant now) {
    return OUTBOX.KIND.eq(kind.code()).and(OUTBOX.SEND_AT.le(now));
  }

  private List<Long> executed(@Nullable Long campaign) {
    List<Long> running = workflows.running();
    return campaign == null ? running : running.stream().filter(campaign::equals).toList();
  }

  private static Condition dueAt(Instant now, List<Long> campaigns) {
    return TRACE.CAMPAIGN_ID.in(campaigns).and(TRACE.NEXT_AT.le(now)).and(free(TRACE.CAMPAIGN_ID));
  }

  private static Condition free(Field<Long> campaign) {
    return notExists(
        selectOne().from(CAMPAIGN_BLOCK).where(CAMPAIGN_BLOCK.CAMPAIGN_ID.eq(campaign)));
  }

  /** The first of each campaign, which is the first in the index of work, and of them the first. */
  private static Field<Instant> oldest(Instant now, List<Long> campaigns) {
    Field<Long> id = field(name("c", "id"), Long.class);
    Table<Record1<Instant>> firsts =
        select(
                field(
                        select(min(TRACE.NEXT_AT))
                            .from(TRACE)
                            .where(TRACE.CAMPAIGN_ID.eq(id))
                            .and(TRACE.NEXT_AT.le(now)))
                    .as(SINCE))
            .from(
                table("unnest(cast({0} as bigint array))", val(campaigns.toArray(Long[]::new)))
                    .as("c", "id"))
            .where(free(id))
            .asTable("firsts");
    return field(select(min(firsts.field(SINCE, Instant.class))).from(firsts));
  }

  /**
   * @param since of the first of all: counting stops before it has seen them
   */
  private Queue queue(Table<?> table, Condition condition, Field<Instant> since, Instant now) {
    Table<?> waiting = selectOne().from(table).where(condition).limit(MOST).asTable("waiting");
    var first = database.sql().select(count(), since).from(waiting).fetchSingle();
    Instant oldest = first.value2();
    Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, now);
    return new Queue(first.value1(), oldest, age);
  }
}
