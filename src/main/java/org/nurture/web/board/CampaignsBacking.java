package org.nurture.web.board;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nurture.web.board.CampaignBoard.Entry;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.BrowserPreferences;
import org.nurture.web.page.Page;
import org.primefaces.PrimeFaces;
import org.primefaces.model.LazyDataModel;

/** The page of campaigns: board or list, searched and filtered as its address says. */
@Named("campaigns")
@ViewScoped
public class CampaignsBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRST = 6;
  private static final int MORE = 20;
  private static final String VIEW_COOKIE = "nurture-campaigns";

  @Inject private CampaignBoard board;
  @Inject private CampaignCards details;
  @Inject private Fields fields;
  @Inject private Page page;
  @Inject private BrowserPreferences preferences;

  private final BoardQuery query = new BoardQuery();
  private CampaignBoard.Found found = CampaignBoard.Found.NOTHING;
  private final Map<String, Integer> shown = new HashMap<>();
  private final Map<Long, CampaignCard> cards = new HashMap<>();
  private final Map<Long, Long> matches = new HashMap<>();
  private List<Lane> lanes = List.of();
  private transient @Nullable CampaignTable table;

  /**
   * A column of the board.
   *
   * @param hidden how many more there are
   */
  public record Lane(String key, String label, int total, List<CampaignCard> cards, int hidden)
      implements Serializable {}

  /** A filter that can be taken off. */
  public record Chip(String label, String href) implements Serializable {}

  /** A way to filter, group or look. */
  public record Choice(String label, String href, boolean current) implements Serializable {}

  /** When the page is asked for: its address is read. */
  public void load() {
    if (query.has(BoardQuery.VIEW)) {
      preferences.put(VIEW_COOKIE, query.get(BoardQuery.VIEW));
    } else {
      query.set(BoardQuery.VIEW, preferences.get(VIEW_COOKIE));
    }
    refresh();
  }

  /** Reads all anew: something was searched for, or changed. */
  public void refresh() {
    found = board.find(query, page.user());
    cards.clear();
    table = null;
    draw();
  }

  /** The text of the search changed: the address follows. */
  public void search() {
    shown.clear();
    refresh();
    PrimeFaces.current().ajax().addCallbackParam("url", query.url(null, null));
  }

  /** Shows more of one column. */
  public void more(String lane) {
    shown.merge(lane, MORE, (a, b) -> a + b);
    draw();
  }

  private void draw() {
    if (isListed()) {
      lanes = List.of();
      return;
    }
    Map<String, List<Entry>> byLane = new HashMap<>();
    found.entries().forEach(e -> byLane.computeIfAbsent(e.group(), k -> new ArrayList<>()).add(e));
    Map<String, List<Long>> ids = new HashMap<>();
    byLane.forEach(
        (lane, entries) ->
            ids.put(
                lane,
                entries.stream()
                    .limit(FIRST + shown.getOrDefault(lane, 0))
                    .map(Entry::id)
                    .toList()));
    know(ids.values().stream().flatMap(Collection::stream).toList());
    List<Lane> drawn = new ArrayList<>();
    found
        .groups()
        .forEach(
            (key, label) -> {
              List<Long> visible = ids.getOrDefault(key, List.of());
              int total = byLane.getOrDefault(key, List.of()).size();
              List<CampaignCard> there =
                  visible.stream().map(cards::get).filter(Objects::nonNull).toList();
              drawn.add(new Lane(key, label, total, there, total - visible.size()));
            });
    lanes = drawn;
  }

  private Map<Long, CampaignCard> know(List<Long> ids) {
    List<Long> unknown = ids.stream().filter(id -> !cards.containsKey(id)).toList();
    cards.putAll(details.of(unknown, query));
    return cards;
  }

  /** After the page is there: counts the records of campaigns that wait for their start. */
  public void count() {
    matches.putAll(board.matches(unmatched()));
    PrimeFaces.current().ajax().addCallbackParam("more", isUncounted());
  }

  private List<Long> unmatched() {
    return lanes.stream()
        .flatMap(l -> l.cards().stream())
        .filter(c -> c.state().equals("NEW") && !matches.containsKey(c.id()))
        .map(CampaignCard::id)
        .toList();
  }

  /** Whether there is still something to {@link #count}. */
  public boolean isUncounted() {
    return !unmatched().isEmpty();
  }

  /** How many records match; null: not known yet; −1: it can't be told. */
  public @Nullable Long match(long id) {
    return matches.get(id);
  }

  public LazyDataModel<CampaignCard> getTable() {
    CampaignTable drawn = table;
    if (drawn == null) {
      drawn =
          new CampaignTable(
              found.entries(), found.groups(), isGrouped(), board::figure, this::know);
      table = drawn;
    }
    return drawn;
  }

  /** Whether a row of the list is the first of its group. */
  public boolean opens(long id) {
    return table != null && table.opens(id);
  }

  /** Whether the list stands in groups. */
  public boolean isGrouped() {
    return query.has(BoardQuery.GROUP);
  }

  public boolean isListed() {
    return query.get(BoardQuery.VIEW).equals("list");
  }

  public List<Lane> getLanes() {
    return lanes;
  }

  /** Whether lanes are states, with their colours. */
  public boolean isByState() {
    return query.get(BoardQuery.GROUP).equals("state");
  }

  public long getTotal() {
    return found.total();
  }

  /** How many of them are shown at most; 0: all are. */
  public int getCut() {
    return found.total() > found.entries().size() ? found.entries().size() : 0;
  }

  public boolean isNone() {
    return found.entries().isEmpty();
  }

  /** Whether nothing was searched for. */
  public boolean isAll() {
    return !query.narrows();
  }

  public String getCleared() {
    return query.cleared();
  }

  public List<Chip> getChips() {
    return chips().of(query);
  }

  public List<Choice> choices(String parameter) {
    return chips().choices(parameter, query, found);
  }

  private BoardChips chips() {
    return new BoardChips(page, fields.targets());
  }

  public String getGroup() {
    return query.get(BoardQuery.GROUP);
  }

  public String href(String parameter, String value) {
    return query.url(parameter, value);
  }

  public String getText() {
    return query.get(BoardQuery.TEXT);
  }

  public void setText(@Nullable String text) {
    query.set(BoardQuery.TEXT, text);
  }

  // what the address says

  public @Nullable String getResponsible() {
    return query.get(BoardQuery.RESPONSIBLE);
  }

  public void setResponsible(@Nullable String value) {
    query.set(BoardQuery.RESPONSIBLE, value);
  }

  public @Nullable String getState() {
    return query.get(BoardQuery.STATE);
  }

  public void setState(@Nullable String value) {
    query.set(BoardQuery.STATE, value);
  }

  public @Nullable String getArchived() {
    return query.get(BoardQuery.ARCHIVED);
  }

  public void setArchived(@Nullable String value) {
    query.set(BoardQuery.ARCHIVED, value);
  }

  public @Nullable String getTarget() {
    return query.get(BoardQuery.TARGET);
  }

  public void setTarget(@Nullable String value) {
    query.set(BoardQuery.TARGET, value);
  }

  public @Nullable String getTag() {
    return query.get(BoardQuery.TAG);
  }

  public void setTag(@Nullable String value) {
    query.set(BoardQuery.TAG, value);
  }

  public void setGroup(@Nullable String value) {
    query.set(BoardQuery.GROUP, value);
  }

  public @Nullable String getView() {
    return query.has(BoardQuery.VIEW) ? query.get(BoardQuery.VIEW) : null;
  }

  public void setView(@Nullable String value) {
    query.set(BoardQuery.VIEW, value);
  }
}
