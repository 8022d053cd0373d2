package org.nurture.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
  private boolean locked;

  @Override
  public synchronized Set<Long> sendingCampaigns() {
    return Set.copyOf(sending);
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
