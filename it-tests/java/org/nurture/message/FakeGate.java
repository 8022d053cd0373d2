package org.nurture.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers what sending tells the journeys. */
public final class FakeGate implements DeliveryGate {
  public final Set<Long> sending = new HashSet<>(Set.of(Mailing.CAMPAIGN));
  public final List<HandOver> handedOver = new ArrayList<>();
  public final List<Failure> failed = new ArrayList<>();
  public final List<Long> withdrawn = new ArrayList<>();
  public final List<HandOver> inDoubt = new ArrayList<>();
  public final List<HandOver> known = new ArrayList<>();
  public final List<Long> again = new ArrayList<>();
  public final List<Long> capped = new ArrayList<>();

  /** By message (X12). */
  public final Map<Long, Hold> holds = new HashMap<>();

  private boolean locked;

  @Override
  public synchronized Set<Long> sendingCampaigns() {
    return Set.copyOf(sending);
  }

  @Override
  public Set<Long> sendingCampaigns(Collection<Long> participants) {
    return sendingCampaigns();
  }

  @Override
  public synchronized void lock(Collection<Long> participants) {
    locked = true;
  }

  @Override
  public synchronized void handedOver(Collection<HandOver> handOvers) {
    demandLock();
    handedOver.addAll(handOvers);
  }

  @Override
  public synchronized void failed(Collection<Failure> failures) {
    demandLock();
    failed.addAll(failures);
  }

  @Override
  public synchronized void withdrawn(Collection<Long> traces) {
    demandLock();
    withdrawn.addAll(traces);
  }

  @Override
  public synchronized Map<Long, Hold> holds(Collection<Claimed> messages, Instant now) {
    Map<Long, Hold> held = new HashMap<>(holds);
    held.keySet().retainAll(messages.stream().map(Claimed::id).toList());
    held.values().removeIf(h -> h.until() != null && !h.until().isAfter(now));
    return held;
  }

  @Override
  public synchronized void capped(Collection<Long> traces) {
    demandLock();
    capped.addAll(traces);
  }

  @Override
  public synchronized void inDoubt(Collection<HandOver> tries) {
    demandLock();
    inDoubt.addAll(tries);
  }

  @Override
  public synchronized void known(Collection<HandOver> handOvers) {
    demandLock();
    known.addAll(handOvers);
  }

  @Override
  public synchronized void again(Collection<Long> traces) {
    demandLock();
    again.addAll(traces);
  }

  private void demandLock() {
    if (!locked) {
      throw new AssertionError("participants are locked first (D2)");
    }
  }
}
