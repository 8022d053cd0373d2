package org.nurture.journey;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nurture.model.Activity.action;
import static org.nurture.model.Activity.email;
import static org.nurture.model.Contact.contact;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nurture.harness.EngineParts;
import org.nurture.harness.EngineWorld;
import org.nurture.model.Plan;
import org.nurture.model.World.Fate;
import org.nurture.model.World.Happening;
import org.nurture.platform.Finding;
import org.nurture.platform.SlicedWork;
import org.nurture.support.TestDatabase;
import org.nurture.tracking.EventType;

/** Job verify: silent on sound data, and each kind of contradiction is found (D17). */
abstract class VerifyContract {
  private static final String TWICE =
      "insert into trace (campaign_id, participant_id, activity_id, state, since, attempts,"
          + " processed_at) select campaign_id, participant_id, activity_id, 1, since, 0, since"
          + " from trace where parent_id is null";

  private final TestDatabase db;
  private final EngineParts parts;

  VerifyContract(TestDatabase db) {
    this.db = db;
    this.parts = new EngineParts(db);
  }

  /** Messages in many states, a waiting child, an applied event, an ended participant. */
  @BeforeEach
  void a_campaign_with_a_past() {
    db.wipe();
    EngineWorld world = new EngineWorld(db, parts);
    for (long key = 1; key <= 6; key++) {
      world.put(contact(key));
    }
    world.launch(
        Plan.of(
            email("mail")
                .then(
                    action("not_opened").notOpened(2, DAYS),
                    action("opened").opened(0, HOURS),
                    action("after").after(1, HOURS))));
    world.enroll();
    world.process();
    world.send(Map.of(2L, Fate.HARD_BOUNCE, 3L, Fate.IN_DOUBT, 4L, Fate.GIVEN_UP, 5L, Fate.LATER));
    world.event(1, "mail", new Happening(EventType.OPENED, world.now(), null, null));
    world.remove(6);
    world.process();
    world.event(1, "mail", new Happening(EventType.DELIVERED, world.now(), null, null));
  }

  private List<Finding> findings() {
    SlicedWork work = parts.journeys().verify(null);
    while (work.next().isPresent()) {
      // the next slice
    }
    return work.findings();
  }

  @Test
  void sound_data_is_left_in_peace_D17() {
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void each_contradiction_is_found_and_nothing_is_changed_D17(Flaw flaw) {
    if (flaw == Flaw.TRACE_TWICE) {
      db.execute("drop index trace_participant");
    }
    db.execute(planting(flaw));
    String before = state();

    assertThat(findings()).extracting(Finding::name).contains(flaw.word());
    assertThat(state()).isEqualTo(before);
    if (flaw == Flaw.TRACE_TWICE) {
      db.execute(
          "delete from trace",
          "create unique index trace_participant on trace (participant_id, activity_id)");
    }
  }

  @Test
  void whatever_the_damage_the_list_is_bounded() {
    db.execute(
        "insert into trace (campaign_id, participant_id, activity_id, state, since, attempts)"
            + " select t.campaign_id, -c.id - 10 * t.id, t.activity_id, 0, t.since, 0"
            + " from trace t cross join crm.contact c");

    Finding orphans =
        findings().stream()
            .filter(f -> f.name().equals(Flaw.TRACE_ORPHAN.word()))
            .findFirst()
            .orElseThrow();
    assertThat(orphans.count()).isGreaterThan(30);
    assertThat(orphans.subjects()).hasSize(20).allMatch(s -> s.startsWith("trace "));
  }

  private String state() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of("participant", "trace", "outbox", "event", "event_inbox", "counter_delta")) {
      all.append(
          db.<Object>ask(sql -> sql.fetch("select * from " + table + " order by id").formatJSON()));
    }
    return all.toString();
  }

  /** A statement that makes it so. */
  private static String planting(Flaw flaw) {
    return switch (flaw) {
      case CAMPAIGN_MISSING ->
          "insert into participant (campaign_id, record_num, round, state, test, by_hand,"
              + " enrolled_at) select 999999, 1, 0, 0, false, false, max(enrolled_at) from"
              + " participant";
      case COUNTER ->
          "update counter_delta set n = n + 1 where id = (select max(id) from counter_delta)";
      case RUNNING_WITHOUT_PLAN ->
          "update participant set state = 0, completed_at = null where state = 3";
      case ENDED_WITH_PLAN -> "update participant set state = 2 where record_num = 1";
      case COMPLETED_AT -> "update participant set completed_at = enrolled_at where record_num = 1";
      case TEST_UNKNOWN -> "update participant set test = true where record_num = 1";
      // the unique index would not let it in; a damaged one may, as one that is not there
      case TRACE_TWICE -> TWICE;
      case TRACE_ORPHAN -> "delete from participant where record_num = 1";
      case PARENT_ORPHAN -> "delete from trace where parent_id is null";
      case PARENT_UNDONE ->
          "update trace set state = 3, reason = 0 where id in"
              + " (select parent_id from trace where state = 0 and parent_id is not null)";
      case TRACE_STATE -> "update trace set reason = 2 where state = 0";
      case ACTIVITY_UNKNOWN -> "update trace set activity_id = activity_id + 500 where state = 0";
      case FORGOTTEN -> "update trace set next_at = null where state = 0";
      case MESSAGE_MISSING -> "delete from outbox where state = 3";
      case MESSAGE_ORPHAN -> "delete from trace where parent_id is null";
      case MESSAGE_STATE -> "update outbox set state = 3, send_at = null where state = 6";
      case MESSAGE_QUEUE -> "update outbox set send_at = null where state = 0";
      case EVENT_ORPHAN -> "update event set message_id = -1";
      case EVENT_LOST -> "update outbox set opened_at = null";
      case INBOX_ORPHAN -> "update event_inbox set message_id = -1";
      case WORK_ORPHAN ->
          "insert into campaign_work_done (work_id, participant_id, dropped) values (-1, 1, 0)";
    };
  }
}
