package org.nurture.insight;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.nurture.platform.schema.Tables.OUTBOX;
import static org.nurture.platform.schema.Tables.PARTICIPANT;
import static org.nurture.platform.schema.Tables.TRACE;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.insight.TraceRow.MessageRow;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.message.Kind;
import org.nurture.message.MessageState;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;

/**
 * Lists of traces with their messages, by pages in id order: two statements a page, however many
 * rows there are. Joins the caller's transaction.
 */
@Dependent
public class Traces {
  private static final short OWN_MESSAGE = 0;
  private static final String ID = "id";

  private final Database database;
  private final CampaignDirectory campaigns;

  @Inject
  public Traces(Database database, CampaignDirectory campaigns) {
    this.database = database;
    this.campaigns = campaigns;
  }

  /**
   * What to show.
   *
   * @param participant null: of all
   * @param activity id of one; null: of all
   * @param state null: all
   */
  public record Query(
      @Nullable Long participant, @Nullable Long activity, @Nullable TraceState state) {
    public static final Query ALL = new Query(null, null, null);
  }

  /**
   * One page.
   *
   * @param after id of the last one before it; 0: from the start
   * @throws NurtureException NOT_FOUND: no such campaign
   */
  public List<TraceRow> page(long campaignId, Query query, long after, int limit) {
    Map<Long, KnownActivity> activities = activities(campaignId);
    List<Long> ids =
        query.participant() != null
            ? ofParticipant(campaignId, query, after, limit)
            : ofActivities(wanted(query, activities), query, after, limit);
    return rows(ids, activities);
  }

  /** Empty: there is no such trace. */
  public Optional<TraceRow> find(long traceId) {
    Long campaign =
        database
            .sql()
            .select(TRACE.CAMPAIGN_ID)
            .from(TRACE)
            .where(TRACE.ID.eq(traceId))
            .fetchOne(TRACE.CAMPAIGN_ID);
    return campaign == null
        ? Optional.empty()
        : rows(List.of(traceId), activities(campaign)).stream().findFirst();
  }

  private List<Long> ofParticipant(long campaignId, Query query, long after, int limit) {
    return database
        .sql()
        .select(TRACE.ID)
        .from(TRACE)
        .where(TRACE.PARTICIPANT_ID.eq(query.participant()))
        .and(TRACE.CAMPAIGN_ID.eq(campaignId))
        .and(query.activity() == null ? noCondition() : TRACE.ACTIVITY_ID.eq(query.activity()))
        .and(inState(query.state()))
        .and(TRACE.ID.gt(after))
        .orderBy(TRACE.ID)
        .limit(limit)
        .fetch(TRACE.ID);
  }

  /** The first of each activity, by the index (activity, id); then the first of these. */
  private List<Long> ofActivities(Collection<Long> activities, Query query, long after, int limit) {
    Optional<Select<Record1<Long>>> all =
        activities.stream()
            .map(activity -> firstOf(activity, query, after, limit))
            .reduce(Select::unionAll);
    if (all.isEmpty()) {
      return List.of();
    }
    Table<Record1<Long>> candidates = all.get().asTable("candidates");
    Field<Long> id = java.util.Objects.requireNonNull(candidates.field(ID, Long.class));
    return database.sql().select(id).from(candidates).orderBy(id).limit(limit).fetch(id);
  }

  private static Select<Record1<Long>> firstOf(long activity, Query query, long after, int limit) {
    Table<Record1<Long>> first =
        select(TRACE.ID.as(ID))
            .from(TRACE)
            .where(TRACE.ACTIVITY_ID.eq(activity))
            .and(TRACE.ID.gt(after))
            .and(inState(query.state()))
            .orderBy(TRACE.ID)
            .limit(limit)
            .asTable("a" + activity);
    return select(first.field(ID, Long.class)).from(first);
  }

  private List<TraceRow> rows(List<Long> ids, Map<Long, KnownActivity> activities) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return database
        .sql()
        .select(TRACE.fields())
        .select(PARTICIPANT.RECORD_NUM, PARTICIPANT.RECORD_TEXT, PARTICIPANT.TEST)
        .select(OUTBOX.fields())
        .from(TRACE)
        .join(PARTICIPANT)
        .on(PARTICIPANT.ID.eq(TRACE.PARTICIPANT_ID))
        .leftJoin(OUTBOX)
        .on(OUTBOX.TRACE_ID.eq(TRACE.ID).and(OUTBOX.SLOT.eq(OWN_MESSAGE)))
        .where(TRACE.ID.eq(DSL.any(ids.toArray(Long[]::new))))
        .orderBy(TRACE.ID)
        .fetch(r -> row(r, activities));
  }

  private Map<Long, KnownActivity> activities(long campaignId) {
    return campaigns
        .find(campaignId)
        .orElseThrow(() -> NurtureException.notFound("campaign", campaignId))
        .activities()
        .stream()
        .collect(Collectors.toMap(KnownActivity::id, a -> a));
  }

  private static Collection<Long> wanted(Query query, Map<Long, KnownActivity> activities) {
    return query.activity() == null ? activities.keySet() : List.of(query.activity());
  }

  private static Condition inState(@Nullable TraceState state) {
    return state == null ? noCondition() : TRACE.STATE.eq(state.code());
  }

  private static TraceRow row(Record r, Map<Long, KnownActivity> activities) {
    Short reason = r.get(TRACE.REASON);
    KnownActivity activity = activities.get(r.get(TRACE.ACTIVITY_ID));
    return new TraceRow(
        r.get(TRACE.ID),
        r.get(TRACE.CAMPAIGN_ID),
        r.get(TRACE.PARTICIPANT_ID),
        Participants.key(r.get(PARTICIPANT.RECORD_NUM), r.get(PARTICIPANT.RECORD_TEXT)),
        r.get(TRACE.ACTIVITY_ID),
        activity == null ? "" : activity.ref(),
        TraceState.of(r.get(TRACE.STATE)),
        reason == null ? null : Reason.of(reason),
        r.get(TRACE.SINCE),
        r.get(TRACE.DUE),
        r.get(TRACE.WAIT_UNTIL),
        r.get(TRACE.PROCESSED_AT),
        r.get(TRACE.PARENT_ID),
        r.get(TRACE.ATTEMPTS),
        r.get(PARTICIPANT.TEST),
        read(r.get(TRACE.DETAIL)),
        message(r));
  }

  private static @Nullable MessageRow message(Record r) {
    if (r.get(OUTBOX.ID) == null) {
      return null;
    }
    MessageState state = MessageState.of(r.get(OUTBOX.STATE));
    return new MessageRow(
        r.get(OUTBOX.ID),
        Kind.of(r.get(OUTBOX.KIND)),
        r.get(OUTBOX.ADDRESS),
        state == MessageState.CLAIMED ? MessageState.QUEUED : state,
        r.get(OUTBOX.SENT_AT),
        r.get(OUTBOX.DELIVERED_AT),
        r.get(OUTBOX.OPENED_AT),
        r.get(OUTBOX.CLICKED_AT),
        r.get(OUTBOX.REPLIED_AT),
        r.get(OUTBOX.BOUNCED_AT),
        r.get(OUTBOX.UNSUBSCRIBED_AT),
        r.get(OUTBOX.ANSWER));
  }

  private static @Nullable String read(@Nullable String detail) {
    return detail == null ? null : Text.read(detail);
  }
}
