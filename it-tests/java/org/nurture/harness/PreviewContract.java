package org.nurture.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nurture.campaign.ChangeNumbers.Numbers;
import org.nurture.journey.TraceState;
import org.nurture.model.Plan;
import org.nurture.model.World.TraceView;
import org.nurture.scenario.RandomScript;
import org.nurture.support.TestDatabase;

/** What the preview of an update says is what the update then does (U1, U2). */
abstract class PreviewContract {
  private static final long CAMPAIGNS = 60;

  private final TestDatabase db;

  PreviewContract(TestDatabase db) {
    this.db = db;
  }

  static LongStream seeds() {
    long first = Long.getLong("nurture.firstSeed", 1);
    return LongStream.range(first, first + Long.getLong("nurture.seeds", CAMPAIGNS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_preview_says_what_the_update_does_U1_U2(long seed) {
    EngineWorld world = EngineWorld.varied(db, seed);
    RandomScript script = new RandomScript(seed, world);
    script.begin();
    Map<String, TraceView> before = byName(world);
    Plan next = script.edited();

    Map<String, Numbers> said = world.preview(next);
    world.update(next, false);
    world.process();

    assertThat(said).as("seed %s\n%s", seed, script.log()).isEqualTo(done(world, before, said));
  }

  private static Map<String, TraceView> byName(EngineWorld world) {
    Map<String, TraceView> traces = new HashMap<>();
    world.traces().forEach(t -> traces.put(t.record() + " " + t.ref(), t));
    return traces;
  }

  /**
   * What became of traces: only of activities that the preview names are SCHEDULED ones counted.
   */
  private static Map<String, Numbers> done(
      EngineWorld world, Map<String, TraceView> before, Map<String, Numbers> said) {
    Map<String, Numbers> done = new TreeMap<>();
    Map<String, Long> due = world.due();
    Set<String> named = new HashSet<>(said.keySet());
    for (TraceView now : world.traces()) {
      TraceView was = before.get(now.record() + " " + now.ref());
      boolean ended = was == null || was.state() != TraceState.CANCELED;
      if (now.state() == TraceState.CANCELED && ended) {
        done.merge(now.ref(), new Numbers(0, 0, 1, 0), Numbers::plus);
      }
      if (now.state() == TraceState.SCHEDULED && named.contains(now.ref())) {
        done.merge(now.ref(), new Numbers(1, 0, 0, 0), Numbers::plus);
      }
    }
    named.forEach(
        ref -> {
          long moved = said.get(ref).moved();
          long expected =
              moved == 0
                  ? 0
                  : before.values().stream()
                      .filter(t -> t.ref().equals(ref) && t.state() == TraceState.SCHEDULED)
                      .count();
          done.merge(ref, new Numbers(0, due.getOrDefault(ref, 0L), 0, expected), Numbers::plus);
        });
    done.values().removeIf(Numbers.NONE::equals);
    return done;
  }
}
