package org.nurture.insight;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.nurture.platform.schema.Tables.COUNTER;
import static org.nurture.platform.schema.Tables.COUNTER_DELTA;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Table;
import org.nurture.campaign.CampaignDirectory;
import org.nurture.insight.CampaignFigures.ActivityFigures;
import org.nurture.journey.CounterKind;
import org.nurture.journey.ParticipantState;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;

/**
 * Counts (D10): what is folded and the open deltas, read in one statement, so exact as of the last
 * commit and never dependent on how many participants there are. Joins the caller's transaction.
 */
@Dependent
public class Figures {
  private static final short FIRST_PARTICIPANT_KIND = CounterKind.PARTICIPANTS_RUNNING.code();

  private final Database database;
  private final CampaignDirectory campaigns;
  private final InstantSource clock;

  @Inject
  public Figures(Database database, CampaignDirectory campaigns, InstantSource clock) {
    this.database = database;
    this.campaigns = campaigns;
    this.clock = clock;
  }

  /** What one day brought to one activity. */
  public record Day(LocalDate date, long done, long rejected) {}

  /**
   * All figures of a campaign.
   *
   * @throws NurtureException NOT_FOUND
   */
  public CampaignFigures of(long campaignId) {
    CampaignDirectory.Known campaign = known(campaignId);
    CampaignFigures figures =
        new CampaignFigures(
            Time.now(clock), new EnumMap<>(ParticipantState.class), new LinkedHashMap<>());
    Map<Long, ActivityFigures> byId = new HashMap<>();
    for (CampaignDirectory.KnownActivity activity : campaign.activities()) {
      ActivityFigures none = new ActivityFigures();
      byId.put(activity.id(), none);
      figures.activities().put(activity.ref(), none);
    }
    Arrays.stream(ParticipantState.values()).forEach(s -> figures.participants().put(s, 0L));
    for (Count count : counts(List.of(campaignId))) {
      ActivityFigures activity = byId.get(count.activityId());
      if (count.kind().code() >= FIRST_PARTICIPANT_KIND) {
        figures.participants().merge(state(count.kind()), count.n(), Long::sum);
      } else if (activity != null) {
        activity.add(count.kind(), count.n());
      }
    }
    return figures;
  }

  /**
   * Sums over all activities, and participants, of several campaigns: a list's row each. One
   * statement for all; campaigns without any count have an empty row.
   */
  public Map<Long, Totals> totals(Collection<Long> campaignIds) {
    Map<Long, Map<CounterKind, Long>> sums = new HashMap<>();
    campaignIds.forEach(id -> sums.put(id, new EnumMap<>(CounterKind.class)));
    for (Count count : counts(campaignIds)) {
      Map<CounterKind, Long> campaign = sums.get(count.campaignId());
      if (campaign != null) {
        campaign.merge(count.kind(), count.n(), Long::sum);
      }
    }
    Map<Long, Totals> totals = new HashMap<>();
    sums.forEach((id, counts) -> totals.put(id, new Totals(counts)));
    return totals;
  }

  /** A campaign's figures without its activities. */
  public record Totals(Map<CounterKind, Long> counts) {
    public long get(CounterKind kind) {
      return counts.getOrDefault(kind, 0L);
    }

    public long participants() {
      return Arrays.stream(CounterKind.values())
          .filter(k -> k.code() >= FIRST_PARTICIPANT_KIND)
          .mapToLong(this::get)
          .sum();
    }
  }

  /**
   * Done and rejected by day, for the bars of the nodes.
   *
   * @param days how many, today (UTC) the last
   * @return by ref, in the workflow's order; each list has all the days, the oldest first
   * @throws NurtureException NOT_FOUND
   */
  public Map<String, List<Day>> byDay(long campaignId, int days) {
    CampaignDirectory.Known campaign = known(campaignId);
    LocalDate today = LocalDate.ofInstant(Time.now(clock), ZoneOffset.UTC);
    LocalDate first = today.minusDays(days - 1L);
    Map<String, Long> counts = dayCounts(campaignId, first);
    Map<String, List<Day>> series = new LinkedHashMap<>();
    for (CampaignDirectory.KnownActivity activity : campaign.activities()) {
      List<Day> line = new ArrayList<>();
      first
          .datesUntil(today.plusDays(1))
          .forEach(
              day ->
                  line.add(
                      new Day(
                          day,
                          counts.getOrDefault(key(activity.id(), day, CounterKind.SUCCESS), 0L),
                          counts.getOrDefault(key(activity.id(), day, CounterKind.REJECTED), 0L))));
      series.put(activity.ref(), line);
    }
    return series;
  }

