package org.nurture.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Why;
import org.nurture.platform.SqlFailures;

/** Suppresses what bounced for good, complained or unsubscribed (C6, C11). */
@ApplicationScoped
public class EventSuppressor implements Suppressor {
  private static final Logger LOG = System.getLogger(EventSuppressor.class.getName());

  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final SoftBounces softBounces;

  @Inject
  public EventSuppressor(
      Suppressions suppressions, Withdrawal withdrawal, SoftBounces softBounces) {
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.softBounces = softBounces;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected EventSuppressor() {
    this(null, null, null);
  }

  @Override
  public void suppress(Collection<Suppressed> addresses) {
    List<Suppressed> standing = standing(addresses);
    if (!standing.isEmpty()) {
      List<Entry> entries = standing.stream().map(EventSuppressor::entry).toList();
      suppressions.add(entries, standing.get(0).since());
      withdrawal.owe(entries);
    }
  }

  /** Without STOPs that a START has lifted before their events were applied. */
  private List<Suppressed> standing(Collection<Suppressed> addresses) {
    Map<String, Instant> started =
        suppressions.started(
            addresses.stream()
                .filter(EventSuppressor::mayBeLifted)
                .map(Suppressed::address)
                .toList());
    return addresses.stream()
        .filter(
            s -> {
              Instant start = mayBeLifted(s) ? started.get(s.address()) : null;
              return start == null || start.isBefore(s.since());
            })
        .toList();
  }

  private static boolean mayBeLifted(Suppressed suppressed) {
    return suppressed.channel() == Kind.SMS && suppressed.why() == Suppressions.Why.UNSUBSCRIBED;
  }

  @Override
  public void bouncedSoftly(Kind channel, Collection<String> addresses, Instant now) {
    suppress(
        softBounces.tooMany(channel, addresses).stream()
            .map(address -> new Suppressed(channel, address, Why.BOUNCED, now))
            .toList());
  }

  private static Entry entry(Suppressed suppressed) {
    return new Entry(
        Channel.of(suppressed.channel()),
        suppressed.address(),
        suppressed.why(),
        null,
        suppressed.since());
  }

  @Override
  public boolean owed() {
    return withdrawal.owed();
  }

  @Override
  public boolean withdrawSome() {
    return withdrawal.withdrawSome();
  }

  @Override
  public void withdraw() {
    try {
      withdrawal.withdraw();
    } catch (RuntimeException e) {
      if (!SqlFailures.passing(e)) {
        throw e;
      }
      LOG.log(Level.DEBUG, "withdrawing is left for process", e);
    }
  }
}
