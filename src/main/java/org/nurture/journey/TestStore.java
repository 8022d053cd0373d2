package org.nurture.journey;

import static org.nurture.platform.schema.Tables.CAMPAIGN_TEST;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.KeptVersion;
import org.nurture.campaign.Workflow.Step;
import org.nurture.journey.rules.Plan;
import org.nurture.platform.Database;

/** Statements on tests: their participants and the versions that they keep. */
final class TestStore {
  private final Database db;

  TestStore(Database db) {
    this.db = db;
  }

  /** A trace of a test, as it is found by its id. */
  record Found(long campaign, long participant, boolean test) {}

  Optional<Found> find(long traceId) {
    return db.sql()
        .select(TRACE.CAMPAIGN_ID, TRACE.PARTICIPANT_ID, PARTICIPANT.TEST)
        .from(TRACE)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
        .where(TRACE.ID.eq(traceId))
        .fetchOptional(row -> new Found(row.value1(), row.value2(), row.value3()));
  }

  /**
   * Adds a test participant, RUNNING. Its round is minus its own id, so that it stands in nobody's
   * way (T2, E1), and it has no unique value (E2).
   */
  long insert(long campaign, RecordKey record, Instant now) {
    long free = -1 - (UUID.randomUUID().getMostSignificantBits() >>> 2);
    Long id =
        db.sql()
            .insertInto(PARTICIPANT)
            .set(PARTICIPANT.CAMPAIGN_ID, campaign)
            .set(PARTICIPANT.RECORD_NUM, record.number())
            .set(PARTICIPANT.RECORD_TEXT, record.text())
            .set(PARTICIPANT.ROUND, free)
            .set(PARTICIPANT.STATE, ParticipantState.RUNNING.code())
            .set(PARTICIPANT.TEST, true)
            .set(PARTICIPANT.BY_HAND, false)
            .set(PARTICIPANT.ENROLLED_AT, now)
            .returningResult(PARTICIPANT.ID)
            .fetchSingle()
            .value1();
    db.sql().update(PARTICIPANT).set(PARTICIPANT.ROUND, -id).where(PARTICIPANT.ID.eq(id)).execute();
    return id;
  }

  void keep(long participant, KeptVersion version, TypedAddresses typed, String by) {
    db.sql()
        .insertInto(CAMPAIGN_TEST)
        .set(CAMPAIGN_TEST.PARTICIPANT_ID, participant)
        .set(CAMPAIGN_TEST.CAMPAIGN_ID, version.workflow().campaignId())
        .set(CAMPAIGN_TEST.WORKFLOW, version.toJson())
        .set(CAMPAIGN_TEST.EMAIL_TO, typed.email())
        .set(CAMPAIGN_TEST.PHONE_TO, typed.phone())
        .set(CAMPAIGN_TEST.LAUNCHED_BY, by)
        .execute();
  }

  void plantRoots(long participant, KeptVersion version, Instant now) {
    for (Step root : version.workflow().roots()) {
      Plan plan = Plan.root(root, now, version.workflow().zone()).forTest();
      db.sql()
          .insertInto(TRACE)
          .set(TRACE.CAMPAIGN_ID, version.workflow().campaignId())
          .set(TRACE.PARTICIPANT_ID, participant)
          .set(TRACE.ACTIVITY_ID, root.id())
          .set(TRACE.STATE, TraceState.SCHEDULED.code())
          .set(TRACE.SINCE, plan.since())
          .set(TRACE.DUE, plan.due())
          .set(TRACE.WAIT_UNTIL, plan.waitUntil())
          .set(TRACE.NEXT_AT, plan.nextAt())
          .set(TRACE.ATTEMPTS, (short) 0)
          .execute();
    }
  }

  TypedAddresses typed(long participant) {
    return db.sql()
        .select(CAMPAIGN_TEST.EMAIL_TO, CAMPAIGN_TEST.PHONE_TO)
        .from(CAMPAIGN_TEST)
        .where(CAMPAIGN_TEST.PARTICIPANT_ID.eq(participant))
        .fetchOptional(row -> new TypedAddresses(row.value1(), row.value2()))
        .orElse(TypedAddresses.NONE);
  }

  /** By participant. */
  Map<Long, KeptVersion> versions(Collection<Long> participants) {
    if (participants.isEmpty()) {
      return Map.of();
    }
    Map<Long, KeptVersion> versions = new HashMap<>();
    db.sql()
        .select(CAMPAIGN_TEST.PARTICIPANT_ID, CAMPAIGN_TEST.WORKFLOW)
        .from(CAMPAIGN_TEST)
        .where(Rows.among(CAMPAIGN_TEST.PARTICIPANT_ID, participants))
        .forEach(row -> versions.put(row.value1(), KeptVersion.parse(row.value2())));
    return versions;
  }

  /**
   * Does work that concerns participants: for the real ones together, by the live version; for each
   * test by the version that it keeps.
   *
   * @param test null: no test's; else the test participant that an item belongs to
   */
  <T> void apart(
      Chunk chunk,
      List<T> items,
      Function<T, @Nullable Long> test,
      BiConsumer<Chunk, List<T>> work) {
    List<T> real = new ArrayList<>();
    Map<Long, List<T>> tests = new TreeMap<>();
    for (T item : items) {
      Long of = test.apply(item);
      (of == null ? real : tests.computeIfAbsent(of, t -> new ArrayList<>())).add(item);
    }
    if (!real.isEmpty()) {
      work.accept(chunk, real);
    }
    Map<Long, KeptVersion> versions = versions(tests.keySet());
    tests.forEach(
        (of, its) -> {
          KeptVersion kept = versions.get(of);
          work.accept(kept == null ? chunk : chunk.by(kept.workflow()), its);
        });
  }
}
