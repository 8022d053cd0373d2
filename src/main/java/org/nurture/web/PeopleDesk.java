package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.campaign.Campaigns;
import org.nurture.insight.ParticipantRow;
import org.nurture.insight.Participants;
import org.nurture.insight.Timeline;
import org.nurture.insight.Timelines;
import org.nurture.journey.Journeys;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.Time;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/** Participants with the names of their records, and what happened to them. */
@ApplicationScoped
public class PeopleDesk {
  private final Participants participants;
  private final Timelines timelines;
  private final Campaigns campaigns;
  private final Journeys journeys;
  private final Audience audience;
  private final CurrentUser user;
  private final InstantSource clock;

  @Inject
  public PeopleDesk(
      Participants participants,
      Timelines timelines,
      Campaigns campaigns,
      Journeys journeys,
      Audience audience,
      CurrentUser user,
      InstantSource clock) {
    this.participants = participants;
    this.timelines = timelines;
    this.campaigns = campaigns;
    this.journeys = journeys;
    this.audience = audience;
    this.user = user;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected PeopleDesk() {
    this(null, null, null, null, null, null, null);
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
      @Nullable Instant completedAt)
      implements Serializable {}

  /** A person's passage. */
  public record Passage(String campaign, Person person, Timeline timeline) {}

  /**
   * @throws org.nurture.platform.NurtureException NOT_FOUND, FORBIDDEN
   */
  @Transactional
  List<Person> page(
      long campaign, @Nullable ParticipantState state, @Nullable String record, long after, int n) {
    String target = campaigns.get(campaign).document().target();
    return named(
        target, participants.page(campaign, new Participants.Query(state, record), after, n));
  }

  @Transactional
  Passage passage(long campaign, long participant) {
    var view = campaigns.get(campaign);
    Timeline timeline = timelines.of(campaign, participant);
    Person person = named(view.document().target(), List.of(timeline.participant())).get(0);
    return new Passage(view.document().name(), person, timeline);
  }

  /** The campaign's name. */
  String campaign(long id) {
    return campaigns.get(id).document().name();
  }

  /** P1. */
  void remove(long campaign, long participant) {
    user.demand(Role.MANAGER);
    journeys.remove(campaign, participant);
  }

  /** One statement for the whole page; records that are gone have no name. */
  private List<Person> named(String target, List<ParticipantRow> rows) {
    Map<RecordKey, Audience.Examined> found = Map.of();
    @Nullable String name = null;
    @Nullable String address = null;
    try {
      Map<Target.Role, String> roles = audience.target(target).roles();
      name = roles.get(Target.Role.NAME);
      address = roles.get(Target.Role.EMAIL);
      List<String> paths = Stream.of(name, address).filter(Objects::nonNull).distinct().toList();
      found =
          audience.examine(
              target,
              rows.stream().map(ParticipantRow::record).toList(),
              Filter.ALL,
              true,
              paths,
              Time.now(clock));
    } catch (RuntimeException e) {
      // the host's table is gone: the keys remain
      found = Map.of();
    }
    List<Person> people = new ArrayList<>();
    for (ParticipantRow row : rows) {
      Audience.Examined record = found.get(row.record());
      people.add(
          new Person(
              row.id(),
              row.record().toString(),
              text(record, name),
              text(record, address),
              row.state().name(),
              row.test(),
              row.enrolledAt(),
              row.completedAt()));
    }
    return people;
  }

  private static String text(Audience.@Nullable Examined record, @Nullable String path) {
    Object value = record == null || path == null ? null : record.values().get(path);
    return value == null ? "" : value.toString();
  }
}
