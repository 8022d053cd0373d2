package org.nurture.insight;

import static org.nurture.platform.schema.Tables.EVENT;
import static org.nurture.platform.schema.Tables.LINK;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.insight.Timeline.Entry;
import org.nurture.insight.Timeline.Kind;
import org.nurture.journey.ParticipantState;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.tracking.EventType;

/** Tells what happened to one person in one campaign, when, and why. Joins the transaction. */
@Dependent
public class Timelines {
  /** Raw hits that are shown; a machine may bring thousands. */
  private static final int MOST_HITS = 300;

  private static final int MOST_TRACES = 2000;

  private final Database database;
  private final CampaignDirectory campaigns;
  private final Participants participants;
  private final Traces traces;
  private final Postings postings;

  @Inject
  public Timelines(
      Database database,
      CampaignDirectory campaigns,
      Participants participants,
      Traces traces,
      Postings postings) {
    this.database = database;
    this.campaigns = campaigns;
    this.participants = participants;
    this.traces = traces;
    this.postings = postings;
  }

  /**
   * The whole of it.
   *
   * @throws NurtureException NOT_FOUND
   */
  public Timeline of(long campaignId, long participantId) {
    ParticipantRow person =
        participants
            .find(campaignId, participantId)
            .orElseThrow(() -> NurtureException.notFound("participant", participantId));
    Map<Long, KnownActivity> activities =
        campaigns.find(campaignId).orElseThrow().activities().stream()
            .collect(
                Collectors.toMap(
                    KnownActivity::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    List<TraceRow> rows =
        traces.page(campaignId, new Traces.Query(participantId, null, null), 0, MOST_TRACES);
    List<Record> hits = hits(rows);
    List<Entry> planned = new ArrayList<>();
    List<Entry> past = new ArrayList<>(aboutPerson(person));
    Map<Long, List<Postings.Posting>> posted = posted(rows, activities);
    for (TraceRow trace : rows) {
      Entry entry = posted(entry(trace, activities), posted.getOrDefault(trace.id(), List.of()));
      (trace.state() == TraceState.SCHEDULED ? planned : past).add(entry);
    }
    Map<Long, TraceRow> byId =
        rows.stream().collect(Collectors.toMap(TraceRow::id, Function.identity()));
    hits.stream().limit(MOST_HITS).forEach(hit -> past.add(entry(hit, byId, activities)));
    planned.sort(planOf(activities.values()));
    past.sort(CAME_ABOUT.reversed());
    return new Timeline(person, planned, past, hits.size() > MOST_HITS);
  }

  private Map<Long, List<Postings.Posting>> posted(
      List<TraceRow> rows, Map<Long, KnownActivity> activities) {
    return postings.of(
        rows.stream()
            .filter(
                row -> {
                  KnownActivity activity = activities.get(row.activityId());
                  return activity != null && activity.type() == ActivityType.ACTION;
                })
            .map(TraceRow::id)
            .toList());
  }

  /** With what became of its webhooks; what made it fail says so already. */
  private static Entry posted(Entry entry, List<Postings.Posting> posted) {
    if (posted.isEmpty() || entry.kind() == Kind.ERROR) {
      return entry;
    }
    String words = posted.stream().map(Postings.Posting::words).collect(Collectors.joining(" · "));
    return new Entry(
        entry.kind(),
        entry.at(),
        entry.title(),
        entry.why() == null ? words : entry.why() + " · " + words,
        entry.reason(),
        entry.activity(),
        entry.trace(),
        entry.counted(),
        entry.event(),
        entry.message(),
        entry.channel());
  }

  /** As it will run (X8): by due time, then by the activity's position in the workflow. */
  private static Comparator<Entry> planOf(Collection<KnownActivity> activities) {
    List<String> order =
        activities.stream().filter(a -> !a.removed()).map(KnownActivity::ref).toList();
    return Comparator.comparing(Entry::at, Comparator.nullsLast(Comparator.naturalOrder()))
        .thenComparing(e -> order.indexOf(e.activity() == null ? "" : e.activity()))
        .thenComparing(Entry::trace, Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  /**
   * What happens at one instant, in the order in which it came about: enrolled first, ended last,
   * an event after its message and before what it set going.
   */
  private static final Comparator<Entry> CAME_ABOUT =
      Comparator.comparing(Entry::at, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(
              e ->
                  e.trace() != null || e.kind() == Kind.EVENT
                      ? 1
                      : e.kind() == Kind.ENROLLED ? 0 : 2)
          .thenComparing(Entry::trace, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(e -> e.kind() == Kind.EVENT);

  private static List<Entry> aboutPerson(ParticipantRow person) {
    List<Entry> entries = new ArrayList<>();
    entries.add(plain(Kind.ENROLLED, person.enrolledAt(), Text.of("Enrolled"), null));
    if (person.state() == ParticipantState.COMPLETED) {
      entries.add(
          plain(
              Kind.COMPLETED,
              person.completedAt(),
              Text.of("Completed"),
              Text.of("Nothing is planned any more")));
    } else if (person.state() == ParticipantState.UNLINKED) {
      entries.add(
          plain(
              Kind.UNLINKED,
              person.completedAt(),
              Text.of("Unlinked"),
              Text.of("The record is no longer in the CRM")));
    } else if (person.state() == ParticipantState.REMOVED) {
      entries.add(
          plain(
              Kind.REMOVED,
              person.completedAt(),
              Text.of("Removed"),
              Text.of("Taken out by hand")));
    }
    return entries;
  }

  private static Entry entry(TraceRow trace, Map<Long, KnownActivity> activities) {
    KnownActivity activity = activities.get(trace.activityId());
    if (activity == null) {
      return plain(
          kind(trace), trace.processedAt(), Text.of("An activity that is no longer known"), null);
    }
    KnownActivity parent = activity.parentId() == null ? null : activities.get(activity.parentId());
    String parentName = parent == null ? null : parent.name();
    return new Entry(
        kind(trace),
        at(trace),
        Words.title(trace, activity, parentName),
        Words.why(trace, activity, parentName),
        trace.reason(),
        activity.ref(),
        trace.id(),
        false,
        null,
        trace.message() == null ? null : trace.message().id(),
        trace.message() == null ? null : trace.message().kind());
  }

  private static @Nullable Instant at(TraceRow trace) {
    if (trace.waiting()) {
      return trace.waitUntil();
    }
    return trace.state() == TraceState.SCHEDULED || trace.processedAt() == null
        ? trace.due()
        : trace.processedAt();
  }

  private static Kind kind(TraceRow trace) {
    return switch (trace.state()) {
      case SCHEDULED -> trace.waiting() ? Kind.WAITING : Kind.PLANNED;
      case PROCESSED -> trace.reason() == Reason.IN_DOUBT ? Kind.IN_DOUBT : Kind.DONE;
      case REJECTED -> Kind.REJECTED;
      case CANCELED -> Kind.CANCELED;
      case ERROR -> Kind.ERROR;
    };
  }

  private List<Record> hits(List<TraceRow> traces) {
    Long[] messages =
        traces.stream()
            .map(TraceRow::message)
            .filter(m -> m != null)
            .map(TraceRow.MessageRow::id)
            .toArray(Long[]::new);
    return List.copyOf(
        database
            .sql()
            .select(EVENT.TRACE_ID, EVENT.TYPE, EVENT.AT, EVENT.COUNTED, EVENT.HARD, EVENT.BOT)
            .select(LINK.URL)
            .from(EVENT)
            .leftJoin(LINK)
            .on(LINK.ID.eq(EVENT.LINK_ID))
            .where(EVENT.MESSAGE_ID.eq(DSL.any(messages)))
            .orderBy(EVENT.AT.desc(), EVENT.ID.desc())
            .limit(MOST_HITS + 1)
            .fetch());
  }

  private static Entry entry(
      Record hit, Map<Long, TraceRow> traces, Map<Long, KnownActivity> activities) {
    TraceRow trace = traces.get(hit.get(EVENT.TRACE_ID));
    KnownActivity activity = trace == null ? null : activities.get(trace.activityId());
    String detail = hit.get(LINK.URL);
    if (Boolean.TRUE.equals(hit.get(EVENT.BOT))) {
      detail = detail == null ? Text.of("By a machine") : Text.of("{0} (by a machine)", detail);
    }
    return new Entry(
        Kind.EVENT,
        hit.get(EVENT.AT),
        Words.event(
            EventType.of(hit.get(EVENT.TYPE)),
            hit.get(EVENT.HARD),
            activity == null ? Text.of("a message") : activity.name()),
        detail,
        null,
        activity == null ? null : activity.ref(),
        hit.get(EVENT.TRACE_ID),
        hit.get(EVENT.COUNTED),
        EventType.of(hit.get(EVENT.TYPE)),
        null,
        trace == null || trace.message() == null ? null : trace.message().kind());
  }

  private static Entry plain(Kind kind, @Nullable Instant at, String title, @Nullable String why) {
    return new Entry(kind, at, title, why, null, null, null, false, null, null, null);
  }
}
