package org.nurture.harness;

import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.RECORD_FOLLOWER;
import static org.nurture.platform.schema.Tables.RECORD_NOTE;
import static org.nurture.platform.schema.Tables.TODO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.model.World;

/**
 * What is in the database of a campaign's doings, as {@link World#effects} tells it.
 *
 * @param refs of activities, by id
 */
record Effects(DSLContext sql, long campaign, Map<Long, String> refs) {
  /** What a purge leaves of a message's content. */
  private static final String NOTHING = "{}";

  List<String> told() {
    List<String> told = new ArrayList<>();
    ContactTable.all(sql).forEach(c -> told.add(c.toString()));
    ContactTable.tasks(sql).forEach(t -> told.add(World.told("task", t.value2(), t.value1())));
    onRecords(told);
    messages(told);
    return told;
  }

  private void onRecords(List<String> told) {
    sql.selectFrom(TODO)
        .where(TODO.CAMPAIGN_ID.eq(campaign))
        .forEach(
            t ->
                told.add(
                    World.told(
                        "todo",
                        t.getRecordNum(),
                        refs.get(t.getActivityId()),
                        t.getDueAt(),
                        t.getSummary(),
                        t.getAssignee())));
    sql.selectFrom(RECORD_NOTE)
        .where(RECORD_NOTE.CAMPAIGN_ID.eq(campaign))
        .forEach(
            n ->
                told.add(
                    World.told(
                        "note",
                        n.getRecordNum(),
                        refs.get(n.getActivityId()),
                        n.getSubject(),
                        n.getBody())));
    sql.selectFrom(RECORD_FOLLOWER)
        .where(RECORD_FOLLOWER.CAMPAIGN_ID.eq(campaign))
        .forEach(f -> told.add(World.told("follower", f.getRecordNum(), f.getFollower())));
  }

  private void messages(List<String> told) {
    sql.select(
            PARTICIPANT.RECORD_NUM,
            OUTBOX.ACTIVITY_ID,
            OUTBOX.SLOT,
            OUTBOX.KIND,
            OUTBOX.ADDRESS,
            OUTBOX.STATE,
            OUTBOX.DATA)
        .from(OUTBOX)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(OUTBOX.PARTICIPANT_ID))
        .where(OUTBOX.CAMPAIGN_ID.eq(campaign))
        .forEach(
            r ->
                told.add(
                    World.told(
                        "message",
                        r.value1() == null ? 0 : r.value1(),
                        refs.get(r.value2()),
                        r.value3(),
                        channel(Kind.of(r.value4())),
                        r.value5(),
                        MessageState.of(r.value6()),
                        data(Kind.of(r.value4()), r.value7()))));
  }

  private static @Nullable ActivityType channel(Kind kind) {
    return switch (kind) {
      case MAIL -> ActivityType.EMAIL;
      case SMS -> ActivityType.SMS;
      case WEBHOOK -> null;
    };
  }

  private static @Nullable String data(Kind kind, String data) {
    return kind == Kind.WEBHOOK && !data.equals(NOTHING) ? data : null;
  }
}
