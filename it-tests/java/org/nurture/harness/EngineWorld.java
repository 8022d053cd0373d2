package org.nurture.harness;

import static java.util.Objects.requireNonNull;
import static org.nurture.platform.schema.Tables.CAMPAIGN_WORK;
import static org.nurture.platform.schema.Tables.INSTALLATION;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.RECORD_FOLLOWER;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;
import static org.nurture.platform.schema.Tables.SUPPRESSION;
import static org.nurture.platform.schema.Tables.TODO;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.ChangeNumbers.Numbers;
import org.nurture.campaign.Consequences;
import org.nurture.campaign.UpdateWork;
import org.nurture.campaign.Workflow;
import org.nurture.journey.Journeys;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.model.Act;
import org.nurture.model.Activity;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.model.World;
import org.nurture.platform.Time;
import org.nurture.support.SettableClock;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/**
 * The engine on a database, driven as the model is. One campaign each; many may share a database.
 */
public final class EngineWorld implements World {
  private static final AtomicLong CAMPAIGNS = new AtomicLong();
  private static final int ACTIVITIES = 1000;

  /** The activity's own message (D7). */
  private static final short OWN = 0;

  private static final List<Integer> CHUNKS = List.of(1, 7, 1000);

  private final TestDatabase db;
  private final EngineParts parts;
  private final long campaign = CAMPAIGNS.incrementAndGet();

  /** After how many slices the first one to process dies; 0: none does. */
  private final int dies;

  private final Map<Long, String> refs = new HashMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private final Map<String, Long> enrolledAfter = new HashMap<>();

  public EngineWorld(TestDatabase db) {
    this(db, new EngineParts(db));
  }

  /**
   * With chunks of 1, 7 or 1,000, the CRM inside or outside of our statements (D4), 1 or 4 workers,
   * some of which die at their work.
   */
  public static EngineWorld varied(TestDatabase db, long seed) {
    int chunk = CHUNKS.get((int) (seed % CHUNKS.size()));
    return new EngineWorld(
        db,
        new EngineParts(
            db, new Tuning(chunk, chunk, chunk), seed / 3 % 4 > 0, seed % 5 == 0 ? 4 : 1),
        seed % 4 == 3 ? 1 + (int) (seed / 4 % 5) : 0);
  }

  public EngineWorld(TestDatabase db, EngineParts parts) {
    this(db, parts, 0);
  }

  private EngineWorld(TestDatabase db, EngineParts parts, int dies) {
    this.dies = dies;
    this.db = db;
    this.parts = parts;
    db.run(ContactTable::create);
    db.run(ContactTable::empty);
    // what earlier worlds know of the same addresses is not to be known here
    db.run(
        sql ->
            List.of(SUPPRESSION, OUTBOX, TODO, RECORD_NOTE, RECORD_FOLLOWER)
                .forEach(table -> sql.deleteFrom(table).execute()));
    db.clock().set(SettableClock.START);
  }

  @Override
  public Instant now() {
    return Time.now(db.clock());
  }

  @Override
  public void moveTo(Instant instant) {
    db.clock().set(instant);
  }

  @Override
  public void put(Contact contact) {
    db.run(sql -> ContactTable.put(sql, contact));
  }

  @Override
  public void change(long key, String field, @Nullable Object value) {
    db.run(sql -> ContactTable.change(sql, key, field, value));
  }

  @Override
  public void delete(long key) {
    db.run(sql -> ContactTable.delete(sql, key));
  }

  @Override
  public void lock(long key, boolean locked) {
    parts.actions().lock(key, locked);
  }

  @Override
  public void launch(Plan plan) {
    parts.workflows().put(workflow(plan));
  }

  private Workflow workflow(Plan plan) {
    for (Activity activity : plan.activities()) {
      long id = ids.computeIfAbsent(activity.ref(), ref -> campaign * ACTIVITIES + ids.size());
      refs.put(id, activity.ref());
      parts.actions().put(id, activity);
    }
    return Workflows.of(campaign, plan, ids, enrolledAfter)
        .keeping(
            step ->
                step.actionId() == null
                    ? null
                    : new Workflow.Kept(parts.actions().version(step.actionId()), ""));
  }

  @Override
  public void rewrite(String ref, Act act) {
    parts.actions().put(requireNonNull(ids.get(ref)), act);
  }

