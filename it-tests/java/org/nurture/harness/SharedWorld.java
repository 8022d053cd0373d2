package org.nurture.harness;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.nurture.campaign.Consequences;
import org.nurture.campaign.UpdateWork;
import org.nurture.campaign.Workflow;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.journey.Tuning;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.message.sms.smpp.SmppGateway;
import org.nurture.model.Activity;
import org.nurture.model.Contact;
import org.nurture.model.Plan;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Time;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventInbox.Incoming;
import org.nurture.tracking.EventType;

/**
 * The engine as one of several processes runs it: one campaign on a PostgreSQL database that they
 * share. In memory is nothing but the versions of its plan, which all of them know.
 */
public final class SharedWorld {
  private static final long CAMPAIGN = 1;
  private static final long FIRST_ACTIVITY = 100;

  private final TestDatabase db;
  private final EngineParts parts;
  private final List<Plan> versions;
  private final Map<String, Long> ids = new HashMap<>();
  private final Map<Long, String> refs = new HashMap<>();

  /**
   * @param chunk participants of a slice
   * @param versions of the campaign, the oldest first
   * @param version that is live: its index
   */
  public SharedWorld(TestDatabase db, int chunk, List<Plan> versions, int version) {
    this.db = db;
    this.parts = new EngineParts(db, new Tuning(chunk, chunk, chunk), true, 1);
    this.versions = versions;
    for (Plan plan : versions) {
      for (Activity activity : plan.activities()) {
        long id = ids.computeIfAbsent(activity.ref(), r -> FIRST_ACTIVITY + ids.size());
        refs.put(id, activity.ref());
      }
    }
    parts.workflows().put(workflow(version));
  }

  private Workflow workflow(int version) {
    Plan plan = versions.get(version);
    plan.activities()
        .forEach(a -> parts.actions().put(Objects.requireNonNull(ids.get(a.ref())), a));
    return Workflows.of(CAMPAIGN, plan, ids, Map.of());
  }

  /** Makes the CRM. */
  public void put(Collection<Contact> contacts) {
    db.run(ContactTable::create);
    db.run(sql -> contacts.forEach(c -> ContactTable.put(sql, c)));
  }

  public void delete(Collection<Long> keys) {
    db.run(sql -> keys.forEach(key -> ContactTable.delete(sql, key)));
  }

  /** Makes the next version live, as people do it. */
  public void update(int next) {
    db.run(
        sql -> {
          parts.lock().exclusive(CAMPAIGN);
          Workflow before = parts.workflows().find(CAMPAIGN).orElseThrow();
          Workflow after = workflow(next);
          UpdateWork.open(
              sql,
              CAMPAIGN,
              Consequences.between(before, after, false),
              "ann",
              Time.now(db.clock()));
          parts.workflows().replace(after);
        });
  }

  /** These recipients do something with their messages of that activity. */
  public void happen(String ref, Collection<Long> keys, EventType type) {
    Instant now = Time.now(db.clock());
    db.run(
        sql ->
            parts
                .inbox()
                .append(
                    sql.select(OUTBOX.ID)
                        .from(OUTBOX)
                        .join(PARTICIPANT)
                        .on(PARTICIPANT.ID.eq(OUTBOX.PARTICIPANT_ID))
                        .where(OUTBOX.ACTIVITY_ID.eq(ids.get(ref)))
                        .and(PARTICIPANT.RECORD_NUM.eq(DSL.any(DSL.val(keys.toArray(Long[]::new)))))
                        .orderBy(OUTBOX.ID)
                        .fetch(
                            r ->
                                new Incoming(
                                    r.value1(), type, now, now, null, false, null, null))));
  }

  /**
   * Work of a job that has not begun.
   *
   * @param job enroll, process or send-mail
   */
  public SlicedWork work(String job, Gateways gateways) {
    return switch (job) {
      case "enroll" -> parts.journeys().enroll(CAMPAIGN);
      case "process" -> parts.journeys().process(CAMPAIGN);
      case "send-mail" -> parts.mail(gateways.smtpPort());
      default -> throw new IllegalArgumentException("no job " + job);
    };
  }

