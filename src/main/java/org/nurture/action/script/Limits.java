package org.nurture.action.script;

import java.time.Duration;

/**
 * How much a script may take (D15).
 *
 * @param each computing time for one record
 * @param all for the records of one call together, by the wall clock; what is left then is not run
 * @param pages of 64 KiB of memory at most, the engine's own included
 */
public record Limits(Duration each, Duration all, int pages) {
  /** 50 ms a record, 10 s a chunk, 16 MiB. */
  public static final Limits USUAL =
      new Limits(Duration.ofMillis(50), Duration.ofSeconds(10), 16 * 16);
}
