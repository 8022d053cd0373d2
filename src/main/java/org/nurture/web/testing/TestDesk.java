package org.nurture.web.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.FieldInfo;
import org.nurture.audience.FieldType;
import org.nurture.audience.HostWriter;
import org.nurture.audience.RecordKey;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDirectory.KnownActivity;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.Campaigns;
import org.nurture.campaign.KeptVersion;
import org.nurture.campaign.Workflow.Step;
import org.nurture.insight.TestRuns;
import org.nurture.insight.TestRuns.TestRun;
import org.nurture.insight.TraceRow;
import org.nurture.insight.Traces;
import org.nurture.journey.CampaignTests;
import org.nurture.journey.Journeys;
import org.nurture.journey.Journeys.ReportedEvent;
import org.nurture.journey.TypedAddresses;
import org.nurture.message.MessageViews;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.security.CurrentUser;
import org.nurture.tracking.EventType;

/** Tests of campaigns as their page needs them. */
@ApplicationScoped
public class TestDesk {
  /** Earlier tests that are listed. */
  private static final int LISTED = 20;

  private static final int MOST_TRACES = 1000;

  private final Campaigns campaigns;
  private final CampaignTests tests;
  private final TestRuns runs;
  private final Traces traces;
  private final Journeys journeys;
  private final MessageViews messages;
  private final RecordSearch records;
  private final CurrentUser user;
  private final Audience audience;
  private final HostWriter writer;
  private final InstantSource clock;

