package org.nurture.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignState;
import org.nurture.campaign.CampaignView;
import org.nurture.campaign.Campaigns;
import org.nurture.insight.Figures;
import org.nurture.journey.CounterKind;

/** Rows of the list of campaigns. */
@ApplicationScoped
public class CampaignList {
  private final Campaigns campaigns;
  private final Fields fields;
  private final Figures figures;

  @Inject
  public CampaignList(Campaigns campaigns, Fields fields, Figures figures) {
    this.campaigns = campaigns;
    this.fields = fields;
    this.figures = figures;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected CampaignList() {
    this(null, null, null);
  }

  /** One campaign. */
  public record Row(
      long id,
      String name,
      String state,
      String target,
      @Nullable String responsible,
      @Nullable String blocked,
      boolean staged,
      long participants,
      long sent,
      long opened,
      long clicked)
      implements Serializable {}

  /**
   * @param state NEW, RUNNING, STOPPED, ARCHIVED or null: any that is not archived
   * @param after only those with a greater id
   */
  @Transactional
  List<Row> page(String text, @Nullable String state, long after, int limit) {
    boolean archived = "ARCHIVED".equals(state);
    Campaigns.Query query =
        new Campaigns.Query(
            null,
            state == null || archived ? null : CampaignState.valueOf(state),
            archived,
            text.isBlank() ? null : text.strip());
    Map<String, String> labels =
        fields.targets().stream()
            .collect(Collectors.toMap(Fields.Choice::name, Fields.Choice::label));
    List<CampaignView> found = campaigns.list(query, after, limit);
    Map<Long, Figures.Totals> totals =
        figures.totals(found.stream().map(CampaignView::id).toList());
    return found.stream().map(c -> row(c, labels, totals.get(c.id()))).toList();
  }

  private static Row row(
      CampaignView c, Map<String, String> labels, Figures.@Nullable Totals totals) {
    String target = c.document().target();
    return new Row(
        c.id(),
        c.document().name(),
        c.archived() ? "ARCHIVED" : c.state().name(),
        labels.getOrDefault(target, target),
        c.document().responsible(),
        c.blocked(),
        c.staged(),
        totals == null ? 0 : totals.participants(),
        totals == null ? 0 : totals.get(CounterKind.SENT),
        totals == null ? 0 : totals.get(CounterKind.OPENED),
        totals == null ? 0 : totals.get(CounterKind.CLICKED));
  }
}
