package org.nurture.message;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;

/** Suppresses what bounced for good, complained or unsubscribed (C6, C11). */
@ApplicationScoped
public class EventSuppressor implements Suppressor {
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;

  @Inject
  public EventSuppressor(Suppressions suppressions, Withdrawal withdrawal) {
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected EventSuppressor() {
    this(null, null);
  }

  @Override
  public void suppress(Collection<Suppressed> addresses) {
    if (!addresses.isEmpty()) {
      suppressions.add(
          addresses.stream().map(EventSuppressor::entry).toList(),
          addresses.iterator().next().since());
    }
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
  public void withdraw(Collection<Suppressed> addresses) {
    addresses.stream()
        .collect(groupingBy(s -> Channel.of(s.channel()), mapping(Suppressed::address, toList())))
        .forEach(withdrawal::withdraw);
  }
}
