package org.nurture.web.board;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The list of campaigns: what a search found, sorted, a page at a time. */
final class CampaignTable extends LazyDataModel<CampaignCard> {
  private static final long serialVersionUID = 1L;

  private final transient List<CampaignBoard.Entry> entries;
  private final transient Map<String, String> groups;
  private final transient boolean grouped;
  private final transient Set<Long> firsts = new HashSet<>();
  private final transient BiFunction<List<Long>, String, Map<Long, Long>> figures;
  private final transient java.util.function.Function<List<Long>, Map<Long, CampaignCard>> cards;

  /**
   * @param groups label by key, in order
   * @param grouped whether rows of one group stand together
   * @param figures a column's values by id
   */
  CampaignTable(
      List<CampaignBoard.Entry> entries,
      Map<String, String> groups,
      boolean grouped,
      BiFunction<List<Long>, String, Map<Long, Long>> figures,
      java.util.function.Function<List<Long>, Map<Long, CampaignCard>> cards) {
    this.entries = entries;
    this.groups = groups;
    this.grouped = grouped;
    this.figures = figures;
    this.cards = cards;
    setRowCount(entries.size());
  }

  @Override
  public int count(Map<String, FilterMeta> filterBy) {
    return entries.size();
  }

  @Override
  public List<CampaignCard> load(
      int first, int size, Map<String, SortMeta> sortBy, Map<String, FilterMeta> filterBy) {
    @Nullable Comparator<CampaignBoard.Entry> order = null;
    for (SortMeta sort : sortBy.values()) {
      if (sort.getOrder().isUnsorted()) {
        continue;
      }
      Comparator<CampaignBoard.Entry> next = by(sort.getField());
      if (sort.getOrder().isDescending()) {
        next = next.reversed();
      }
      order = order == null ? next : order.thenComparing(next);
    }
    List<String> keys = List.copyOf(groups.keySet());
    Comparator<CampaignBoard.Entry> grouping =
        Comparator.comparingInt(e -> grouped ? keys.indexOf(e.group()) : 0);
    List<Long> page =
        entries.stream()
            .sorted(order == null ? grouping : grouping.thenComparing(order))
            .skip(first)
            .limit(size)
            .map(CampaignBoard.Entry::id)
            .toList();
    Map<Long, CampaignCard> found = cards.apply(page);
    List<CampaignCard> rows = page.stream().map(found::get).filter(Objects::nonNull).toList();
    firsts.clear();
    @Nullable String group = null;
    for (CampaignCard row : rows) {
      if (!row.group().equals(group)) {
        firsts.add(row.id());
        group = row.group();
      }
    }
    return rows;
  }

  /** Whether a row of the page is the first of its group. */
  boolean opens(long id) {
    return firsts.contains(id);
  }

  private Comparator<CampaignBoard.Entry> by(String column) {
    return switch (column) {
      case "name" -> Comparator.comparing(CampaignBoard.Entry::name, String.CASE_INSENSITIVE_ORDER);
      case "state" -> Comparator.comparing(CampaignBoard.Entry::state);
      case "target" -> Comparator.comparing(CampaignBoard.Entry::target);
      case "responsible" -> Comparator.comparing(CampaignBoard.Entry::responsible);
      case "since" -> Comparator.comparing(CampaignBoard.Entry::since);
      default -> {
        Map<Long, Long> values =
            figures.apply(entries.stream().map(CampaignBoard.Entry::id).toList(), column);
        yield Comparator.comparing(e -> values.getOrDefault(e.id(), 0L));
      }
    };
  }
}
