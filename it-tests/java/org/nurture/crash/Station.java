package org.nurture.crash;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nurture.crash.Passage.Phase;
import org.nurture.harness.SharedWorld;
import org.nurture.harness.SharedWorld.Sent;
import org.nurture.message.MessageState;
import org.nurture.platform.FailPoint;
import org.nurture.support.Make;
import org.nurture.support.SmtpProcess;
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

  /** Lives through all phases without interruption. */
  static List<Station> all(Passage passage, int chunk, SmtpProcess smtp) throws IOException {
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
      world.run(phase.job(), smtp.port());
      db.onReached(point -> {});
      world.verify();
      stations.add(
          new Station(
              phase, chunk, before, Map.copyOf(hits), earlier, world.state(), world.messages()));
    }
    db.close();
    smtp.clear();
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
   * nothing contradicts anything, and mails arrived as they should.
   */
  void demand(SharedWorld world, SmtpProcess smtp) {
    assertThat(world.state()).as("participants and traces").isEqualTo(state);
    world.verify();
    Map<String, Integer> arrived = arrived(smtp);
    List<Sent> now = world.messages();
    assertThat(now).hasSameSizeAs(messages);
    for (int i = 0; i < now.size(); i++) {
      Sent is = now.get(i);
      MessageState expected = messages.get(i).state();
      if (is.state() != MessageState.IN_DOUBT || expected != MessageState.SENT) {
        assertThat(is).isEqualTo(messages.get(i));
      }
    }
    if (phase.job().equals("send-mail")) {
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
        .as("mails to " + address)
        .isBetween(certain, (long) sentHere.size());
  }

  private boolean handedOverHere(Sent message) {
    return sent(message) && !earlier.contains(message.ref() + " " + message.address());
  }

  private static boolean sent(Sent message) {
    return message.state() == MessageState.SENT || message.state() == MessageState.IN_DOUBT;
  }

  /** How many mails arrived for each address, each Message-ID once. */
  private static Map<String, Integer> arrived(SmtpProcess smtp) {
    Map<String, Integer> arrived = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    try {
      for (SmtpProcess.Accepted mail : smtp.mails()) {
        assertThat(ids.add(mail.mail().getMessageID())).as("once: " + mail.to()).isTrue();
        arrived.merge(mail.to(), 1, Integer::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
    return arrived;
  }
}
