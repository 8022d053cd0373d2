package org.nurture.scenario;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nurture.model.Act;
import org.nurture.model.Activity;
import org.nurture.model.Cond;
import org.nurture.model.Plan;

/** Edits of a campaign under way: add, remove, move, retime, another zone or filter. */
final class RandomEdit {
  private final Random random;
  private final RandomPlan plans;

  /** Refs are never used again. */
  private int made;

  /** The activities while they are being edited, parents before children. */
  private final List<Activity> nodes = new ArrayList<>();

  private final Map<String, String> parents = new HashMap<>();

  RandomEdit(Random random, RandomPlan plans) {
    this.random = random;
    this.plans = plans;
  }

  /** Another version of it. */
  Plan of(Plan plan) {
    load(plan);
    String zone = plan.zone().getId();
    Cond filter = plan.filter();
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> add();
        case 3 -> remove();
        case 4, 5, 6 -> move();
        case 7, 8 -> retime();
        default -> {
          if (random.nextBoolean()) {
            zone = plans.pick(RandomPlan.ZONES);
          } else {
            filter = plans.cond();
          }
        }
      }
    }
    return like(plan, zone, filter);
  }

  /** The same with another action in one place. */
  Plan rewritten(Plan plan, String ref, Act act) {
    load(plan);
    nodes.stream().filter(n -> n.ref().equals(ref)).forEach(n -> n.does(act));
    return like(plan, plan.zone().getId(), plan.filter());
  }

  private void load(Plan plan) {
    nodes.clear();
    parents.clear();
    for (Activity activity : plan.activities()) {
      nodes.add(activity.alone());
      if (activity.parent() != null) {
        parents.put(activity.ref(), activity.parent().ref());
      }
    }
  }

  /** The nodes as a plan. */
  private Plan like(Plan plan, String zone, Cond filter) {
    Plan next = Plan.of(tree()).zone(zone).to(filter);
    if (plan.uniqueField() != null) {
      next.uniqueBy(plan.uniqueField());
    }
    return plan.once() ? next.oncePerAddress() : next;
  }

  private Activity[] tree() {
    Map<String, Activity> byRef = new HashMap<>();
    nodes.forEach(n -> byRef.put(n.ref(), n));
    List<Activity> roots = new ArrayList<>();
    for (Activity node : nodes) {
      String parent = parents.get(node.ref());
      if (parent == null) {
        roots.add(node);
      } else {
        byRef.get(parent).then(node);
      }
    }
    return roots.toArray(Activity[]::new);
  }

  private void add() {
    Activity parent = random.nextInt(4) == 0 ? null : any();
    Activity activity = plans.activity("n" + made++, parent);
    nodes.add(activity);
    if (parent != null) {
      parents.put(activity.ref(), parent.ref());
    }
  }

  /** With its descendants, of which one may be moved out of the way. */
  private void remove() {
    Activity gone = any();
    if (gone == null) {
      return;
    }
    List<Activity> children =
        nodes.stream().filter(n -> gone.ref().equals(parents.get(n.ref()))).toList();
    if (!children.isEmpty() && random.nextInt(3) == 0) {
      move(children.get(random.nextInt(children.size())), gone);
    }
    List<Activity> all = nodes.stream().filter(n -> within(n.ref(), gone.ref())).toList();
    nodes.removeAll(all);
    all.forEach(n -> parents.remove(n.ref()));
  }

  private void move() {
    Activity moved = any();
    if (moved != null) {
      move(moved, moved);
    }
  }

  /** Under another parent, or the same one with another trigger; nowhere under the one given. */
  private void move(Activity moved, Activity notUnder) {
    List<Activity> others =
        nodes.stream()
            .filter(n -> !within(n.ref(), moved.ref()) && !within(n.ref(), notUnder.ref()))
            .toList();
    Activity parent =
        others.isEmpty() || random.nextInt(5) == 0
            ? null
            : others.get(random.nextInt(others.size()));
    if (parent == null) {
      parents.remove(moved.ref());
    } else {
      parents.put(moved.ref(), parent.ref());
    }
    moved.trigger(plans.word(parent), moved.interval().count(), moved.interval().unit());
    plans.wait(moved);
  }

  private void retime() {
    Activity activity = any();
    if (activity == null) {
      return;
    }
    if (random.nextInt(3) > 0) {
      ChronoUnit unit = plans.unit();
      activity.trigger(activity.when(), plans.count(unit), unit);
    }
    if (random.nextInt(3) == 0) {
      ChronoUnit unit = plans.unit();
      activity.expires(plans.count(unit), unit);
    }
    if (random.nextBoolean()) {
      plans.wait(activity);
    }
  }

  private @Nullable Activity any() {
    return nodes.isEmpty() ? null : nodes.get(random.nextInt(nodes.size()));
  }

  private boolean within(String ref, String top) {
    for (String r = ref; r != null; r = parents.get(r)) {
      if (r.equals(top)) {
        return true;
      }
    }
    return false;
  }
}
