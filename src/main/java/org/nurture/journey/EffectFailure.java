package org.nurture.journey;

import java.util.List;

/**
 * What was to be done for these participants failed: the chunk is rolled back, and taken again in
 * smaller ones (X5, X7).
 */
final class EffectFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Long> participants;

  EffectFailure(List<Long> participants, RuntimeException cause) {
    super(cause);
    this.participants = List.copyOf(participants);
  }

  List<Long> participants() {
    return participants;
  }
}