  @Override
  public void update(Plan next, boolean onlyNew) {
    db.run(
        sql -> {
          parts.lock().exclusive(campaign);
          Workflow before = parts.workflows().find(campaign).orElseThrow();
          if (onlyNew) {
            long last = UpdateWork.lastParticipant(sql, campaign);
            next.activities().stream()
                .filter(a -> !ids.containsKey(a.ref()))
                .forEach(a -> enrolledAfter.put(a.ref(), last));
          }
          Workflow after = workflow(next);
          UpdateWork.open(
              sql, campaign, Consequences.between(before, after, onlyNew), "ann", now());
          parts.workflows().replace(after);
        });
  }

  /** What the preview says of an update. */
  Map<String, Numbers> preview(Plan next) {
    Workflow before = parts.workflows().find(campaign).orElseThrow();
    Map<String, Long> known = new HashMap<>(ids);
    for (Activity activity : next.activities()) {
      known.computeIfAbsent(activity.ref(), ref -> -1L - known.size());
    }
    Map<Long, String> byId = new HashMap<>();
    known.forEach((ref, id) -> byId.put(id, ref));
    Workflow after = Workflows.of(campaign, next, known, enrolledAfter);
    Map<String, Numbers> numbers = new TreeMap<>();
    db.ask(sql -> parts.preview().of(before, after, Consequences.between(before, after, false)))
        .forEach((id, of) -> numbers.put(byId.getOrDefault(id, "?"), of));
    return numbers;
  }

  /** SCHEDULED traces that process would look at now because they are due, by activity. */
  Map<String, Long> due() {
    Map<String, Long> due = new HashMap<>();
    db.run(
        sql ->
            sql.select(TRACE.ACTIVITY_ID)
                .from(TRACE)
                .where(TRACE.CAMPAIGN_ID.eq(campaign))
                .and(TRACE.NEXT_AT.le(now()))
                .and(TRACE.DUE.isNotNull())
                .forEach(r -> due.merge(refs.getOrDefault(r.value1(), "?"), 1L, Long::sum)));
    return due;
  }

  /** As people stop it: it waits for the chunks that are under way. */
  void stopAmidWork() {
    db.run(
        sql -> {
          parts.lock().exclusive(campaign);
          stop();
        });
  }

  /** Whether an update has anything left to do. */
  boolean workIsOpen() {
    return db.ask(sql -> sql.fetchExists(CAMPAIGN_WORK, CAMPAIGN_WORK.CAMPAIGN_ID.eq(campaign)));
  }

  @Override
  public void verify() {
    parts.verify(campaign);
  }

  @Override
  public void start() {
    parts.workflows().become(campaign, CampaignState.RUNNING);
  }

  @Override
  public void stop() {
    parts.workflows().become(campaign, CampaignState.STOPPED);
  }

  @Override
  public void enroll() {
    parts.enroll(campaign);
  }

  @Override
  public void process() {
    parts.processALittle(campaign, dies);
    parts.process(campaign);
  }

  @Override
  public void send(Map<Long, Fate> fates) {
    Map<Long, Fate> byParticipant = new HashMap<>();
    db.run(
        sql ->
            sql.select(PARTICIPANT.ID, PARTICIPANT.RECORD_NUM)
                .from(PARTICIPANT)
                .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
                .forEach(
                    r ->
                        byParticipant.put(
                            r.value1(), fates.getOrDefault(r.value2(), Fate.ACCEPTED))));
    parts.sender().run(byParticipant);
  }

  @Override
  public void event(long key, String ref, Happening h) {
    Long message =
        db.ask(
            sql ->
                sql.select(OUTBOX.ID)
                    .from(OUTBOX)
                    .where(OUTBOX.TRACE_ID.eq(traceId(key, ref)))
                    .and(OUTBOX.SLOT.eq(OWN))
                    .fetchOne(OUTBOX.ID));
    if (message != null) {
      db.run(
          sql ->
              parts
                  .inbox()
                  .append(
                      List.of(
                          new Incoming(
                              message, h.type(), h.at(), now(), h.hard(), false, url(h), h.id()))));
    }
  }

  @Override
  public void report(long key, String ref, Happening h) {
    parts
        .journeys()
        .report(
            traceId(key, ref),
            new Journeys.ReportedEvent(h.type(), h.at(), h.hard(), url(h), h.id()));
  }

  EngineParts parts() {
    return parts;
  }

  long campaign() {
    return campaign;
  }

