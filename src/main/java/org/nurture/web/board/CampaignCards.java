package org.nurture.web.board;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;
import org.nurture.campaign.CampaignDocument;
import org.nurture.campaign.CampaignOverview;
import org.nurture.campaign.CampaignOverview.Detail;
import org.nurture.campaign.CampaignOverview.Line;
import org.nurture.campaign.CampaignState;
import org.nurture.insight.Figures;
import org.nurture.insight.Queues;
import org.nurture.journey.CounterKind;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Say;

/** What is said of the campaigns that are looked at. */
@ApplicationScoped
public class CampaignCards {
  private static final int DAYS = 21;
  private static final int TAGS = 2;
  private static final Duration SOON = Duration.ofHours(1);

  private final CampaignOverview campaigns;
  private final Fields fields;
  private final Figures figures;
  private final Queues queues;
  private final CampaignWords words;
  private final Say say;

  @Inject
  public CampaignCards(
      CampaignOverview campaigns,
      Fields fields,
      Figures figures,
      Queues queues,
      CampaignWords words,
      Say say) {
    this.campaigns = campaigns;
    this.fields = fields;
    this.figures = figures;
    this.queues = queues;
    this.words = words;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignCards() {
    this(null, null, null, null, null, new Say());
  }

  /** The cards of these, by id; a handful of statements for all. */
  @Transactional
  Map<Long, CampaignCard> of(Collection<Long> ids, BoardQuery query) {
    Map<Long, CampaignCard> cards = new HashMap<>();
    if (ids.isEmpty()) {
      return cards;
    }
    Map<String, String> labels = fields.targetLabels();
    List<Line> lines = campaigns.lines(ids);
    Map<Long, Detail> details = campaigns.details(ids);
    Map<Long, Figures.Totals> totals = figures.totals(ids);
    Map<Long, long[]> days = figures.doneByDay(ids, DAYS);
    Map<Long, Queues.Upcoming> upcoming =
        queues.upcoming(
            lines.stream().filter(l -> l.state() == CampaignState.RUNNING).map(Line::id).toList(),
            SOON);
    for (Line line : lines) {
      Detail detail = details.get(line.id());
      Figures.Totals sums = totals.get(line.id());
      if (detail != null && sums != null) {
        cards.put(
            line.id(),
            card(
                line,
                detail,
                sums,
                days.getOrDefault(line.id(), new long[DAYS]),
                upcoming.get(line.id()),
                labels,
                query));
      }
    }
    return cards;
  }

  private CampaignCard card(
      Line line,
      Detail detail,
      Figures.Totals sums,
      long[] days,
      Queues.@Nullable Upcoming upcoming,
      Map<String, String> labels,
      BoardQuery query) {
    CampaignDocument document = detail.document();
    boolean messages =
        document.places().stream().anyMatch(p -> p.activity().type() != ActivityType.ACTION);
    boolean ran = CampaignWords.ran(line.state());
    String blocked = detail.blocked() == null ? "" : detail.blocked();
    long waiting = sums.get(CounterKind.SCHEDULED) + sums.get(CounterKind.WAITING);
    List<String> tags = line.tags();
    String by = query.get(BoardQuery.GROUP);
    String target = labels.getOrDefault(line.target(), line.target());
    return new CampaignCard(
        line.id(),
        line.name(),
        CampaignWords.state(line),
        line.state().name(),
        target,
        switch (by) {
          case "target" -> target;
          case "responsible" ->
              CampaignBoard.responsible(line).isEmpty()
                  ? say.of("campaigns.nobody")
                  : CampaignBoard.responsible(line);
          default -> say.of("state.campaign." + CampaignWords.state(line));
        },
        line.responsible(),
        CampaignWords.initials(line.responsible()),
        tags.stream().limit(TAGS).toList(),
        tags.size() <= TAGS ? "" : String.join(", ", tags.subList(TAGS, tags.size())),
        document.places().size(),
        line.state() == CampaignState.NEW ? detail.missing() : 0,
        detail.staged(),
        sums.get(CounterKind.ERROR),
        blocked,
        ran ? figures(sums, messages) : List.of(),
        ran ? Sparkline.line(days) : "",
        ran ? Sparkline.area(days) : "",
        words.status(new CampaignWords.Facts(line, detail.missing(), blocked, waiting, upcoming)),
        new CampaignCard.Numbers(
            sums.participants(),
            messages ? sums.get(CounterKind.SENT) : null,
            messages ? sums.get(CounterKind.OPENED) : null,
            messages ? sums.get(CounterKind.CLICKED) : null));
  }

  private List<CampaignCard.Figure> figures(Figures.Totals sums, boolean messages) {
    CampaignCard.Figure participants =
        figure("participants", say.of("number", sums.participants()));
    if (!messages) {
      return List.of(
          participants,
          figure("done", say.of("number", sums.get(CounterKind.SUCCESS))),
          figure("rejected", say.of("number", sums.get(CounterKind.REJECTED))));
    }
    long sent = sums.get(CounterKind.SENT);
    return List.of(
        participants,
        figure("sent", say.of("number", sent)),
        figure("opened", orDash(CampaignWords.share(sums.get(CounterKind.OPENED), sent))),
        figure("clicked", orDash(CampaignWords.share(sums.get(CounterKind.CLICKED), sent))));
  }

  private static CampaignCard.Figure figure(String label, String value) {
    return new CampaignCard.Figure(label, value);
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
