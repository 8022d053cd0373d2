package org.nurture.journey;

import java.util.Collection;
import java.util.List;

/**
 * What was to be done for these participants failed: the chunk is rolled back, and taken again in
 * smaller ones (X5, X7).
 */
final class EffectFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Long> participants;
  private final transient List<Long> traces;

  private EffectFailure(List<Long> participants, List<Long> traces, RuntimeException cause) {
    super(cause);
    this.participants = List.copyOf(participants);
    this.traces = List.copyOf(traces);
  }

  /** Names the traces: until somebody looks at it, another worker may have ended some. */
  static EffectFailure of(Collection<Trace> traces, RuntimeException cause) {
    return new EffectFailure(
        traces.stream().map(Trace::participant).toList(),
        traces.stream().map(Trace::id).toList(),
        cause);
  }

  /** Whether it may be this one that failed: another worker may have ended the one that did. */
  boolean concerns(long trace) {
    return traces.contains(trace);
  }

  List<Long> participants() {
    return participants;
  }
}
