package org.nurture.message.sms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.nurture.message.Claimed;
import org.nurture.message.sms.SmsGateway.Result;

/**
 * Messages that a gateway was given: those without an answer, and those whose answer nobody has
 * fetched. Answers come in any thread; the rest is for one.
 */
final class OnTheWire {
  private final List<Ended> ended = new ArrayList<>();
  private int unanswered;
  private int wanted;
  private CompletableFuture<Void> enough = new CompletableFuture<>();

  /** A message and what became of it. */
  record Ended(Claimed message, Result result) {}

  void add(Claimed message, CompletableFuture<Result> sent) {
    synchronized (this) {
      unanswered++;
    }
    sent.thenAccept(result -> ended(new Ended(message, result)));
  }

  private synchronized void ended(Ended one) {
    ended.add(one);
    unanswered--;
    if (unanswered <= wanted) {
      enough.complete(null);
    }
  }

  synchronized int unanswered() {
    return unanswered;
  }

  synchronized boolean isEmpty() {
    return unanswered == 0 && ended.isEmpty();
  }

  /**
   * Fetches what was answered.
   *
   * @param most waits until no more than these are unanswered
   * @param patience but no longer than this
   */
  List<Ended> answered(int most, Duration patience) {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    synchronized (this) {
      wanted = most;
      enough = waiting;
      if (unanswered <= most) {
        waiting.complete(null);
      }
    }
    waiting.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).join();
    synchronized (this) {
      List<Ended> fetched = List.copyOf(ended);
      ended.clear();
      return fetched;
    }
  }
}
