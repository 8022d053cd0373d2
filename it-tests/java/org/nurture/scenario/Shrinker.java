package org.nurture.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nurture.model.Model;
import org.nurture.model.World;
import org.nurture.scenario.RandomScript.Comparison;
import org.nurture.scenario.RandomScript.Step;

/**
 * Makes a script on which engine and model differ as short as it gets: leaves steps out while they
 * still differ. With several workers a difference may come and go: each try is repeated.
 */
final class Shrinker {
  private final Supplier<World> fresh;
  private final Comparison comparison;
  private final int repeats;

  /**
   * @param fresh worlds without anything in them, as the script was run on
   * @param repeats of a script before it counts as one that agrees; 1 where nothing is random
   */
  Shrinker(Supplier<World> fresh, Comparison comparison, int repeats) {
    this.fresh = fresh;
    this.comparison = comparison;
    this.repeats = repeats;
  }

  /** What is left, and how the two differ then; empty: they agree when it is done again. */
  Optional<Short> shrink(List<Step> script) {
    Optional<AssertionError> found = difference(script);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Short best = new Short(script, found.get());
    for (int size = script.size() / 2; size > 0; size = size / 2) {
      for (int from = best.steps.size() - size; from >= 0; from -= size) {
        if (from + size <= best.steps.size()) {
          best = without(best, from, size);
        }
      }
    }
    return Optional.of(best);
  }

  private Short without(Short best, int from, int size) {
    List<Step> fewer = new ArrayList<>(best.steps);
    fewer.subList(from, from + size).clear();
    return difference(fewer)
        .filter(e -> alike(e, best.difference))
        .map(e -> new Short(fewer, e))
        .orElse(best);
  }

  /** Whether both are different ends, or both a failure on the way there: no third story. */
  private static boolean alike(AssertionError one, AssertionError other) {
    return (one.getCause() == null) == (other.getCause() == null);
  }

  private Optional<AssertionError> difference(List<Step> script) {
    for (int i = 0; i < repeats; i++) {
      Optional<AssertionError> found = differenceOnce(script);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<AssertionError> differenceOnce(List<Step> script) {
    Model model = new Model();
    World tested = fresh.get();
    for (Step step : script) {
      try {
        step.act().accept(model);
      } catch (RuntimeException e) {
        return Optional.empty(); // what it speaks of is not there: no script at all
      }
      try {
        step.act().accept(tested);
      } catch (RuntimeException e) {
        return Optional.of(new AssertionError(step.what() + ": " + e, e));
      }
    }
    try {
      comparison.compare(model, tested);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }

  /** A script, and the difference at its end. */
  record Short(List<Step> steps, AssertionError difference) {
    @Override
    public String toString() {
      return RandomScript.told(steps) + "\n" + difference.getMessage();
    }
  }
}
