package org.nurture.web.campaign;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.campaign.TriggerType;
import org.nurture.platform.NurtureException;
import org.nurture.security.Preferences;
import org.nurture.web.page.Page;
import org.nurture.web.page.Say;
import org.primefaces.model.DefaultTreeNode;
import org.primefaces.model.TreeNode;

/** The workflow on the form of a campaign: drawn, folded, and changed outside the dialog. */
@Named("workflow")
@ViewScoped
public class WorkflowBacking implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_UNFOLDED = 40;
  private static final int FOLDED_LEVEL = 3;

  @Inject private CampaignBacking campaign;
  @Inject private StagedBacking staged;
  @Inject private LiveBacking figures;
  @Inject private WorkflowTree tree;
  @Inject private Preferences preferences;
  @Inject private Page page;
  @Inject private Say say;

  private TreeNode<NodeView> root = new DefaultTreeNode<>();
  private List<NodeView> views = List.of();
  private final Set<String> folded = new HashSet<>();
  private WorkflowMoves moves = new WorkflowMoves(new CampaignDraft());
  private String said = "";
  private boolean undoable;
  private @Nullable String moving;
  private @Nullable String place;
  private @Nullable TriggerType trigger;

  /** Another version was read: nothing to undo. */
  void open() {
    moves = new WorkflowMoves(campaign.draft());
    said = "";
    draw();
  }

  /** Draws it as it is now. */
  void draw() {
    root =
        tree.grow(
            new WorkflowTree.Input(
                campaign.draft(),
                campaign.live(),
                staged.changes(),
                campaign.problems().byActivity(),
                folded::contains));
    List<NodeView> all = new ArrayList<>();
    collect(root, all);
    views = all;
    figures.drawn();
  }

  private static void collect(TreeNode<NodeView> under, List<NodeView> into) {
    for (TreeNode<NodeView> child : under.getChildren()) {
      into.add(child.getData());
      collect(child, into);
    }
  }

  /** As the user left it; a large one that was never touched shows its first levels. */
  void unfoldAsLeft() {
    folded.clear();
    Optional<String> left = preferences.find(preference());
    if (left.isPresent()) {
      remember(left.get());
    } else if (views.size() > MOST_UNFOLDED) {
      foldFrom(root, 1);
    }
    expand(root);
  }

  private void foldFrom(TreeNode<NodeView> under, int level) {
    for (TreeNode<NodeView> child : under.getChildren()) {
      if (level == FOLDED_LEVEL && child.getChildCount() > 0) {
        folded.add(child.getData().place());
      }
      foldFrom(child, level + 1);
    }
  }

  private void remember(String places) {
    Arrays.stream(places.split(" ")).filter(p -> !p.isEmpty()).forEach(folded::add);
  }

  private String preference() {
    return "workflow.folded." + campaign.getId();
  }

  /** The page folded or unfolded: remembered, in the campaign and for the user. */
  public void fold() {
    folded.clear();
    remember(page.sent("folded"));
    expand(root);
    if (campaign.getId() != null) {
      preferences.put(
          preference(),
          views.stream()
              .map(view -> view.facts().ref())
              .filter(ref -> ref != null && folded.contains(ref))
              .collect(Collectors.joining(" ")));
    }
  }

  private void expand(TreeNode<NodeView> under) {
    for (TreeNode<NodeView> child : under.getChildren()) {
      child.setExpanded(!folded.contains(child.getData().place()));
      expand(child);
    }
  }

  /** What the page's script asks for, of one activity. */
  public void run() {
    said = "";
    undoable = false;
    if (page.sent("do").equals("keep")) {
      keep(page.sent("key"));
      return;
    }
    ActivityDraft on = moves.find(page.sent("key")).orElse(null);
    if (on == null) {
      return;
    }
    switch (page.sent("do")) {
      case "delete" -> done(removed(on, moves.remove(on)));
      case "duplicate" -> duplicate(on, false);
      case "branch" -> duplicate(on, true);
      case "up" -> shift(on, -1);
      case "down" -> shift(on, 1);
      case "move" -> move(on, page.sent("to"), TriggerType.valueOf(page.sent("trigger")));
      default -> throw new IllegalArgumentException(page.sent("do"));
    }
  }

  private String removed(ActivityDraft on, int below) {
    return say.of("workflow.said.deleted", on.getName(), below);
  }

  private void duplicate(ActivityDraft on, boolean branch) {
    String name = say.of("workflow.copy", on.getName());
    ActivityDraft copy = moves.duplicate(on, branch, name);
    done(say.of("workflow.said.duplicated", on.getName()));
    page.answer("focus", copy.getKey());
  }

  private void shift(ActivityDraft on, int by) {
    if (moves.shift(on, by)) {
      done(say.of("workflow.said.moved", on.getName()));
    }
    page.answer("focus", on.getKey());
  }

  private void move(ActivityDraft on, String to, TriggerType as) {
    try {
      moves.move(on, moves.find(to).orElse(null), as);
      done(say.of("workflow.said.moved", on.getName()));
      page.answer("focus", on.getKey());
    } catch (NurtureException e) {
      page.error(String.valueOf(e.getMessage()));
    }
  }

  private void keep(String ref) {
    LiveVersion live = campaign.live();
    if (live != null) {
      moves.restore(live, ref);
      done(say.of("workflow.said.kept"));
    }
  }

  private void done(String words) {
    said = words;
    undoable = true;
    campaign.changed();
  }

  /** Takes the last of these steps back. */
  public void undo() {
    if (moves.undo()) {
      campaign.changed();
      said = say.of("workflow.said.undone");
      undoable = false;
    }
  }

  /** Opens the dialog that moves an activity. */
  public void startMove() {
    moving = page.sent("key");
    place = campaign.draft().parentOf(moving).map(ActivityDraft::getKey).orElse("");
    trigger = moves.find(moving).map(ActivityDraft::getTrigger).orElse(null);
    page.dialog("moveDialog", true);
  }

  /** Another place was picked: a trigger that fits there. */
  public void placePicked() {
    List<TriggerType> fitting = getTriggers();
    if (trigger == null || !fitting.contains(trigger)) {
      trigger = fitting.isEmpty() ? null : fitting.get(0);
    }
  }

  /** Moves, as the dialog says. */
  public void finishMove() {
    ActivityDraft on = moves.find(moving).orElse(null);
    placePicked();
    if (on != null && trigger != null) {
      move(on, String.valueOf(place), trigger);
    }
    page.dialog("moveDialog", false);
  }

  /** Where the activity may go. */
  public List<ActivityDraft> getPlaces() {
    return moves.placesFor(moves.find(moving).orElse(null));
  }

  /** Triggers that fit at the place that was picked. */
  public List<TriggerType> getTriggers() {
    ActivityDraft under = moves.find(place).orElse(null);
    return Arrays.stream(TriggerType.values())
        .filter(t -> t.fits(under == null ? null : under.getType()))
        .toList();
  }

  /** Name of the activity that is moved. */
  public String getMovingName() {
    return moves.find(moving).map(ActivityDraft::getName).orElse("");
  }

  public @Nullable String getPlace() {
    return place;
  }

  public void setPlace(@Nullable String place) {
    this.place = place;
  }

  public @Nullable TriggerType getTrigger() {
    return trigger;
  }

  public void setTrigger(@Nullable TriggerType trigger) {
    this.trigger = trigger;
  }

  public TreeNode<NodeView> getRoot() {
    return root;
  }

  /** All nodes, depth first. */
  List<NodeView> views() {
    return views;
  }

  /** What was done last; empty: nothing. */
  public String getSaid() {
    return said;
  }

  public boolean isUndoable() {
    return undoable;
  }
}
