package org.nurture.web.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.RecordKey;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.insight.Happening;
import org.nurture.insight.NextStep;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.insight.Timeline;
import org.nurture.insight.Timelines;
import org.nurture.journey.Journeys;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.NurtureException;
import org.nurture.security.Audit;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** Participants with the names of their records, and what happened to them. */
@ApplicationScoped
public class PeopleDesk {
  /** Passages of one record that its page tells of. */
  private static final int MOST_PASSAGES = 20;

  private final Participants participants;
  private final Timelines timelines;
  private final Campaigns campaigns;
  private final CampaignDirectory directory;
  private final Journeys journeys;
  private final Records records;
  private final Audit audit;
  private final CurrentUser user;

  @Inject
  public PeopleDesk(
      Participants participants,
      Timelines timelines,
      Campaigns campaigns,
      CampaignDirectory directory,
      Journeys journeys,
      Records records,
      Audit audit,
      CurrentUser user) {
    this.audit = audit;
    this.participants = participants;
    this.timelines = timelines;
    this.campaigns = campaigns;
    this.directory = directory;
    this.journeys = journeys;
    this.records = records;
    this.user = user;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected PeopleDesk() {
    this(null, null, null, null, null, null, null, null);
  }

  /** A participant and what the record says of itself now. */
  public record Person(
      long id,
      String record,
      String name,
      String address,
      String state,
      boolean test,
      Instant enrolledAt,
      @Nullable Instant completedAt,
      String next,
      @Nullable Instant nextAt)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** A person's passage through one campaign. */
  public record Passage(
      long campaignId, String campaign, String target, Person person, Timeline timeline) {}

  /** All passages of one record. */
  public record Dossier(String target, Records.Seen record, List<Passage> passages) {}

  /** What a list of a campaign's participants needs to know of it. */
  public record Campaign(String name, String target, Map<String, String> activities)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What to list.
   *
   * @param text words of a name or address, or a key; empty: all
   * @param activity its ref; null: any
   */
  record Wanted(
      @Nullable ParticipantState state,
      boolean tests,
      @Nullable String activity,
      @Nullable Happening happening,
      String text) {}

  /**
   * @throws NurtureException NOT_FOUND, FORBIDDEN
   */
  @Transactional
  Campaign campaign(long id) {
    CampaignView view = campaigns.get(id);
    return new Campaign(
        view.document().name(),
        view.document().target(),
        directory.find(id).orElseThrow().activities().stream()
            .collect(Collectors.toMap(KnownActivity::ref, KnownActivity::name)));
  }

  /**
   * One page, in order of enrolment.
   *
   * @throws NurtureException NOT_FOUND, FORBIDDEN
   */
  @Transactional
  List<Person> page(long campaign, Wanted wanted, long after, int n) {
    String target = campaigns.get(campaign).document().target();
    Long activity = wanted.activity() == null ? null : activity(campaign, wanted.activity());
    List<RecordKey> among = wanted.text().isEmpty() ? null : records.search(target, wanted.text());
    Participants.Query query =
        new Participants.Query(
            wanted.state(), null, wanted.tests(), activity, wanted.happening(), among);
    List<ParticipantRow> rows = participants.page(campaign, query, after, n);
    Map<Long, NextStep> next =
        participants.next(campaign, rows.stream().map(ParticipantRow::id).toList());
    return named(target, rows, next);
  }

  /** An activity that is not there has no participants. */
  private long activity(long campaign, String ref) {
    return directory.find(campaign).orElseThrow().activities().stream()
        .filter(a -> a.ref().equals(ref))
        .mapToLong(KnownActivity::id)
        .findFirst()
        .orElse(0);
  }

  @Transactional
  Passage passage(long campaign, long participant) {
    CampaignView view = campaigns.get(campaign);
    Timeline timeline = timelines.of(campaign, participant);
    String target = view.document().target();
    Person person = named(target, List.of(timeline.participant()), Map.of()).get(0);
    return new Passage(campaign, view.document().name(), target, person, timeline);
  }

  /**
   * All that happened to one record, in the campaigns that the user may see.
   *
   * @throws NurtureException NOT_FOUND: no such target, or neither record nor passage
   */
  @Transactional
  Dossier dossier(String target, String key) {
    List<CampaignDirectory.Named> own =
        directory.ofTarget(target).stream().filter(c -> user.mayEdit(c.responsible())).toList();
    Map<Long, String> names =
        own.stream()
            .collect(Collectors.toMap(CampaignDirectory.Named::id, CampaignDirectory.Named::name));
    List<ParticipantRow> rows = participants.ofRecord(names.keySet(), key, MOST_PASSAGES);
    RecordKey known = rows.isEmpty() ? records.key(target, key) : rows.get(0).record();
    Records.Seen seen = records.seen(target, List.of(known)).get(known);
    if (seen == null && rows.isEmpty()) {
      throw NurtureException.notFound("record", key);
    }
    List<Passage> passages = new ArrayList<>();
    for (Person person : named(target, rows, Map.of())) {
      ParticipantRow row = rows.get(passages.size());
      passages.add(
          new Passage(
              row.campaignId(),
              names.getOrDefault(row.campaignId(), ""),
              target,
              person,
              timelines.of(row.campaignId(), row.id())));
    }
    return new Dossier(target, seen == null ? Records.Seen.gone(key) : seen, passages);
  }

  /** P1. */
  void remove(long campaign, long participant) {
    user.demand(Role.MANAGER);
    journeys.remove(campaign, participant);
  }

  /** P3: all that tells who it was. */
  @Transactional
  void erase(String target, String key) {
    user.demand(Role.ADMIN);
    int erased = journeys.erase(target, records.key(target, key));
    audit.write("record.erase", target, erased + " participations");
  }

  boolean mayErase() {
    return user.isAdmin();
  }

  /** One statement for the whole page; records that are gone have no name. */
  private List<Person> named(String target, List<ParticipantRow> rows, Map<Long, NextStep> next) {
    Map<RecordKey, Records.Seen> found =
        records.seen(target, rows.stream().map(ParticipantRow::record).distinct().toList());
    Function<ParticipantRow, Records.Seen> seen =
        row -> found.getOrDefault(row.record(), Records.Seen.gone(row.record().toString()));
    return rows.stream()
        .map(
            row -> {
              NextStep step = next.get(row.id());
              return new Person(
                  row.id(),
                  row.record().toString(),
                  seen.apply(row).name(),
                  seen.apply(row).address(),
                  row.state().name(),
                  row.test(),
                  row.enrolledAt(),
                  row.completedAt(),
                  step == null ? "" : step.activity(),
                  step == null ? null : step.due());
            })
        .toList();
  }
}
