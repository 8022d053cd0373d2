package org.nurture.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Suppressions.Channel;
import org.nurture.platform.SlicedWork;
import org.nurture.platform.Time;

/**
 * One execution of sending: claims, takes out what was suppressed meanwhile (X11), puts off what is
 * held (X12), hands the rest to its gateway, gives back what time did not allow. Ends when nothing
 * that was due at its begin is left, by anyone, or when the gateway can't be used. For one thread.
 */
public final class SendWork implements SlicedWork {
  /** A slice begins nothing new after this. */
  public static final long SLICE_MILLIS = 8_000;

  private static final int FEWEST = 200;

  /** Claimed at once from a gateway that takes messages fast: between claims it has to wait. */
  private static final int MOST = 1_600;

  private static final long WAIT_MILLIS = 100;

  private final Kind kind;
  private final Leases leases;
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final InstantSource clock;
  private final Gateway gateway;
  private int claim = FEWEST;
  private @Nullable Instant due;
  private @Nullable String failure;

  /** Hands claimed messages over, and records the answers. */
  @FunctionalInterface
  public interface Gateway {
    /**
     * @param claimedAt by {@link System#nanoTime}
     */
    Outcome hand(String owner, List<Claimed> messages, long claimedAt);
  }

  /**
   * @param handed how many messages the gateway took
   * @param failure why it can't be used; null: it can
   */
  public record Outcome(long handed, @Nullable String failure) {}

  public SendWork(
      Kind kind,
      Leases leases,
      Suppressions suppressions,
      Withdrawal withdrawal,
      InstantSource clock,
      Gateway gateway) {
    this.kind = kind;
    this.leases = leases;
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.clock = clock;
    this.gateway = gateway;
  }

  /** Hands over what is queued of one test, ahead of all else (T5). */
  public static void sendTest(Kind kind, Leases leases, Gateway gateway, long participant) {
    String owner = UUID.randomUUID().toString();
    long claimedAt = System.nanoTime();
    List<Claimed> claimed = leases.claimTest(kind, owner, participant, FEWEST);
    if (claimed.isEmpty()) {
      return;
    }
    try {
      gateway.hand(owner, claimed, claimedAt);
    } finally {
      leases.release(owner, claimed);
    }
  }

  @Override
  public Optional<Slice> next() {
    if (failure != null) {
      return Optional.empty();
    }
    Instant until = due == null ? Time.now(clock) : due;
    due = until;
    int recovered = leases.recover(kind, until);
    String owner = UUID.randomUUID().toString();
    long claimedAt = System.nanoTime();
    List<Claimed> claimed = leases.claim(kind, owner, until, claim);
    if (claimed.isEmpty()) {
      if (recovered == 0 && !leases.othersAtWork(kind)) {
        return Optional.empty();
      }
      await();
      return Optional.of(new Slice(0, 0, 0));
    }
    try {
      return Optional.of(hand(owner, claimed, claimedAt));
    } finally {
      leases.release(owner, claimed);
    }
  }

  @Override
  public Optional<String> remark() {
    return Optional.ofNullable(failure);
  }

  private Slice hand(String owner, List<Claimed> claimed, long claimedAt) {
    List<Claimed> wanted = withdrawal.withoutHeld(owner, wanted(claimed), Time.now(clock));
    Outcome outcome =
        wanted.isEmpty() ? new Outcome(0, null) : gateway.hand(owner, wanted, claimedAt);
    failure = outcome.failure();
    boolean fast = elapsedMillis(claimedAt) < SLICE_MILLIS / 2;
    claim = fast ? Math.min(MOST, 2 * claim) : Math.max(FEWEST, claim / 2);
    return new Slice(claimed.size(), outcome.handed(), claimed.size() - wanted.size());
  }

  /**
   * Without those whose address was suppressed after they were queued, or whose person was erased
   * while they were under way: they are withdrawn.
   */
  private List<Claimed> wanted(List<Claimed> claimed) {
    if (kind == Kind.WEBHOOK) {
      // it goes to a program, which nobody unsubscribes
      return claimed;
    }
    Set<String> suppressed =
        suppressions.among(
            Channel.of(kind),
            claimed.stream().filter(m -> !m.test()).map(Claimed::address).toList());
    List<Claimed> wanted = new ArrayList<>();
    List<Claimed> unwanted = new ArrayList<>();
    for (Claimed m : claimed) {
      boolean unwelcome = !m.test() && suppressed.contains(m.address());
      (unwelcome || m.address().isEmpty() ? unwanted : wanted).add(m);
    }
    if (unwanted.isEmpty()) {
      return claimed;
    }
    withdrawal.withdrawMessages(
        unwanted.stream().map(Claimed::id).toList(),
        unwanted.stream().map(Claimed::participantId).toList());
    return wanted;
  }

  private static long elapsedMillis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  /** Others have what is left: its outcome is waited for. */
  private static void await() {
    try {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("sending was interrupted", e);
    }
  }
}
