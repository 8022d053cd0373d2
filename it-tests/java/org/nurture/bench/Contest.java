package org.nurture.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Lets contestants take turns, each from equal tables, and keeps the median of each. */
final class Contest {
  private final int rounds;
  private final Runnable settle;
  private final Map<String, Contestant> contestants = new LinkedHashMap<>();
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<String, List<Double>> processor = new LinkedHashMap<>();
  private final CpuTime time;

  /**
   * @param settle what precedes each measurement, after its own preparation
   */
  Contest(int rounds, CpuTime time, Runnable settle) {
    this.time = time;
    this.rounds = rounds;
    this.settle = settle;
  }

  /**
   * @param before prepares, unmeasured
   * @param after checks, unmeasured
   */
  Contest add(String name, int items, Runnable before, Runnable work, Runnable after) {
    contestants.put(name, new Contestant(items, before, work, after));
    seconds.put(name, new ArrayList<>());
    processor.put(name, new ArrayList<>());
    return this;
  }

  Contest run() {
    for (int round = 0; round < rounds; round++) {
      contestants.forEach(
          (name, contestant) -> {
            contestant.before.run();
            settle.run();
            double used = time.seconds();
            long start = System.nanoTime();
            contestant.work.run();
            requireNonNull(seconds.get(name)).add((System.nanoTime() - start) / 1e9);
            requireNonNull(processor.get(name)).add(time.seconds() - used);
            contestant.after.run();
          });
    }
    return this;
  }

  Iterable<String> names() {
    return contestants.keySet();
  }

  /** The median of its turns. */
  double seconds(String name) {
    return median(requireNonNull(seconds.get(name)));
  }

  /** Seconds of processor time, client and database together; the median of its turns. */
  double processor(String name) {
    return median(requireNonNull(processor.get(name)));
  }

  private static double median(List<Double> turns) {
    List<Double> sorted = turns.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Items a second, by the median. */
  double rate(String name) {
    return requireNonNull(contestants.get(name)).items / seconds(name);
  }

  /** Items a second of processor time, by the median. */
  double frugality(String name) {
    return requireNonNull(contestants.get(name)).items / processor(name);
  }

  /** The most of those whose name begins like this. */
  double best(String prefix, ToDoubleFunction<String> of) {
    return contestants.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .mapToDouble(of)
        .max()
        .orElseThrow();
  }

  private record Contestant(int items, Runnable before, Runnable work, Runnable after) {}
}
