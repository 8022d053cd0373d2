package org.nurture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nurture.campaign.TriggerType;
import org.nurture.journey.Reason;
import org.nurture.journey.TraceState;
import org.nurture.model.Act;
import org.nurture.model.Model;
import org.nurture.model.World.TraceView;

/** The generator goes everywhere: what it never reaches, the comparison would not prove. */
class RandomScriptTest {
  /**
   * Which of two equal addresses comes first is not promised, so that scenarios prove it; the
   * others are not of E, X0–X10, C and P1.
   */
  private static final Set<Reason> ELSEWHERE =
      EnumSet.of(Reason.DUPLICATE_ADDRESS, Reason.FREQUENCY_CAP, Reason.TEST_STOPPED);

  @Test
  void three_thousand_campaigns_reach_every_reason_and_run_every_trigger_and_action() {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    TreeMap<String, Integer> ends = new TreeMap<>();
    long erased = 0;
    for (long seed = 1; seed <= 3_000; seed++) {
      Model model = new Model();
      RandomScript script = new RandomScript(seed, model);
      script.run(
          (expected, actual) -> {
            for (TraceView trace : expected.traces()) {
              if (trace.reason() != null) {
                reasons.add(trace.reason());
              }
            }
          });
      for (TraceView trace : model.traces()) {
        ends.merge(script.trigger(trace.ref()) + " " + trace.state(), 1, Integer::sum);
        Act act = script.act(trace.ref());
        if (act != null) {
          ends.merge(act.getClass().getSimpleName() + " " + trace.state(), 1, Integer::sum);
        }
      }
      erased += model.participants().stream().filter(p -> p.record() == 0).count();
    }

    assertThat(EnumSet.complementOf(EnumSet.copyOf(reasons))).isEqualTo(ELSEWHERE);
    for (TriggerType trigger : TriggerType.values()) {
      assertThat(ends.getOrDefault(trigger + " PROCESSED", 0))
          .as("%s: %s", trigger, ends)
          .isGreaterThan(3);
    }
    for (Class<?> act : Act.class.getPermittedSubclasses()) {
      for (TraceState end : List.of(TraceState.PROCESSED, TraceState.ERROR)) {
        assertThat(ends.getOrDefault(act.getSimpleName() + " " + end, 0))
            .as("%s %s: %s", act.getSimpleName(), end, ends)
            .isPositive();
      }
    }
    assertThat(erased).isGreaterThan(100);
  }
}