  private static @Nullable String url(Happening h) {
    return h.type() == EventType.CLICKED ? "https://example.org/offer" : null;
  }

  @Override
  public void remove(long key) {
    parts.journeys().remove(campaign, participantId(key));
  }

  @Override
  public void purge(Duration retention) {
    EngineParts.exhaust(parts.journeys().purge(retention, campaign));
  }

  @Override
  public void erase(long key) {
    db.run(EngineWorld::install);
    parts.journeys().erase("contact", RecordKey.of(key));
  }

  /** Whose secret the hashes of erased persons are made with. */
  private static void install(DSLContext sql) {
    if (!sql.fetchExists(INSTALLATION)) {
      sql.insertInto(INSTALLATION)
          .set(INSTALLATION.ID, (short) 1)
          .set(INSTALLATION.INSTALLATION_ID, "test")
          .set(INSTALLATION.SECRET, "00ff00ff")
          .set(INSTALLATION.HELD, false)
          .execute();
    }
  }

  @Override
  public void suppress(String address) {
    Kind channel = address.contains("@") ? Kind.MAIL : Kind.SMS;
    db.run(
        sql ->
            sql.insertInto(SUPPRESSION)
                .set(SUPPRESSION.CHANNEL, channel.code())
                .set(SUPPRESSION.ADDRESS, address)
                .set(SUPPRESSION.REASON, "by_hand")
                .set(SUPPRESSION.SINCE, now())
                .execute());
  }

  @Override
  public List<ParticipantView> participants() {
    return db.ask(
        sql ->
            sql.select(PARTICIPANT.RECORD_NUM, PARTICIPANT.STATE, PARTICIPANT.COMPLETED_AT)
                .from(PARTICIPANT)
                .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
                .orderBy(PARTICIPANT.RECORD_NUM)
                .fetch(
                    r ->
                        new ParticipantView(
                            shown(r.value1()), ParticipantState.of(r.value2()), r.value3())));
  }

  @Override
  public List<TraceView> traces() {
    return db.ask(
        sql ->
            sql.select(
                    PARTICIPANT.RECORD_NUM,
                    TRACE.ACTIVITY_ID,
                    TRACE.STATE,
                    TRACE.REASON,
                    TRACE.DUE,
                    TRACE.PROCESSED_AT,
                    OUTBOX.STATE,
                    OUTBOX.OPENED_AT,
                    OUTBOX.CLICKED_AT,
                    OUTBOX.REPLIED_AT,
                    OUTBOX.BOUNCED_AT)
                .from(TRACE)
                .join(PARTICIPANT)
                .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
                .leftJoin(OUTBOX)
                .on(OUTBOX.TRACE_ID.eq(TRACE.ID).and(OUTBOX.SLOT.eq(OWN)))
                .where(TRACE.CAMPAIGN_ID.eq(campaign))
                .orderBy(TRACE.ID)
                .fetch(
                    r ->
                        new TraceView(
                            r.value1(),
                            refs.getOrDefault(r.value2(), "?"),
                            TraceState.of(r.value3()),
                            r.value4() == null ? null : Reason.of(r.value4()),
                            r.value5(),
                            r.value6(),
                            r.value7() == null
                                ? null
                                : new MessageView(
                                    MessageState.of(r.value7()).name(),
                                    r.value8(),
                                    r.value9(),
                                    r.value10(),
                                    r.value11()))));
  }

  @Override
  public List<String> effects() {
    return db.ask(sql -> new Effects(sql, campaign, refs).told());
  }

  /** 0 where it is erased. */
  private static long shown(@Nullable Long key) {
    return key == null ? 0 : key;
  }

  private long participantId(long key) {
    return db.ask(
        sql ->
            sql.select(PARTICIPANT.ID)
                .from(PARTICIPANT)
                .where(PARTICIPANT.CAMPAIGN_ID.eq(campaign))
                .and(PARTICIPANT.RECORD_NUM.eq(key))
                .fetchSingle(PARTICIPANT.ID));
  }

  long traceId(long key, String ref) {
    long activity =
        refs.entrySet().stream()
            .filter(e -> e.getValue().equals(ref))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return db.ask(
        sql ->
            sql.select(TRACE.ID)
                .from(TRACE)
                .join(PARTICIPANT)
                .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
                .where(TRACE.ACTIVITY_ID.eq(activity))
                .and(PARTICIPANT.RECORD_NUM.eq(key))
                .fetchSingle(TRACE.ID));
  }
}
