package org.nurture.web.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nurture.web.filter.Fields;
import org.nurture.web.page.Say;
import org.primefaces.model.DefaultTreeNode;
import org.primefaces.model.TreeNode;

/** Draws a workflow: the draft with what an update would remove, each node's words made once. */
@ApplicationScoped
public class WorkflowTree {
  private final TriggerWords triggers;
  private final Fields fields;
  private final Say say;

  @Inject
  public WorkflowTree(TriggerWords triggers, Fields fields, Say say) {
    this.triggers = triggers;
    this.fields = fields;
    this.say = say;
  }

  /** For CDI's proxy. */
  @SuppressWarnings("NullAway")
  protected WorkflowTree() {
    this(null, null, new Say());
  }

  /**
   * What is drawn.
   *
   * @param live null: nothing is staged, every edit is live at once
   * @param changes what an update would do, by ref
   * @param problems by key of an activity
   * @param folded by ref or key
   */
  record Input(
      CampaignDraft draft,
      @Nullable LiveVersion live,
      Map<String, CampaignDesk.Change> changes,
      Map<String, String> problems,
      Predicate<String> folded) {}

  TreeNode<NodeView> grow(Input input) {
    TreeNode<NodeView> root = new DefaultTreeNode<>();
    root.setExpanded(true);
    new Growth(input).grow(null, input.draft().activities(), root);
    return root;
  }

  /** One drawing. */
  private final class Growth {
    private final Input input;
    private final Set<String> gone;
    private final Map<String, String> filters = new HashMap<>();

    Growth(Input input) {
      this.input = input;
      LiveVersion live = input.live();
      this.gone = live == null ? Set.of() : live.gone(input.draft());
    }

    List<String> grow(
        @Nullable ActivityDraft parent, List<ActivityDraft> children, TreeNode<NodeView> under) {
      List<String> places = new ArrayList<>();
      LiveVersion live = input.live();
      List<ActivityDraft> drawn = live == null ? children : live.withGone(parent, children, gone);
      for (ActivityDraft activity : drawn) {
        DefaultTreeNode<NodeView> node = new DefaultTreeNode<>();
        under.getChildren().add(node);
        boolean isGone = gone.contains(String.valueOf(activity.getRef()));
        // what is below a removed activity was removed with it, or has moved away
        List<String> below = grow(activity, isGone ? List.of() : activity.children(), node);
        NodeView view = view(activity, parent, isGone, below);
        node.setData(view);
        node.setExpanded(!input.folded().test(view.place()));
        places.add(view.place());
        places.addAll(below);
      }
      return places;
    }

    private NodeView view(
        ActivityDraft activity,
        @Nullable ActivityDraft parent,
        boolean isGone,
        List<String> below) {
      CampaignDesk.Change change = input.changes().get(String.valueOf(activity.getRef()));
      String was = isGone ? "" : was(activity, parent);
      String staged = isGone ? "gone" : staged(activity, was);
      String content = activity.getContent();
      NodeView.Facts facts =
          new NodeView.Facts(
              activity.getKey(),
              activity.getRef(),
              activity.getName(),
              activity.getType(),
              content == null ? "" : content,
              staged,
              change != null,
              input.problems().getOrDefault(activity.getKey(), ""),
              below);
      return new NodeView(facts, words(activity, facts, was, change));
    }

    private NodeView.Words words(
        ActivityDraft activity,
        NodeView.Facts facts,
        String was,
        CampaignDesk.@Nullable Change change) {
      String name = activity.getName();
      String tab = triggers.tab(activity);
      String type = say.of("type." + activity.getType());
      int below = facts.placesBelow().size();
      return new NodeView.Words(
          say.of("workflow.node.label", name, type, tab, below),
          type,
          triggers.typeIcon(activity.getType()),
          tab,
          triggers.icon(activity.getTrigger()),
          was,
          was.isEmpty() || !facts.saved() ? was : say.of("workflow.node.staged", was),
          meta(activity),
          facts.staged().isEmpty()
              ? ""
              : say.of("workflow.node." + facts.staged() + (facts.saved() ? "" : ".unsaved")),
          change == null ? "" : note(facts.staged(), change),
          below == 0 ? "" : say.of("workflow.node.below", below),
          say.of("workflow.node.edit.label", name),
          say.of("workflow.node.add.name", name),
          say.of("workflow.node.more.name", name),
          say.of("workflow.node.keep.name", name));
    }

    private String staged(ActivityDraft activity, String was) {
      LiveVersion live = input.live();
      if (live == null) {
        return "";
      }
      if (live.find(activity.getRef()) == null) {
        return "new";
      }
      return was.isEmpty() && !live.changed(activity) ? "" : "changed";
    }

    /** What stands beside the trigger: “3 days”, “Opened, after 3 days”, “under Welcome”. */
    private String was(ActivityDraft activity, @Nullable ActivityDraft parent) {
      LiveVersion live = input.live();
      ActivityDraft before = live == null ? null : live.find(activity.getRef());
      if (live == null || before == null) {
        return "";
      }
      if (live.moved(activity, parent)) {
        ActivityDraft under = live.parentOf(activity.getRef());
        return under == null
            ? say.of("workflow.node.was.root")
            : say.of("workflow.node.was.under", under.getName());
      }
      if (before.getTrigger() != activity.getTrigger()) {
        return say.of("workflow.node.was", triggers.tab(before));
      }
      return before.getInterval().write().equals(activity.getInterval().write())
          ? ""
          : say.of("workflow.node.was", triggers.length(before.getInterval()));
    }

    private String note(String staged, CampaignDesk.Change change) {
      return switch (staged) {
        case "new" -> say.of("workflow.node.note.new", change.scheduled());
        case "gone" -> say.of("workflow.node.note.gone", change.canceled());
        default ->
            change.moved() + change.canceled() + change.scheduled() == 0
                ? ""
                : say.of("workflow.node.note.changed", change.moved() + change.scheduled());
      };
    }

    private List<NodeView.Line> meta(ActivityDraft activity) {
      List<NodeView.Line> lines = new ArrayList<>();
      String filter = words(activity.filter());
      if (!filter.isEmpty()) {
        lines.add(new NodeView.Line("pi-filter", filter));
      }
      if (activity.isWaiting()) {
        String length = triggers.length(activity.getWaitAtMost());
        lines.add(new NodeView.Line("pi-stopwatch", say.of("workflow.node.wait", length)));
      }
      if (activity.isExpires()) {
        String length = triggers.length(activity.getExpiry());
        lines.add(new NodeView.Line("pi-hourglass", say.of("workflow.node.expiry", length)));
      }
      return lines;
    }

    private String words(JsonArray filter) {
      String target = input.draft().getTarget();
      if (target == null || target.isBlank() || filter.isEmpty()) {
        return "";
      }
      return filters.computeIfAbsent(filter.toString(), text -> describe(target, filter));
    }

    private String describe(String target, JsonArray filter) {
      try {
        return fields.describe(target, filter);
      } catch (RuntimeException e) {
        // a field that is no longer there: its own text says more than nothing
        return filter.toString();
      }
    }
  }
}