  /**
   * What each day brought to several campaigns, over all their activities, in one statement.
   *
   * @param days how many, today (UTC) the last
   * @return done by day, the oldest first; of campaigns with nothing done in that time: none
   */
  public Map<Long, long[]> doneByDay(Collection<Long> campaignIds, int days) {
    LocalDate first = LocalDate.ofInstant(Time.now(clock), ZoneOffset.UTC).minusDays(days - 1L);
    Table<?> all =
        select(COUNTER.CAMPAIGN_ID, COUNTER.ON_DAY, COUNTER.N)
            .from(COUNTER)
            .where(COUNTER.CAMPAIGN_ID.in(campaignIds))
            .and(COUNTER.ON_DAY.ge(inline(first)))
            .and(COUNTER.KIND.eq(CounterKind.SUCCESS.code()))
            .unionAll(
                select(COUNTER_DELTA.CAMPAIGN_ID, COUNTER_DELTA.ON_DAY, COUNTER_DELTA.N)
                    .from(COUNTER_DELTA)
                    .where(COUNTER_DELTA.CAMPAIGN_ID.in(campaignIds))
                    .and(COUNTER_DELTA.ON_DAY.ge(inline(first)))
                    .and(COUNTER_DELTA.KIND.eq(CounterKind.SUCCESS.code())))
            .asTable("counts");
    Field<Long> campaign = of(all, COUNTER.CAMPAIGN_ID);
    Field<String> day = of(all, COUNTER.ON_DAY).cast(String.class);
    Map<Long, long[]> series = new HashMap<>();
    database
        .sql()
        .select(campaign, day, sum(of(all, COUNTER.N)))
        .from(all)
        .groupBy(campaign, day)
        .forEach(
            r -> {
              long at = ChronoUnit.DAYS.between(first, LocalDate.parse(r.value2()));
              if (at >= 0 && at < days) {
                series.computeIfAbsent(r.value1(), k -> new long[days])[(int) at] +=
                    whole(r.value3());
              }
            });
    return series;
  }

  private Map<String, Long> dayCounts(long campaignId, LocalDate first) {
    List<Short> kinds = List.of(CounterKind.SUCCESS.code(), CounterKind.REJECTED.code());
    Table<?> all =
        select(COUNTER.ACTIVITY_ID, COUNTER.ON_DAY, COUNTER.KIND, COUNTER.N)
            .from(COUNTER)
            .where(COUNTER.CAMPAIGN_ID.eq(campaignId))
            .and(COUNTER.ON_DAY.ge(inline(first)))
            .and(COUNTER.KIND.in(kinds))
            .unionAll(
                select(
                        COUNTER_DELTA.ACTIVITY_ID,
                        COUNTER_DELTA.ON_DAY,
                        COUNTER_DELTA.KIND,
                        COUNTER_DELTA.N)
                    .from(COUNTER_DELTA)
                    .where(COUNTER_DELTA.CAMPAIGN_ID.eq(campaignId))
                    .and(COUNTER_DELTA.ON_DAY.ge(inline(first)))
                    .and(COUNTER_DELTA.KIND.in(kinds)))
            .asTable("counts");
    Field<Long> activity = of(all, COUNTER.ACTIVITY_ID);
    // As text: H2's driver takes a date through two time zones, the session's and the JVM's.
    Field<String> day = of(all, COUNTER.ON_DAY).cast(String.class);
    Field<Short> kind = of(all, COUNTER.KIND);
    Map<String, Long> counts = new HashMap<>();
    database
        .sql()
        .select(activity, day, kind, sum(of(all, COUNTER.N)))
        .from(all)
        .groupBy(activity, day, kind)
        .forEach(
            r ->
                counts.put(
                    key(r.value1(), LocalDate.parse(r.value2()), CounterKind.of(r.value3())),
                    whole(r.value4())));
    return counts;
  }

  private record Count(long campaignId, long activityId, CounterKind kind, long n) {}

  private List<Count> counts(Collection<Long> campaignIds) {
    Table<?> all =
        select(COUNTER.CAMPAIGN_ID, COUNTER.ACTIVITY_ID, COUNTER.KIND, COUNTER.N)
            .from(COUNTER)
            .where(COUNTER.CAMPAIGN_ID.in(campaignIds))
            .unionAll(
                select(
                        COUNTER_DELTA.CAMPAIGN_ID,
                        COUNTER_DELTA.ACTIVITY_ID,
                        COUNTER_DELTA.KIND,
                        COUNTER_DELTA.N)
                    .from(COUNTER_DELTA)
                    .where(COUNTER_DELTA.CAMPAIGN_ID.in(campaignIds)))
            .asTable("counts");
    Field<Long> campaign = of(all, COUNTER.CAMPAIGN_ID);
    Field<Long> activity = of(all, COUNTER.ACTIVITY_ID);
    Field<Short> kind = of(all, COUNTER.KIND);
    return database
        .sql()
        .select(campaign, activity, kind, sum(of(all, COUNTER.N)))
        .from(all)
        .groupBy(campaign, activity, kind)
        .fetch(
            r -> new Count(r.value1(), r.value2(), CounterKind.of(r.value3()), whole(r.value4())));
  }

  private CampaignDirectory.Known known(long campaignId) {
    return campaigns
        .find(campaignId)
        .orElseThrow(() -> NurtureException.notFound("campaign", campaignId));
  }

  private static ParticipantState state(CounterKind kind) {
    return ParticipantState.of((short) (kind.code() - FIRST_PARTICIPANT_KIND));
  }

  private static <T> Field<T> of(Table<?> table, Field<T> field) {
    return java.util.Objects.requireNonNull(table.field(field));
  }

  private static String key(long activity, LocalDate day, CounterKind kind) {
    return activity + " " + day + " " + kind;
  }

  private static long whole(BigDecimal sum) {
    return sum.longValueExact();
  }
}
