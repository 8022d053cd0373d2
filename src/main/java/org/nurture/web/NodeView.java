package org.nurture.web;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.ActivityType;

/**
 * What the node of one activity says, but for its figures. Made once when the workflow is drawn.
 *
 * @param key within the page
 * @param ref null: never saved
 * @param tab the trigger in words
 * @param was what the trigger was in the live version; empty: the same
 * @param meta filter, waiting and expiry in words
 * @param staged {@code new}, {@code changed}, {@code gone} or empty
 * @param saved whether the change is staged, and not only in the form
 * @param note what an update will do about it
 * @param problem what keeps it from being saved or started; empty: nothing
 * @param below how many activities are below it
 * @param placesBelow where their figures are
 */
public record NodeView(
    String key,
    @Nullable String ref,
    String name,
    ActivityType type,
    String content,
    String tab,
    String tabIcon,
    String was,
    List<Line> meta,
    String staged,
    boolean saved,
    String note,
    String problem,
    int below,
    List<String> placesBelow)
    implements Serializable {

  /** One thing more to know, with its sign. */
  public record Line(String icon, String text) implements Serializable {}

  /** Style classes of the tree's item. */
  public String style() {
    return staged;
  }

  public boolean gone() {
    return staged.equals("gone");
  }

  /** The key of its badge's words: {@code workflow.node.new}. */
  public String badge() {
    return "workflow.node." + staged + (saved ? "" : ".unsaved");
  }

  /** The place of its figures within the page. */
  public String place() {
    return ref == null ? key : ref;
  }

  /** Its ref as a link has it. */
  public String linked() {
    return URLEncoder.encode(place(), StandardCharsets.UTF_8);
  }
}
