package org.nurture.web.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.nurture.campaign.ActivityType;
import org.nurture.insight.CampaignFigures;
import org.nurture.insight.CampaignFigures.ActivityFigures;
import org.nurture.insight.Figures;
import org.nurture.insight.TestRuns;
import org.nurture.journey.ParticipantState;
import org.nurture.web.page.Say;

/** A campaign's figures as its form shows them: three statements, however many activities. */
@ApplicationScoped
public class FiguresDesk {
  private final Figures figures;
  private final TestRuns tests;
  private final Say say;

  @Inject
  public FiguresDesk(Figures figures, TestRuns tests, Say say) {
    this.figures = figures;
    this.tests = tests;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected FiguresDesk() {
    this(null, null, new Say());
  }

  /**
   * All figures of a campaign.
   *
   * @param head of the whole campaign, as texts by their place
   * @param nodes of each activity that runs or ran, by ref
   */
  record Snapshot(long participants, Map<String, String> head, Map<String, NodeFigures> nodes)
      implements Serializable {
    static final Snapshot NONE = new Snapshot(0, Map.of(), Map.of());
  }

  /**
   * Reads them.
   *
   * @param days how many the bars show
   * @param types of the activities that are drawn, by ref
   */
  @Transactional
  Snapshot read(long id, int days, Map<String, ActivityType> types) {
    CampaignFigures all = figures.of(id);
    Map<String, List<Figures.Day>> byDay = figures.byDay(id, days);
    Map<String, NodeFigures> nodes = new LinkedHashMap<>();
    types.forEach(
        (ref, type) -> {
          ActivityFigures of = all.activities().get(ref);
          if (of != null) {
            nodes.put(ref, node(type, of, byDay.getOrDefault(ref, List.of())));
          }
        });
    Map<String, String> head = head(all);
    head.put("tests", say.of("number", tests.count(id)));
    return new Snapshot(all.total(), head, nodes);
  }

  private static NodeFigures node(ActivityType type, ActivityFigures of, List<Figures.Day> days) {
    return new NodeFigures(
        type,
        new NodeFigures.Counts(
            of.scheduled(),
            of.waiting(),
            of.success(),
            of.rejected(),
            of.error(),
            of.sent(),
            of.opened(),
            of.clicked(),
            of.replied(),
            of.bounced()),
        days.stream().map(d -> new NodeFigures.Day(d.done(), d.rejected())).toList());
  }

  private Map<String, String> head(CampaignFigures all) {
    Map<String, String> head = new LinkedHashMap<>();
    head.put("participants", say.of("number", all.total()));
    head.put(
        "running",
        say.of(
            "campaign.figures.running",
            all.participants().getOrDefault(ParticipantState.RUNNING, 0L)));
    head.put("enrolled", say.of("workflow.enrolment.count", all.total()));
    long sent = sum(all, ActivityFigures::sent);
    head.put("sent", say.of("number", sent));
    put(head, "opened", sum(all, ActivityFigures::opened), sent);
    put(head, "clicked", sum(all, ActivityFigures::clicked), sent);
    put(head, "replied", sum(all, ActivityFigures::replied), sent);
    put(head, "bounced", sum(all, ActivityFigures::bounced), sent);
    return head;
  }

  private void put(Map<String, String> head, String name, long n, long sent) {
    head.put(name, say.of("number", n));
    head.put(name + "Share", NodeFigures.share(say, n, sent));
  }

  private static long sum(CampaignFigures all, ToLongFunction<ActivityFigures> of) {
    return all.activities().values().stream().mapToLong(of).sum();
  }
}
