package org.nurture.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nurture.crash.Passage.Phase;
import org.nurture.harness.SharedWorld;
import org.nurture.harness.SharedWorld.Sent;
import org.nurture.message.MessageState;
import org.nurture.platform.FailPoint;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;
import org.nurture.support.TestDatabase.Frozen;

/**
 * A phase, the data that it begins with, and what it comes to when nobody interrupts it.
 *
 * @param hits how often work comes to each fail point in it
 * @param earlier messages that were sent before
 */
record Station(
    Phase phase,
    int chunk,
    Frozen before,
    Map<FailPoint, Integer> hits,
    Set<String> earlier,
    List<String> state,
    List<Sent> messages) {

  private static final Set<FailPoint> IN_GROUPS =
      EnumSet.of(FailPoint.ANSWERED, FailPoint.ANSWERS_RECORDED);

  /** Lives through all phases without interruption. */
  static List<Station> all(Passage passage, int chunk, GatewayProcesses gateways)
      throws IOException {
    List<Station> stations = new ArrayList<>();
    TestDatabase db = TestDatabase.open(Make.POSTGRESQL);
    for (Phase phase : passage.phases()) {
      db.clock().set(phase.at());
      phase.before().accept(world(db, chunk, Math.max(0, phase.version() - 1)));
      Frozen before = db.freeze();
      db = before.copy(phase.at());
      Map<FailPoint, Integer> hits = new EnumMap<>(FailPoint.class);
      db.onReached(point -> hits.merge(point, 1, Integer::sum));
      SharedWorld world = world(db, chunk, phase.version());
      Set<String> earlier =
          world.messages().stream()
              .filter(Station::sent)
              .map(m -> m.ref() + " " + m.address())
              .collect(Collectors.toSet());
      world.run(phase.job(), gateways.addresses());
      db.onReached(point -> {});
      if (phase.job().equals("send-sms")) {
        // answers come in as many groups as time has it
        hits.replaceAll((point, n) -> IN_GROUPS.contains(point) ? 1 : n);
      }
      world.verify();
      stations.add(
          new Station(
              phase, chunk, before, Map.copyOf(hits), earlier, world.state(), world.messages()));
    }
    db.close();
    gateways.clear();
    return stations;
  }

  private static SharedWorld world(TestDatabase db, int chunk, int version) {
    return new SharedWorld(db, chunk, Passage.versions(), version);
  }

  /** The phase's world on a database. */
  SharedWorld world(TestDatabase db) {
    return world(db, chunk, phase.version());
  }

  /**
   * After all of the phase was done, if not at once: the traces are those of the uninterrupted run,
   * nothing contradicts anything, and messages arrived as they should.
   */
  void demand(SharedWorld world, GatewayProcesses gateways) {
    assertThat(world.state()).as("participants and traces").isEqualTo(state);
    world.verify();
    Map<String, Integer> arrived = gateways.arrived();
    List<Sent> now = world.messages();
    assertThat(now).hasSameSizeAs(messages);
    for (int i = 0; i < now.size(); i++) {
      Sent is = now.get(i);
      MessageState expected = messages.get(i).state();
      if (is.state() != MessageState.IN_DOUBT || expected != MessageState.SENT) {
        assertThat(is).isEqualTo(messages.get(i));
      }
    }
    if (phase.job().startsWith("send-")) {
      now.stream()
          .collect(Collectors.groupingBy(Sent::address))
          .forEach((address, its) -> arrivedOnce(address, its, arrived.getOrDefault(address, 0)));
    } else {
      assertThat(arrived).isEmpty();
    }
  }

  /** Those sent in this phase; messages of earlier ones arrived then. */
  private void arrivedOnce(String address, List<Sent> its, int arrivals) {
    List<Sent> sentHere = its.stream().filter(this::handedOverHere).toList();
    long certain = sentHere.stream().filter(s -> s.state() == MessageState.SENT).count();
    assertThat((long) arrivals)
        .as("messages to " + address)
        .isBetween(certain, (long) sentHere.size());
  }

  private boolean handedOverHere(Sent message) {
    return sent(message) && !earlier.contains(message.ref() + " " + message.address());
  }

  private static boolean sent(Sent message) {
    return message.state() == MessageState.SENT || message.state() == MessageState.IN_DOUBT;
  }
}
