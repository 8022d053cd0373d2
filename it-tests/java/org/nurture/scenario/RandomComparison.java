package org.nurture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.model.World;
import org.nurture.model.World.MessageView;
import org.nurture.model.World.ParticipantView;
import org.nurture.model.World.TraceView;

/**
 * The engine agrees with the model, trace by trace, on random campaigns. More of them: {@code
 * -Dnurture.seeds=100000}, from another one on: {@code -Dnurture.firstSeed=7}.
 */
public abstract class RandomComparison {
  private static final long CAMPAIGNS = 500;

  static LongStream seeds() {
    long first = Long.getLong("nurture.firstSeed", 1);
    return LongStream.range(first, first + Long.getLong("nurture.seeds", CAMPAIGNS));
  }

  /** A world without anything in it; the seed varies what must not matter, sizes of chunks. */
  protected abstract World world(long seed);

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_engine_agrees_with_the_model(long seed) {
    RandomScript script = new RandomScript(seed, world(seed));
    try {
      script.run(RandomComparison::compare);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n" + script.log() + "\n", e);
    }
  }

  private static void compare(World expected, World actual) {
    assertThat(participants(actual)).as("participants").isEqualTo(participants(expected));
    assertThat(traces(actual)).as("traces").isEqualTo(traces(expected));
    actual.recount();
  }

  private static List<String> participants(World world) {
    return world.participants().stream()
        .sorted(Comparator.comparing(ParticipantView::record))
        .map(ParticipantView::toString)
        .toList();
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
