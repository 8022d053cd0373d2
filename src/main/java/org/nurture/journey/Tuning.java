package org.nurture.journey;

/**
 * How much a slice takes at once.
 *
 * @param process participants whose earliest due trace is executed
 * @param events participants whose events are applied
 * @param enroll records of a key range
 */
public record Tuning(int process, int events, int enroll) {
  /** Measured: sets of 1,000 to 5,000, key ranges of 10,000 to 20,000 (docs/performance.md). */
  public static final Tuning DEFAULT = new Tuning(2_000, 2_000, 20_000);

  public Tuning {
    if (process < 1 || events < 1 || enroll < 1) {
      throw new IllegalArgumentException("chunks hold at least 1: " + process + ", " + events);
    }
  }
}
