package org.nurture.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nurture.message.GatewayState.Condition;
import org.nurture.message.GatewayState.Connections;

/** Remembers how executions fared with a gateway. Safe for several threads. */
public final class GatewayWatch {
  private final Kind channel;
  private Condition condition = Condition.UNTRIED;
  private long since = System.nanoTime();
  private @Nullable String error;

  public GatewayWatch(Kind channel) {
    this.channel = channel;
  }

  /** Notes what came of a hand-over, and answers it. */
  public synchronized SendWork.Outcome noted(SendWork.Outcome outcome) {
    Condition now = outcome.failure() == null ? Condition.READY : Condition.DOWN;
    if (now != condition) {
      condition = now;
      since = System.nanoTime();
    }
    if (outcome.failure() != null) {
      error = outcome.failure();
    }
    return outcome;
  }

  /** Where there is no gateway. */
  public GatewayState none() {
    return new GatewayState(channel, Condition.NONE, Duration.ZERO, null, null);
  }

  /** Where a connection is opened for each execution. */
  public synchronized GatewayState state() {
    return new GatewayState(channel, condition, lasting(), null, error);
  }

  /** Where connections are held. */
  public synchronized GatewayState state(Connections held) {
    if (held.standing() == 0) {
      String why = held.trouble() == null ? error : held.trouble();
      return new GatewayState(channel, Condition.DOWN, held.lasting(), held, why);
    } else if (condition == Condition.DOWN) {
      return new GatewayState(channel, condition, lasting(), held, error);
    }
    Condition bound = held.throttled() ? Condition.THROTTLED : Condition.READY;
    return new GatewayState(channel, bound, held.lasting(), held, error);
  }

  private Duration lasting() {
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