  @Inject
  public TestDesk(
      Campaigns campaigns,
      CampaignTests tests,
      TestRuns runs,
      Traces traces,
      Journeys journeys,
      MessageViews messages,
      RecordSearch records,
      CurrentUser user,
      Audience audience,
      HostWriter writer,
      InstantSource clock) {
    this.campaigns = campaigns;
    this.tests = tests;
    this.runs = runs;
    this.traces = traces;
    this.journeys = journeys;
    this.messages = messages;
    this.records = records;
    this.user = user;
    this.audience = audience;
    this.writer = writer;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected TestDesk() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** What is to be tested. */
  public record About(String name, String target, boolean mails, boolean texts, boolean nothing) {}

  /** An earlier test, with the record's name. */
  public record Earlier(TestRun run, String name) {}

  /** A test under way, or ended. */
  public record Shown(TestRun run, RecordSearch.Found record, List<TestStep> steps) {}

  /**
   * @throws NurtureException NOT_FOUND, FORBIDDEN
   */
  @Transactional
  About about(long campaign) {
    CampaignDocument document = campaigns.get(campaign).document();
    Set<ActivityType> types =
        document.places().stream().map(p -> p.activity().type()).collect(Collectors.toSet());
    return new About(
        document.name(),
        document.target(),
        types.contains(ActivityType.EMAIL),
        types.contains(ActivityType.SMS),
        document.activities().isEmpty());
  }

  /**
   * A field of a new record.
   *
   * @param needed whether the host takes no record without it
   */
  public record NewField(String name, String label, boolean needed) implements Serializable {}

  /** What a new record to test with is asked for; empty: records can't be made here. */
  @Transactional
  List<NewField> newFields(long campaign) {
    Target target = audience.target(campaigns.get(campaign).document().target());
    if (!target.writable() || !audience.local(target.name())) {
      return List.of();
    }
    Set<String> asked = new LinkedHashSet<>(target.display());
    Stream.of(Role.EMAIL, Role.PHONE)
        .map(target.roles()::get)
        .filter(Objects::nonNull)
        .forEach(asked::add);
    String key = target.roles().get(Role.KEY);
    return audience.fields(target.name()).stream()
        .filter(f -> f.relation() == null && f.type() == FieldType.TEXT && !f.name().equals(key))
        .filter(f -> asked.contains(f.name()) || !f.nullable())
        .map(f -> new NewField(f.name(), f.label(), !f.nullable()))
        .toList();
  }

  /**
   * Makes a record of the campaign's target, in the host.
   *
   * @param values by field; empty ones are left out
   * @throws NurtureException INVALID: what does not fit; CONFLICT: the host refuses, with its words
   */
  @Transactional(rollbackOn = NurtureException.class)
  RecordSearch.Found create(long campaign, Map<String, String> values) {
    String target = campaigns.get(campaign).document().target();
    List<HostWriter.Assignment> set = new ArrayList<>();
    values.forEach(
        (field, value) -> {
          if (!value.isBlank()) {
            set.add(new HostWriter.Assignment(field, value.strip(), null));
          }
        });
    stamped(target).forEach((field, now) -> set.add(new HostWriter.Assignment(field, now, null)));
    RecordKey key = writer.create(target, set, Time.now(clock));
    return records.named(target, List.of(key)).getOrDefault(key, RecordSearch.Found.gone(key));
  }

  /**
   * Dates that the host's own programs set and never leave empty: when it was made, and changed.
   */
  private Map<String, String> stamped(String target) {
    Map<String, String> stamps = new LinkedHashMap<>();
    for (FieldInfo field : audience.fields(target)) {
      boolean time = field.type() == FieldType.DATETIME;
      if (!field.nullable() && (time || field.type() == FieldType.DATE)) {
        stamps.put(field.name(), time ? "now" : "today");
      }
    }
    return stamps;
  }

  /** Records to test with: those that match the campaign's filter come first. */
  @Transactional
  List<RecordSearch.Found> search(long campaign, String words) {
    CampaignDocument document = campaigns.get(campaign).document();
    return records.find(document.target(), document.filter(), words);
  }

  @Transactional
  List<Earlier> earlier(long campaign) {
    String target = campaigns.get(campaign).document().target();
    List<TestRun> newest = runs.newest(campaign, LISTED);
    Map<RecordKey, RecordSearch.Found> named =
        records.named(target, newest.stream().map(TestRun::record).toList());
    return newest.stream()
        .map(
            run -> {
              RecordSearch.Found found = named.get(run.record());
              return new Earlier(run, found == null ? run.record().toString() : found.name());
            })
        .toList();
  }

  @Transactional
  Shown show(long campaign, long participant) {
    String target = campaigns.get(campaign).document().target();
    TestRun run =
        runs.find(campaign, participant)
            .orElseThrow(() -> NurtureException.notFound("test", participant));
    KeptVersion version = tests.version(participant).orElseThrow();
    Map<Long, TraceRow> byActivity = new HashMap<>();
    traces
        .page(campaign, new Traces.Query(participant, null, null), 0, MOST_TRACES)
        .forEach(trace -> byActivity.put(trace.activityId(), trace));
    RecordSearch.Found record =
        records
            .named(target, List.of(run.record()))
            .getOrDefault(run.record(), RecordSearch.Found.gone(run.record()));
    return new Shown(run, record, steps(version, byActivity));
  }

  private static List<TestStep> steps(KeptVersion version, Map<Long, TraceRow> traces) {
    Map<Long, TestStep> steps = new HashMap<>();
    List<TestStep> inOrder = new ArrayList<>();
    for (Step step : version.workflow().steps()) {
      TestStep parent = step.parentId() == null ? null : steps.get(step.parentId());
      TestStep shown = new TestStep(known(version, step), step, parent, traces.get(step.id()));
      steps.put(step.id(), shown);
      inOrder.add(shown);
    }
    return inOrder;
  }

  private static KnownActivity known(KeptVersion version, Step step) {
    return new KnownActivity(
        step.id(),
        step.ref(),
        version.name(step),
        step.type(),
        step.parentId(),
        step.trigger(),
        false);
  }

  @Transactional
  MessageViews.@Nullable Shown read(long id) {
    return messages.find(id).orElse(null);
  }

  /**
   * @throws NurtureException as {@link CampaignTests#launch}
   */
  long launch(long campaign, RecordKey record, @Nullable String email, @Nullable String phone) {
    campaigns.get(campaign);
    return tests.launch(campaign, record, new TypedAddresses(email, phone), user.name());
  }

  void run(long campaign, long trace) {
    campaigns.get(campaign);
    tests.run(trace);
  }

  /** A bounce that is played is a soft one: it suppresses no address. */
  void play(long campaign, long trace, EventType type, @Nullable String url) {
    campaigns.get(campaign);
    Boolean hard = type == EventType.BOUNCED ? Boolean.FALSE : null;
    journeys.report(trace, new ReportedEvent(type, null, hard, url, null));
  }

  void stop(long campaign, long participant) {
    campaigns.get(campaign);
    tests.stop(campaign, participant);
  }
}