  /**
   * Runs a job to its end.
   *
   * @param job enroll, process, send-mail or send-sms
   */
  public void run(String job, Gateways gateways) {
    if (job.equals("send-sms")) {
      try (SmppGateway gateway = parts.texts().gateway(gateways.smppUrl())) {
        EngineParts.exhaust(parts.texts().by(gateway));
      }
    } else {
      EngineParts.exhaust(work(job, gateways));
    }
  }

  /** So many deltas of nothing that folding the figures is worth it. */
  public void manyDeltas(int n) {
    db.run(
        sql ->
            sql.execute(
                "insert into counter_delta (campaign_id, activity_id, on_day, kind, n)"
                    + " select ?, ?, current_date, 0, 0 from generate_series(1, ?)",
                CAMPAIGN,
                FIRST_ACTIVITY,
                n));
  }

  /** As if a sender had claimed some mails and died, long ago. */
  public void claimedByTheDead(int n) {
    db.run(
        sql ->
            sql.execute(
                "update outbox set state = ?, owner = 'dead',"
                    + " lease_until = current_timestamp - interval '1' minute"
                    + " where id in (select id from outbox where kind = ? and state = ?"
                    + " order by id limit ?)",
                MessageState.CLAIMED.code(),
                Kind.MAIL.code(),
                MessageState.QUEUED.code(),
                n));
  }

  /** As if the time of all leases of dead senders were over; it is the database's (D12). */
  public void leasesEnd() {
    db.execute(
        "update outbox set lease_until = current_timestamp - interval '1' second"
            + " where lease_until is not null");
  }

  /** Fails where anything contradicts anything (D17). */
  public void verify() {
    parts.verify(CAMPAIGN);
  }

  /**
   * Participants, traces and what actions did, a line each, in order. A trace in doubt reads like
   * one that is not: that is all that a crash may change.
   */
  public List<String> state() {
    List<String> lines = new ArrayList<>();
    db.run(
        sql -> {
          sql.select(PARTICIPANT.RECORD_NUM, PARTICIPANT.STATE, PARTICIPANT.COMPLETED_AT)
              .from(PARTICIPANT)
              .orderBy(PARTICIPANT.RECORD_NUM)
              .forEach(
                  r ->
                      lines.add(
                          r.value1() + " " + ParticipantState.of(r.value2()) + " " + r.value3()));
          sql.select(
                  PARTICIPANT.RECORD_NUM,
                  TRACE.ACTIVITY_ID,
                  TRACE.STATE,
                  TRACE.REASON,
                  TRACE.DUE,
                  TRACE.NEXT_AT,
                  TRACE.PROCESSED_AT)
              .from(TRACE)
              .join(PARTICIPANT)
              .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
              .orderBy(PARTICIPANT.RECORD_NUM, TRACE.ACTIVITY_ID)
              .forEach(
                  r ->
                      lines.add(
                          r.value1()
                              + " "
                              + refs.get(r.value2())
                              + " "
                              + TraceState.of(r.value3())
                              + " "
                              + reason(r.value4())
                              + " due "
                              + r.value5()
                              + " look "
                              + r.value6()
                              + " processed "
                              + r.value7()));
        });
    lines.addAll(effects());
    return lines;
  }

  /** What actions did; messages have their own words. */
  private List<String> effects() {
    return db.ask(sql -> new Effects(sql, CAMPAIGN, refs).told()).stream()
        .filter(line -> !line.startsWith("message"))
        .sorted()
        .toList();
  }

  private static String reason(@org.jspecify.annotations.Nullable Short code) {
    return code == null || code == Reason.IN_DOUBT.code() ? "-" : Reason.of(code).word();
  }

  /** A message: for whom, and what became of it. */
  public record Sent(String ref, String address, MessageState state) {}

  /** All messages, in order of addresses and activities. */
  public List<Sent> messages() {
    return db.ask(
        sql ->
            sql.select(OUTBOX.ACTIVITY_ID, OUTBOX.ADDRESS, OUTBOX.STATE)
                .from(OUTBOX)
                .orderBy(OUTBOX.ADDRESS, OUTBOX.ACTIVITY_ID)
                .fetch(
                    r ->
                        new Sent(
                            Objects.requireNonNull(refs.get(r.value1())),
                            r.value2(),
                            MessageState.of(r.value3()))));
  }
}
