package org.nurture.web.board;

import java.util.ArrayList;
import java.util.List;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Page;

/** Filters of the page of campaigns as words that can be pressed. */
final class BoardChips {
  private static final List<String> FILTERS =
      List.of(
          BoardQuery.RESPONSIBLE,
          BoardQuery.ARCHIVED,
          BoardQuery.STATE,
          BoardQuery.TARGET,
          BoardQuery.TAG);

  private final Page page;
  private final List<Fields.Choice> targets;

  BoardChips(Page page, List<Fields.Choice> targets) {
    this.page = page;
    this.targets = targets;
  }

  /** What the search leaves out; pressing one takes it off. */
  List<CampaignsBacking.Chip> of(BoardQuery query) {
    List<CampaignsBacking.Chip> chips = new ArrayList<>();
    for (String filter : FILTERS) {
      boolean archive = filter.equals(BoardQuery.ARCHIVED);
      if (query.has(filter) && !(archive && query.get(filter).equals("any"))) {
        chips.add(
            new CampaignsBacking.Chip(
                chip(filter, query.get(filter)), query.url(filter, archive ? "any" : null)));
      } else if (archive && !query.has(filter)) {
        chips.add(
            new CampaignsBacking.Chip(page.say("campaigns.archived.no"), query.url(filter, "any")));
      }
    }
    return chips;
  }

  private String chip(String filter, String value) {
    String word = word(filter, value);
    return filter.equals(BoardQuery.ARCHIVED) ? word : page.say("campaigns.chip." + filter, word);
  }

  private String word(String filter, String value) {
    return switch (filter) {
      case BoardQuery.RESPONSIBLE ->
          value.isEmpty() || value.equals("me")
              ? page.say("campaigns.responsible." + (value.isEmpty() ? "anyone" : "me"))
              : value;
      case BoardQuery.ARCHIVED -> page.say("campaigns.archived." + value);
      case BoardQuery.STATE ->
          value.isEmpty() ? page.say("campaigns.any") : page.say("state.campaign." + value);
      case BoardQuery.TARGET ->
          value.isEmpty()
              ? page.say("campaigns.any")
              : targets.stream()
                  .filter(t -> t.name().equals(value))
                  .map(Fields.Choice::label)
                  .findFirst()
                  .orElse(value);
      case BoardQuery.GROUP -> page.say("campaigns.group." + value);
      default -> value.isEmpty() ? page.say("campaigns.any") : value;
    };
  }

  /** All values of a parameter, as far as they make sense here. */
  List<CampaignsBacking.Choice> choices(
      String parameter, BoardQuery query, CampaignBoard.Found found) {
    String now = query.get(parameter);
    List<String> values = new ArrayList<>(values(parameter, found));
    if (!values.contains(now)) {
      values.add(now);
    }
    return values.stream()
        .map(
            v ->
                new CampaignsBacking.Choice(
                    word(parameter, v), query.url(parameter, v), v.equals(now)))
        .toList();
  }

  private List<String> values(String parameter, CampaignBoard.Found found) {
    List<String> values = new ArrayList<>(List.of(""));
    switch (parameter) {
      case BoardQuery.RESPONSIBLE -> {
        values.add("me");
        values.addAll(found.responsibles());
      }
      case BoardQuery.ARCHIVED -> values = List.of("no", "any", "only");
      case BoardQuery.GROUP -> values = List.of("state", "responsible", "target");
      case BoardQuery.STATE -> values.addAll(List.of("NEW", "RUNNING", "STOPPED"));
      case BoardQuery.TARGET -> values.addAll(targets.stream().map(Fields.Choice::name).toList());
      default -> values.addAll(found.tags());
    }
    return values;
  }
}
