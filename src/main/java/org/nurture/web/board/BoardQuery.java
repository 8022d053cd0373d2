package org.nurture.web.board;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.CampaignSearch;
import org.nurture.campaign.CampaignState;

/**
 * What the page of campaigns shows, as its address says it. Values that mean nothing count as left
 * out, so that an old bookmark still opens a page.
 */
final class BoardQuery implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String TEXT = "q";
  static final String RESPONSIBLE = "responsible";
  static final String STATE = "state";
  static final String ARCHIVED = "archived";
  static final String TARGET = "target";
  static final String TAG = "tag";
  static final String GROUP = "group";
  static final String VIEW = "view";

  /** Allowed words of the parameters that are not free; the first is what leaving it out means. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          STATE, List.of("", "NEW", "RUNNING", "STOPPED"),
          ARCHIVED, List.of("no", "any", "only"),
          GROUP, List.of("state", "responsible", "target"),
          VIEW, List.of("board", "list"));

  private static final List<String> FREE = List.of("");

  private static final List<String> ALL =
      List.of(TEXT, RESPONSIBLE, STATE, ARCHIVED, TARGET, TAG, GROUP, VIEW);
  private static final int LONGEST = 200;

  private final Map<String, String> values = new LinkedHashMap<>();

  String get(String name) {
    return values.getOrDefault(name, standard(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void set(String name, @Nullable String value) {
    String given = value == null ? "" : value.strip();
    @Nullable List<String> allowed = WORDS.get(name);
    boolean none =
        given.isEmpty()
            || given.length() > LONGEST
            || (allowed != null && !allowed.contains(given))
            || given.equals(standard(name)) && !name.equals(VIEW);
    if (none) {
      values.remove(name);
    } else {
      values.put(name, given);
    }
  }

  private static String standard(String name) {
    return WORDS.getOrDefault(name, FREE).get(0);
  }

  /** The address with one parameter changed; null: left out. */
  String url(@Nullable String name, @Nullable String value) {
    BoardQuery other = new BoardQuery();
    other.values.putAll(values);
    if (name != null) {
      other.set(name, value);
    }
    List<String> parts = new ArrayList<>();
    for (String each : ALL) {
      if (other.has(each)) {
        parts.add(each + "=" + URLEncoder.encode(other.get(each), StandardCharsets.UTF_8));
      }
    }
    return "list.xhtml" + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
  }

  /** The address without search and filters: the view stays. */
  String cleared() {
    BoardQuery other = new BoardQuery();
    for (String kept : Set.of(GROUP, VIEW)) {
      if (has(kept)) {
        other.set(kept, get(kept));
      }
    }
    return other.url(null, null);
  }

  /** Whether anything is left out by search or filters. */
  boolean narrows() {
    return values.keySet().stream().anyMatch(k -> !Set.of(GROUP, VIEW).contains(k))
        && !(values.size() == 1 && "any".equals(values.get(ARCHIVED)));
  }

  /**
   * As the service asks for it.
   *
   * @param me who looks
   * @param textTargets targets whose label contains the text
   */
  CampaignSearch search(String me, List<String> textTargets) {
    String responsible = get(RESPONSIBLE);
    String state = get(STATE);
    return new CampaignSearch(
        responsible.equals("me") ? me : orNull(responsible),
        state.isEmpty() ? null : CampaignState.valueOf(state),
        switch (get(ARCHIVED)) {
          case "any" -> null;
          case "only" -> Boolean.TRUE;
          default -> Boolean.FALSE;
        },
        orNull(get(TARGET)),
        orNull(get(TAG)),
        orNull(get(TEXT)),
        textTargets);
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
