package org.nurture.web.board;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nurture.audience.Audience;
import org.nurture.audience.Filter;
import org.nurture.audience.HostChangedException;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignOverview;
import org.nurture.campaign.CampaignOverview.Detail;
import org.nurture.campaign.CampaignOverview.Line;
import org.nurture.insight.Figures;
import org.nurture.journey.CounterKind;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Time;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Say;

/** The page of campaigns: their rows in one go, and the rest of those that are looked at. */
@ApplicationScoped
public class CampaignBoard {
  /** More than anybody looks through; who has more is asked to search. */
  static final int MOST = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CampaignOverview campaigns;
  private final Fields fields;
  private final Figures figures;
  private final Audience audience;
  private final Say say;
  private final InstantSource clock;

  @Inject
  public CampaignBoard(
      CampaignOverview campaigns,
      Fields fields,
      Figures figures,
      Audience audience,
      Say say,
      InstantSource clock) {
    this.campaigns = campaigns;
    this.fields = fields;
    this.figures = figures;
    this.audience = audience;
    this.say = say;
    this.clock = clock;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignBoard() {
    this(null, null, null, null, new Say(), null);
  }

  /**
   * A campaign before it is looked at.
   *
   * @param group key of its group
   */
  record Entry(
      long id,
      String name,
      String group,
      String state,
      Instant since,
      String target,
      String responsible)
      implements Serializable {}

  /**
   * All that a search finds.
   *
   * @param total how many there are, shown or not
   * @param groups label by key, in order
   * @param tags of the campaigns found
   */
  record Found(
      long total,
      List<Entry> entries,
      Map<String, String> groups,
      List<String> tags,
      List<String> responsibles)
      implements Serializable {
    static final Found NOTHING = new Found(0, List.of(), Map.of(), List.of(), List.of());
  }

  @Transactional
  Found find(BoardQuery query, String me) {
    Map<String, String> labels = fields.targetLabels();
    String sought = query.get(BoardQuery.TEXT).toLowerCase(Locale.ROOT);
    List<String> textTargets =
        labels.entrySet().stream()
            .filter(e -> e.getValue().toLowerCase(Locale.ROOT).contains(sought))
            .map(Map.Entry::getKey)
            .toList();
    var search = query.search(me, textTargets);
    List<Line> lines = campaigns.lines(search, MOST);
    long total = lines.size() < MOST ? lines.size() : campaigns.count(search);
    String by = query.get(BoardQuery.GROUP);
    Map<String, String> groups = groups(by, lines, labels, query);
    List<Entry> entries =
        lines.stream()
            .map(
                l ->
                    new Entry(
                        l.id(),
                        l.name(),
                        group(by, l),
                        CampaignWords.state(l),
                        l.stateSince(),
                        labels.getOrDefault(l.target(), l.target()),
                        responsible(l)))
            .sorted(Comparator.comparing(Entry::since).reversed())
            .toList();
    return new Found(
        total,
        entries,
        groups,
        sorted(lines.stream().flatMap(l -> l.tags().stream())),
        sorted(lines.stream().map(CampaignBoard::responsible).filter(r -> !r.isEmpty())));
  }

  private static List<String> sorted(Stream<String> words) {
    TreeSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    words.forEach(sorted::add);
    return List.copyOf(sorted);
  }

  static String responsible(Line line) {
    return line.responsible() == null ? "" : line.responsible();
  }

  private static String group(String by, Line line) {
    return switch (by) {
      case "responsible" -> responsible(line);
      case "target" -> line.target();
      default -> CampaignWords.state(line);
    };
  }

  private Map<String, String> groups(
      String by, List<Line> lines, Map<String, String> labels, BoardQuery query) {
    Map<String, String> groups = new LinkedHashMap<>();
    if (by.equals("state")) {
      lanes(query).forEach(s -> groups.put(s, say.of("state.campaign." + s)));
      return groups;
    }
    Map<String, String> words = by.equals("target") ? labels : Map.of();
    lines.stream()
        .map(l -> group(by, l))
        .distinct()
        .sorted(Comparator.comparing(k -> words.getOrDefault(k, k)))
        .forEach(
            k ->
                groups.put(k, k.isEmpty() ? say.of("campaigns.nobody") : words.getOrDefault(k, k)));
    return groups;
  }

  /** Lanes that are there even when they are empty. */
  private static List<String> lanes(BoardQuery query) {
    String archived = query.get(BoardQuery.ARCHIVED);
    List<String> lanes = new ArrayList<>();
    if (!archived.equals("only")) {
      String state = query.get(BoardQuery.STATE);
      lanes.addAll(state.isEmpty() ? List.of("NEW", "RUNNING", "STOPPED") : List.of(state));
    }
    if (!archived.equals("no")) {
      lanes.add("ARCHIVED");
    }
    return lanes;
  }

  /**
   * Ids in the order of a column of figures.
   *
   * @param column participants, sent, opened, clicked
   */
  @Transactional
  Map<Long, Long> figure(Collection<Long> ids, String column) {
    Map<Long, Long> values = new HashMap<>();
    figures
        .totals(ids)
        .forEach(
            (id, sums) ->
                values.put(
                    id,
                    switch (column) {
                      case "sent" -> sums.get(CounterKind.SENT);
                      case "opened" -> sums.get(CounterKind.OPENED);
                      case "clicked" -> sums.get(CounterKind.CLICKED);
                      default -> sums.participants();
                    }));
    return values;
  }

  /**
   * How many records match each of these now, as far as the time allows: a slow table must not hold
   * the page. Campaigns with the same question are asked for once.
   */
  Map<Long, Long> matches(Collection<Long> ids) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Map<Long, Long> counts = new HashMap<>();
    Map<String, Long> asked = new HashMap<>();
    Map<Long, Detail> details = campaigns.details(ids);
    for (long id : ids) {
      Detail detail = details.get(id);
      if (detail == null) {
        counts.put(id, -1L);
      } else if (System.nanoTime() - until < 0) {
        String question = detail.document().target() + detail.document().filter().toJson();
        counts.put(id, asked.computeIfAbsent(question, q -> count(detail.document())));
      }
    }
    return counts;
  }

  /** −1: it can't be told. */
  private long count(CampaignDocument document) {
    try {
      Filter filter = document.filter();
      return audience.count(
          document.target(),
          filter,
          audience.namesActive(document.target(), filter),
          Time.now(clock));
    } catch (NurtureException | HostChangedException e) {
      return -1;
    }
  }
}
