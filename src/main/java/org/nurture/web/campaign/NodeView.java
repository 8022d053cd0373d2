package org.nurture.web.campaign;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;

/**
 * What the node of one activity says. Its words are made once when the workflow is drawn, and read
 * as properties: sixty of them are drawn at once, and expressions that call methods are slow.
 */
public final class NodeView implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Facts facts;
  private final Words words;
  private final String link;
  private @Nullable Map<String, String> figures;

  NodeView(Facts facts, Words words) {
    this.facts = facts;
    this.words = words;
    this.link = "&activity=" + URLEncoder.encode(place(), StandardCharsets.UTF_8) + "&event=";
  }

  /**
   * What it is.
   *
   * @param key within the page
   * @param ref null: never saved
   * @param staged {@code new}, {@code changed}, {@code gone} or empty
   * @param saved whether the change is staged, and not only in the form
   * @param problem what keeps it from being saved or started; empty: nothing
   * @param placesBelow where the figures of those below it are
   */
  record Facts(
      String key,
      @Nullable String ref,
      String name,
      ActivityType type,
      String content,
      String staged,
      boolean saved,
      String problem,
      List<String> placesBelow)
      implements Serializable {}

  /**
   * What it says.
   *
   * @param tab the trigger in words
   * @param was what the trigger was in the live version; empty: the same
   * @param wasStaged the same, as the tab has it
   * @param meta filter, waiting and expiry
   * @param badge of its staged change; empty: none
   * @param note what an update will do about it
   */
  record Words(
      String label,
      String type,
      String typeIcon,
      String tab,
      String tabIcon,
      String was,
      String wasStaged,
      List<Line> meta,
      String badge,
      String note,
      String below,
      String edit,
      String add,
      String more,
      String keep)
      implements Serializable {}

  /** One thing more to know, with its sign. */
  public record Line(String icon, String text) implements Serializable {
    public String getIcon() {
      return icon;
    }

    public String getText() {
      return text;
    }
  }

  /** The place of its figures within the page. */
  String place() {
    return facts.ref == null ? facts.key : facts.ref;
  }

  Facts facts() {
    return facts;
  }

  Words words() {
    return words;
  }

  void show(@Nullable Map<String, String> texts) {
    figures = texts;
  }

  /** Texts of its figures by their place; null: it has none yet. */
  public @Nullable Map<String, String> getV() {
    return figures;
  }

  public String getKey() {
    return facts.key;
  }

  public String getPlace() {
    return place();
  }

  public String getName() {
    return facts.name;
  }

  public String getType() {
    return facts.type.name();
  }

  public String getContent() {
    return facts.content;
  }

  public String getProblem() {
    return facts.problem;
  }

  public String getStyle() {
    return facts.staged;
  }

  public String getLink() {
    return link;
  }

  public String getLabel() {
    return words.label;
  }

  public String getTypeWord() {
    return words.type;
  }

  public String getTypeIcon() {
    return words.typeIcon;
  }

  public String getTab() {
    return words.tab;
  }

  public String getTabIcon() {
    return words.tabIcon;
  }

  public String getWas() {
    return words.wasStaged;
  }

  public List<Line> getMeta() {
    return words.meta;
  }

  public String getBadge() {
    return words.badge;
  }

  public String getNote() {
    return words.note;
  }

  public String getBelow() {
    return words.below;
  }

  public String getEdit() {
    return words.edit;
  }

  public String getAdd() {
    return words.add;
  }

  public String getMore() {
    return words.more;
  }

  public String getKeep() {
    return words.keep;
  }

  public boolean isGone() {
    return facts.staged.equals("gone");
  }

  public boolean isFresh() {
    return facts.staged.equals("new");
  }

  public boolean isInside() {
    return facts.type == ActivityType.ACTION;
  }
}
