package org.nurture.web.campaign;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nurture.campaign.ActivityType;
import org.nurture.platform.NurtureException;
import org.nurture.security.Preferences;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;

/**
 * The form's live figures: texts by their place. The page asks for what changed and writes it into
 * the elements that show it, so nothing else on it moves.
 */
@Named("live")
@ViewScoped
public class LiveBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String PERIOD = "workflow.days";
  private static final List<Integer> PERIODS = List.of(7, 21, 90);
  private static final int USUAL = 21;
  private static final List<Tile> TILES =
      List.of(
          new Tile("sent", "pi-send"),
          new Tile("opened", "pi-eye"),
          new Tile("clicked", "pi-link"),
          new Tile("replied", "pi-reply"),
          new Tile("bounced", "pi-exclamation-triangle"));

  @Inject private CampaignBacking campaign;
  @Inject private WorkflowBacking workflow;
  @Inject private FiguresDesk desk;
  @Inject private Preferences preferences;
  @Inject private Page page;
  @Inject private Say say;

  private int days;
  private FiguresDesk.Snapshot figures = FiguresDesk.Snapshot.NONE;
  private Map<String, String> shown = Map.of();

  /** Reads all figures, before the page is drawn. */
  void read() {
    Long id = campaign.getId();
    if (id != null) {
      figures = desk.read(id, getDays(), types());
      write();
    }
  }

  /** Another workflow is drawn: the figures of its nodes. */
  void drawn() {
    write();
  }

  /** Answers what changed since the page was last told; called by the page's clock. */
  public void refresh() {
    try {
      if (campaign.reread()) {
        page.update("form:crumb", "form:state", "form:acts", "form:blocked");
      }
    } catch (NurtureException e) {
      // somebody deleted it: the page goes on showing what it had
      page.answer("gone", String.valueOf(e.getMessage()));
      return;
    }
    Map<String, String> before = shown;
    read();
    JsonObjectBuilder changed = Json.createObjectBuilder();
    shown.forEach(
        (place, text) -> {
          if (!text.equals(before.get(place))) {
            changed.add(place, text);
          }
        });
    page.answer("figures", changed.build().toString());
  }

  private Map<String, ActivityType> types() {
    Map<String, ActivityType> types = new LinkedHashMap<>();
    LiveVersion live = campaign.live();
    if (live != null) {
      live.all().forEach(a -> types.put(String.valueOf(a.getRef()), a.getType()));
    }
    for (ActivityDraft activity : campaign.draft().all()) {
      String ref = activity.getRef();
      if (ref != null) {
        types.put(ref, activity.getType());
      }
    }
    return types;
  }

  private void write() {
    Map<String, Map<String, String>> texts = new HashMap<>();
    figures.nodes().forEach((ref, figures) -> texts.put(ref, figures.texts(say)));
    for (NodeView view : workflow.views()) {
      Map<String, String> node = texts.get(view.place());
      if (node != null && !view.facts().placesBelow().isEmpty()) {
        long errors =
            view.facts().placesBelow().stream()
                .map(figures.nodes()::get)
                .filter(Objects::nonNull)
                .mapToLong(NodeFigures::errors)
                .sum();
        node.put("errorsBelow", errors == 0 ? "" : say.of("workflow.node.errors", errors));
      }
      view.show(node);
    }
    Map<String, String> flat = new LinkedHashMap<>();
    figures.head().forEach((name, text) -> flat.put(":" + name, text));
    texts.forEach((ref, node) -> node.forEach((name, text) -> flat.put(ref + ":" + name, text)));
    shown = flat;
  }

  /** Texts of the whole campaign. */
  public Map<String, String> getHead() {
    return figures.head();
  }

  /** One of the figures above the workflow. */
  public record Tile(String name, String icon) implements Serializable {}

  public List<Tile> getTiles() {
    return TILES;
  }

  public long getParticipants() {
    return figures.participants();
  }

  /** How many days the bars show; remembered. */
  public int getDays() {
    if (days == 0) {
      days =
          preferences
              .find(PERIOD)
              .flatMap(kept -> PERIODS.stream().filter(p -> kept.equals(p.toString())).findFirst())
              .orElse(USUAL);
    }
    return days;
  }

  public void setDays(int days) {
    this.days = PERIODS.contains(days) ? days : USUAL;
  }

  /** Another period was chosen. */
  public void periodChosen() {
    preferences.put(PERIOD, String.valueOf(days));
    read();
  }

  public List<Integer> getPeriods() {
    return PERIODS;
  }

  /** Whether figures can change at all. */
  public boolean isOn() {
    CampaignDesk.Stored stored = campaign.getStored();
    return stored != null && !"NEW".equals(campaign.getState());
  }

  /** Whether tests can be launched here. */
  public boolean isTestable() {
    try {
      return campaign.getId() != null
          && FacesContext.getCurrentInstance()
                  .getExternalContext()
                  .getResource("/campaigns/test.xhtml")
              != null;
    } catch (java.net.MalformedURLException e) {
      return false;
    }
  }
}
