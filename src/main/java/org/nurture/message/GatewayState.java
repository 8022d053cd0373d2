package org.nurture.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway of a channel is, as this server sees it.
 *
 * @param lasting for how long it has been so
 * @param connections those that it holds; null: it opens one for each execution
 * @param error what went wrong last; null: nothing did since this server started
 */
public record GatewayState(
    Kind channel,
    Condition condition,
    Duration lasting,
    @Nullable Connections connections,
    @Nullable String error) {

  /** What can be expected of it. */
  public enum Condition {
    /** There is none. */
    NONE,
    /** Nothing was asked of it yet. */
    UNTRIED,
    /** It takes messages. */
    READY,
    /** It takes them, and asks for fewer. */
    THROTTLED,
    /** It can't be used; messages wait. */
    DOWN
  }

  /**
   * Connections that are held also while nothing is sent.
   *
   * @param standing how many stand
   * @param wanted how many should
   * @param lasting for how long any has stood, or none has
   * @param throttled whether the gateway asked for a pause within the last minute
   * @param trouble why none stands; null: one does, or none was tried
   */
  public record Connections(
      int standing, int wanted, Duration lasting, boolean throttled, @Nullable String trouble) {}
}
