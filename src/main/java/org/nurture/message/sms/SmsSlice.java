package org.nurture.message.sms;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Answer;
import org.nurture.message.Answers;
import org.nurture.message.Claimed;
import org.nurture.message.Leases;
import org.nurture.message.SendWork;
import org.nurture.message.sms.SmsGateway.Result;
import org.nurture.message.sms.SmsGateway.Sms;
import org.nurture.platform.FailPoint;
import org.nurture.platform.Time;
import org.nurture.template.LiquidException;

/**
 * Hands one claim's messages over: one commit says SENDING for some, then they go to the gateway,
 * and meanwhile one commit records the answers that have come, and one begins more (D12). So the
 * wire is busy during commits. For one thread.
 */
final class SmsSlice {
  /** So many are ahead of their answers at first, or twice the window. */
  private static final int FEWEST_AHEAD = 20;

  /** At most so many, or twice the window: a crash leaves in doubt no more than twice this. */
  private static final int MOST_AHEAD = 200;

  private static final int WINDOWS = 2;

  /** An answer waits so long for others that are recorded with it. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private final SmsGateway gateway;
  private final Leases leases;
  private final Answers answers;
  private final SubmittedParts parts;
  private final SmsTexts texts;
  private final InstantSource clock;
  private final String owner;
  private final long claimedAt;
  private final LongSupplier nanoTime;
  private final OnTheWire wire = new OnTheWire();

  /** Of messages that do not come to the gateway. */
  private final List<Answer> known = new ArrayList<>();

  private int ahead;
  private boolean begun;
  private @Nullable String failure;
  private long handed;

  /**
   * @param claimedAt by nanoTime
   * @param nanoTime {@link System#nanoTime}: what leases are measured by here
   */
  SmsSlice(
      SmsGateway gateway,
      Leases leases,
      Answers answers,
      SubmittedParts parts,
      SmsTexts texts,
      InstantSource clock,
      String owner,
      long claimedAt,
      LongSupplier nanoTime) {
    this.gateway = gateway;
    this.leases = leases;
    this.answers = answers;
    this.parts = parts;
    this.texts = texts;
    this.clock = clock;
    this.owner = owner;
    this.claimedAt = claimedAt;
    this.nanoTime = nanoTime;
    this.ahead = Math.max(FEWEST_AHEAD, WINDOWS * gateway.window());
  }

  /** How many messages the gateway took. */
  long handed() {
    return handed;
  }

  /** Why the gateway can't be used; null: it can. */
  @Nullable String failure() {
    return failure;
  }

  /** Hands over as many as time allows; the rest stays claimed. */
  void send(List<Claimed> messages) {
    Deque<Claimed> left = new ArrayDeque<>(messages);
    try {
      while (!left.isEmpty() && failure == null && hasTime()) {
        if (wire.unanswered() <= ahead / 2) {
          begin(next(left, ahead - wire.unanswered()));
        }
        record(wire.answered(ahead / 2, LINGER));
      }
    } finally {
      while (!wire.isEmpty() || !known.isEmpty()) {
        record(wire.answered(0, LINGER));
      }
    }
  }

  private boolean hasTime() {
    return elapsedMillis(claimedAt) <= SendWork.SLICE_MILLIS;
  }

  private long elapsedMillis(long since) {
    return (nanoTime.getAsLong() - since) / 1_000_000;
  }

  /** Takes the first ones, in their order, with their texts; what has none is known to fail. */
  private Map<Claimed, Sms> next(Deque<Claimed> left, int count) {
    Map<Claimed, Sms> written = new LinkedHashMap<>();
    while (written.size() < count && !left.isEmpty()) {
      Claimed message = left.remove();
      try {
        written.put(message, write(message));
      } catch (LiquidException e) {
        known.add(new Answer.Impossible(message, String.valueOf(e.getMessage())));
      }
    }
    return written;
  }

  private Sms write(Claimed message) {
    return new Sms(message.id(), message.address(), texts.text(message));
  }

  private void begin(Map<Claimed, Sms> messages) {
    long leasedAt = nanoTime.getAsLong();
    Set<Long> allowed = leases.begin(owner, messages.keySet(), Time.now(clock));
    if (begun && wire.unanswered() == 0) {
      // commits take longer than the gateway does
      ahead = Math.max(ahead, Math.min(MOST_AHEAD, 2 * ahead));
    }
    begun = true;
    messages.forEach(
        (message, sms) -> {
          if (!allowed.contains(message.id())) {
            return;
          }
          if (elapsedMillis(leasedAt) > Leases.SENDING_FOR.toMillis()) {
            // the gateway made us wait for places
            known.add(new Answer.Returned(message, "The SMS gateway is too slow"));
          } else {
            answers.reached(FailPoint.BEFORE_END_OF_DATA);
            wire.add(message, gateway.send(sms));
            answers.reached(FailPoint.AFTER_END_OF_DATA);
          }
        });
  }

  private void record(List<OnTheWire.Ended> ended) {
    List<Answer> results = new ArrayList<>(known);
    known.clear();
    Map<Long, SubmittedParts.Given> ids = new LinkedHashMap<>();
    List<Claimed> optedOut = new ArrayList<>();
    for (OnTheWire.Ended each : ended) {
      Claimed message = each.message();
      Result result = each.result();
      results.add(answer(message, result));
      if (result instanceof SmsGateway.Accepted a && !a.ids().isEmpty()) {
        ids.put(message.id(), new SubmittedParts.Given(a.ids(), a.ids().size()));
      } else if (result instanceof SmsGateway.Unanswered u && !u.ids().isEmpty()) {
        ids.put(message.id(), new SubmittedParts.Given(u.ids(), u.parts()));
      } else if (result instanceof SmsGateway.Refused r && r.optedOut()) {
        optedOut.add(message);
      }
    }
    answers.record(
        owner, results, Time.now(clock), () -> parts.add(ids, optedOut, Time.now(clock)));
  }

  private Answer answer(Claimed message, Result result) {
    if (result instanceof SmsGateway.Accepted) {
      handed++;
      return new Answer.Accepted(message, "accepted");
    }
    if (result instanceof SmsGateway.Refused r) {
      return new Answer.Bounced(message, r.hard(), r.why());
    }
    if (result instanceof SmsGateway.Later r) {
      return new Answer.Deferred(message, r.why());
    }
    if (result instanceof SmsGateway.Impossible r) {
      return new Answer.Impossible(message, r.why());
    }
    if (result instanceof SmsGateway.Unusable r) {
      failure = r.why();
      return new Answer.Returned(message, r.why());
    }
    SmsGateway.Unanswered r = (SmsGateway.Unanswered) result;
    return new Answer.Unknown(message, r.why());
  }
}
