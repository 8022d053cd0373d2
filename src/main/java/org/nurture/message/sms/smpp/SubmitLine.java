package org.nurture.message.sms.smpp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Leases;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Unusable;

/**
 * Where messages wait for a place in the window of a bind, first come, first served: the answer to
 * one writes the next, in the thread that brings it. Blocks nobody; safe for several threads.
 */
final class SubmitLine {
  /** Whose turn has not come until then is not sent under its lease any more. */
  private static final long LONGEST_WAIT = Leases.SENDING_FOR.toNanos();

  private final List<Slot> slots;
  private final int window;
  private final Pace pace;
  private final long patienceMillis;
  private final Runnable unbound;
  private final Deque<Waiting> line = new ArrayDeque<>();

  /**
   * @param window places of each bind
   * @param patienceMillis for the answers to one message
   * @param unbound called when messages wait and no bind stands; must not block
   */
  SubmitLine(List<SmppBind> binds, int window, Pace pace, long patienceMillis, Runnable unbound) {
    this.slots = binds.stream().map(Slot::new).toList();
    this.window = window;
    this.pace = pace;
    this.patienceMillis = patienceMillis;
    this.unbound = unbound;
  }

  /** A bind, and how many messages are on its wire. */
  private static final class Slot {
    final SmppBind bind;
    int busy;

    Slot(SmppBind bind) {
      this.bind = bind;
    }
  }

  /** A place in a window. */
  private record Place(Slot slot, WindowSession session) {}

  private static final class Waiting {
    final List<WindowSession.Submit> parts;
    final CompletableFuture<Result> result = new CompletableFuture<>();
    final long since = System.nanoTime();

    Waiting(List<WindowSession.Submit> parts) {
      this.parts = parts;
    }

    boolean tooLong() {
      return System.nanoTime() - since > LONGEST_WAIT;
    }
  }

  /** Sends a message when its turn comes. */
  CompletableFuture<Result> send(List<WindowSession.Submit> parts) {
    Waiting waiting = new Waiting(parts);
    synchronized (line) {
      line.add(waiting);
    }
    advance();
    return waiting.result;
  }

  /** Writes all that there is a place for; called when one may have come free. */
  void advance() {
    for (Runnable turn = turn(); turn != null; turn = turn()) {
      turn.run();
    }
    if (stranded()) {
      unbound.run();
    }
  }

  /** What is to be done for the first in line; null: it has to wait, or there is none. */
  private @Nullable Runnable turn() {
    synchronized (line) {
      Waiting first = line.peek();
      if (first == null) {
        return null;
      }
      if (first.tooLong()) {
        line.remove();
        return () -> first.result.complete(new Unusable("The SMS gateway is too slow"));
      }
      Place place = roomiest();
      if (place == null) {
        return null;
      }
      line.remove();
      place.slot().busy++;
      return () -> submit(first, place);
    }
  }

  /** A place on the bind that has the most; null: all windows are full, or none is bound. */
  private @Nullable Place roomiest() {
    Place free = null;
    for (Slot slot : slots) {
      WindowSession session = slot.bind.session().orElse(null);
      if (session != null && slot.busy < window && (free == null || slot.busy < free.slot().busy)) {
        free = new Place(slot, session);
      }
    }
    return free;
  }

  private boolean stranded() {
    synchronized (line) {
      return !line.isEmpty() && slots.stream().noneMatch(s -> s.bind.session().isPresent());
    }
  }

  private void submit(Waiting waiting, Place place) {
    new Submission(place.session(), waiting.parts, pace, patienceMillis)
        .run()
        .thenAccept(
            result -> {
              synchronized (line) {
                place.slot().busy--;
              }
              // first: the wire is not to wait for what is made of the result
              advance();
              waiting.result.complete(result);
            });
  }

  /** Gives up all that waits: nothing of it was handed over. */
  void refuse(String why) {
    List<Waiting> refused;
    synchronized (line) {
      refused = new ArrayList<>(line);
      line.clear();
    }
    refused.forEach(waiting -> waiting.result.complete(new Unusable(why)));
  }
}
