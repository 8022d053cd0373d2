package org.nurture.web.campaign;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/** What is staged, and what an update would do about it, in numbers. */
@Named("staged")
@ViewScoped
public class StagedBacking implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private CampaignBacking campaign;
  @Inject private WorkflowBacking workflow;
  @Inject private Page page;
  @Inject private Say say;

  private CampaignDesk.Preview preview = CampaignDesk.Preview.NOTHING;
  private boolean onlyNew;

  /** Another version was read. */
  void open(CampaignDesk.Preview found) {
    preview = found;
    onlyNew = false;
  }

  Map<String, CampaignDesk.Change> changes() {
    return preview.changes();
  }

  /** One change, for the review. */
  public record Row(String name, String words, long scheduled, long moved, long canceled)
      implements Serializable {}

  /** Shows all changes. */
  public void review() {
    page.dialog("reviewDialog", true);
  }

  public void closeReview() {
    page.dialog("reviewDialog", false);
  }

  /** Makes them live. */
  public void update() {
    closeReview();
    campaign.update(onlyNew && isOffered());
  }

  /** Drops them. */
  public void discard() {
    closeReview();
    campaign.discard();
  }

  /** All changes: the campaign's own first, then the activities as they are drawn. */
  public List<Row> getRows() {
    List<Row> rows = new ArrayList<>();
    List<String> settings = settings();
    if (!settings.isEmpty()) {
      String names =
          settings.stream()
              .map(s -> say.of("campaign.field." + s + ".label"))
              .collect(Collectors.joining(", "));
      rows.add(new Row(say.of("campaign.staged.settings"), names, 0, 0, 0));
    }
    for (NodeView view : workflow.views()) {
      CampaignDesk.Change change = preview.changes().get(view.place());
      if (change != null) {
        rows.add(
            new Row(
                view.getName(),
                words(view),
                change.scheduled(),
                change.moved(),
                change.canceled()));
      }
    }
    return rows;
  }

  private String words(NodeView view) {
    return switch (view.getStyle()) {
      case "new" ->
          campaign
              .draft()
              .parentOf(view.getKey())
              .map(above -> say.of("campaign.staged.row.new", above.getName()))
              .orElseGet(() -> say.of("campaign.staged.row.root"));
      case "gone" -> say.of("campaign.staged.row.gone");
      case "" ->
          say.of(
              isNewer(view) ? "campaign.staged.row.newer_action" : "campaign.staged.row.reckoned");
      default ->
          view.words().was().isEmpty()
              ? say.of("campaign.staged.row.changed")
              : say.of("campaign.staged.row.was", lower(view.getTab()), view.words().was());
    };
  }

  /** Whether its action was edited since the campaign keeps it. */
  private boolean isNewer(NodeView view) {
    CampaignDesk.Change change = preview.changes().get(view.place());
    return change != null && change.kind().equals(CampaignDesk.NEWER);
  }

  private static String lower(String words) {
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }

  private List<String> settings() {
    LiveVersion live = campaign.live();
    return live == null ? List.of() : live.settings(campaign.draft());
  }

  /** How many changes are staged. */
  public int getCount() {
    long activities =
        workflow.views().stream()
            .filter(v -> v.facts().saved() && (!v.getStyle().isEmpty() || isNewer(v)))
            .count();
    return (int) activities + (settings().isEmpty() ? 0 : 1);
  }

  /** “Update will schedule 412 traces, move 230 and cancel 96.” */
  public String getEffect() {
    return say.of(
        "campaign.staged.text",
        preview.sum(CampaignDesk.Change::scheduled),
        preview.sum(CampaignDesk.Change::moved),
        preview.sum(CampaignDesk.Change::canceled),
        getDue());
  }

  /** How many of those are due at once. */
  public long getDue() {
    return preview.sum(CampaignDesk.Change::dueNow);
  }

  /** What keeps them from going live. */
  public List<String> getViolations() {
    return preview.violations();
  }

  /** Whether new activities can be kept from those who are under way (U2). */
  public boolean isOffered() {
    return preview.changes().values().stream()
        .anyMatch(change -> change.kind().equals("added") && change.scheduled() > 0);
  }

  public boolean isOnlyNew() {
    return onlyNew;
  }

  public void setOnlyNew(boolean onlyNew) {
    this.onlyNew = onlyNew;
  }
}
