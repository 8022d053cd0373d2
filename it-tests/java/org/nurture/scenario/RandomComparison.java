package org.nurture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nurture.model.World;
import org.nurture.model.World.MessageView;
import org.nurture.model.World.ParticipantView;
import org.nurture.model.World.TraceView;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/**
 * The engine agrees with the model, trace by trace, on random campaigns. More of them: {@code
 * -Dnurture.seeds=100000}, from another one on: {@code -Dnurture.firstSeed=7}.
 */
public abstract class RandomComparison {
  /** A database is used for half as many: what they leave slows down the next ones. */
  private static final long BATCH = 250;

  /** Of a script with several workers, before it counts as one that agrees. */
  private static final int REPEATS = 3;

  private final Make make;
  private final long campaigns;

  /**
   * @param campaigns how many, unless told otherwise
   */
  protected RandomComparison(Make make, long campaigns) {
    this.make = make;
    this.campaigns = campaigns;
  }

  /** A world without anything in it; the seed varies what must not matter, sizes of chunks. */
  protected abstract World world(TestDatabase db, long seed);

  @TestFactory
  Stream<DynamicTest> the_engine_agrees_with_the_model() {
    long first = Long.getLong("nurture.firstSeed", 1);
    long last = first - 1 + Long.getLong("nurture.seeds", campaigns);
    return LongStream.iterate(first, from -> from <= last, from -> from + BATCH)
        .mapToObj(
            from -> {
              long to = Math.min(last, from + BATCH - 1);
              return DynamicTest.dynamicTest("seeds " + from + " to " + to, () -> batch(from, to));
            });
  }

  /** On two databases at a time; afterwards all that failed is told. */
  private void batch(long from, long to) {
    long middle = (from + to) / 2;
    CompletableFuture<List<String>> half = CompletableFuture.supplyAsync(() -> run(from, middle));
    List<String> failed = new ArrayList<>(run(middle + 1, to));
    failed.addAll(half.join());
    assertThat(failed).as("seeds that failed").isEmpty();
  }

  private List<String> run(long from, long to) {
    List<String> failed = new ArrayList<>();
    try (TestDatabase db = TestDatabase.open(make)) {
      for (long seed = from; seed <= to; seed++) {
        try {
          compare(seed, s -> world(db, s));
        } catch (AssertionError e) {
          failed.add(e.getMessage());
        }
      }
    }
    return failed;
  }

  /** Runs the campaign of that seed; where they differ, says so by the shortest script found. */
  static void compare(long seed, LongFunction<World> worlds) {
    World world = worlds.apply(seed);
    RandomScript script = new RandomScript(seed, world);
    try {
      script.run(RandomComparison::compare);
      world.verify();
    } catch (RuntimeException | AssertionError e) {
      String shortest =
          new Shrinker(() -> worlds.apply(seed), RandomComparison::compare, REPEATS)
              .shrink(script.steps())
              .map(s -> "shortest:" + s)
              .orElse("not again when the same steps are done once more");
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n" + script.log() + "\n" + shortest, e);
    }
  }

  /**
   * The length of the shortest script of that seed on which engine and model differ.
   *
   * @return empty: they agree
   */
  public static OptionalInt shortest(long seed, LongFunction<World> worlds) {
    RandomScript script = new RandomScript(seed, worlds.apply(seed));
    try {
      script.run(RandomComparison::compare);
      return OptionalInt.empty();
    } catch (RuntimeException | AssertionError e) {
      int all = script.steps().size();
      return OptionalInt.of(
          new Shrinker(() -> worlds.apply(seed), RandomComparison::compare, REPEATS)
              .shrink(script.steps())
              .map(s -> s.steps().size())
              .orElse(all));
    }
  }

  static void compare(World expected, World actual) {
    assertThat(participants(actual)).as("participants").isEqualTo(participants(expected));
    assertThat(traces(actual)).as("traces").isEqualTo(traces(expected));
    assertThat(effects(actual)).as("effects").isEqualTo(effects(expected));
  }

  private static List<String> participants(World world) {
    return world.participants().stream()
        .sorted(
            Comparator.comparing(ParticipantView::record)
                .thenComparing(ParticipantView::state)
                .thenComparing(p -> String.valueOf(p.completedAt())))
        .map(ParticipantView::toString)
        .toList();
  }

  private static List<String> effects(World world) {
    return world.effects().stream().sorted().toList();
  }

  private static List<String> traces(World world) {
    List<TraceView> traces = new ArrayList<>(world.traces());
    traces.sort(Comparator.comparing(TraceView::record).thenComparing(TraceView::ref));
    return traces.stream().map(RandomComparison::told).toList();
  }

  private static String told(TraceView t) {
    MessageView m = t.message();
    return t.record()
        + " "
        + t.ref()
        + " "
        + t.state()
        + (t.reason() == null ? "" : " " + t.reason())
        + " due "
        + t.due()
        + " processed "
        + t.processedAt()
        + (m == null ? "" : " " + m);
  }
}
