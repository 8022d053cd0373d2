package org.nurture.message.sms;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.nurture.message.GatewayState.Connections;

/**
 * Takes text messages: an SMPP server, Twilio; in demo and development the catcher. Safe for
 * several threads.
 */
public interface SmsGateway {

  /**
   * Why nothing can be handed over now; empty: it can. Opens what is closed, and may wait some
   * seconds for it.
   */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /** Puts what it has brought so far into the event inbox (X0). Never fails. */
  default void collect() {}

  /** How many messages may be on the wire at once. */
  default int window() {
    return 1;
  }

  /** What it holds also while nothing is sent; empty: it holds no connections. */
  default Optional<Connections> connections() {
    return Optional.empty();
  }

  /**
   * Hands one message over, when fewer than {@link #window()} are on the wire; a call may wait for
   * that, but need not. Ends well within a lease, whatever the gateway does.
   *
   * @return never completed exceptionally
   */
  CompletableFuture<Result> send(Sms sms);

  /**
   * A message for one phone.
   *
   * @param message its id in the outbox, for what the gateway reports of it
   * @param phone E.164
   */
  record Sms(long message, String phone, String text) {}

  /** What became of a hand-over (X9). */
  sealed interface Result {}

  /**
   * The gateway took it.
   *
   * @param ids that it gave, one for each part; none: its reports name our own id
   */
  record Accepted(List<String> ids) implements Result {
    public Accepted {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Refused for good, because of the recipient: a bounce.
   *
   * @param optedOut the gateway knows that the recipient wants nothing more
   */
  record Refused(boolean hard, boolean optedOut, String why) implements Result {}

  /** Refused for now; the message is tried again after a pause, and given up at last. */
  record Later(String why) implements Result {}

  /** The gateway can't be used: nothing was handed over, the message stays as it was. */
  record Unusable(String why) implements Result {}

  /** The message itself can't be sent. */
  record Impossible(String why) implements Result {}

  /**
   * The hand-over began, and whether it succeeded is not known (X6).
   *
   * @param ids of parts that were taken before
   * @param parts how many the message has
   */
  record Unanswered(List<String> ids, int parts, String why) implements Result {
    public Unanswered {
      ids = List.copyOf(ids);
    }
  }
}
