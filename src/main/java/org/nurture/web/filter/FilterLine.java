package org.nurture.web.filter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of the filter builder: head or foot of a group, or a rule. */
public final class FilterLine implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many boxes fit into each other on the screen. */
  private static final int DEEPEST = 3;

  private final String kind;
  private final int depth;
  private final FilterDraft.Group group;
  private final FilterDraft.@Nullable Group parent;
  private final FilterDraft.@Nullable Rule rule;

  private FilterLine(
      String kind,
      int depth,
      FilterDraft.Group group,
      FilterDraft.@Nullable Group parent,
      FilterDraft.@Nullable Rule rule) {
    this.kind = kind;
    this.depth = depth;
    this.group = group;
    this.parent = parent;
    this.rule = rule;
  }

  /** The lines of a filter, from top to bottom. */
  static List<FilterLine> of(FilterDraft.Group root) {
    List<FilterLine> lines = new ArrayList<>();
    collect(root, null, 0, lines);
    return lines;
  }

  private static void collect(
      FilterDraft.Group group,
      FilterDraft.@Nullable Group parent,
      int depth,
      List<FilterLine> into) {
    into.add(new FilterLine("head", depth, group, parent, null));
    for (FilterDraft.Item item : group.items()) {
      if (item instanceof FilterDraft.Rule rule) {
        into.add(new FilterLine("rule", depth, group, parent, rule));
      } else if (item instanceof FilterDraft.Group inner) {
        collect(inner, group, depth + 1, into);
      }
    }
    into.add(new FilterLine("foot", depth, group, parent, null));
  }

  public String getKind() {
    return kind;
  }

  public int getDepth() {
    return depth;
  }

  FilterDraft.@Nullable Group parent() {
    return parent;
  }

  public FilterDraft.Group getGroup() {
    return group;
  }

  public FilterDraft.@Nullable Rule getRule() {
    return rule;
  }

  public boolean isRoot() {
    return parent == null;
  }

  public boolean isDeepest() {
    return depth >= DEEPEST;
  }
}
