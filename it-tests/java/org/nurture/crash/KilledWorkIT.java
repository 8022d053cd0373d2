package org.nurture.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nurture.harness.SharedWorld;
import org.nurture.platform.FailPoint;
import org.nurture.support.TestDatabase;

/**
 * Real kills (SIGKILL) of a process that runs a job, at every fail point of every phase of a
 * campaign's life; after each, another process goes on. More of them: {@code -Dnurture.kills=1000}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledWorkIT {
  private static final int KILLS = Integer.getInteger("nurture.kills", 200);
  private static final int CONTACTS = 24;

  /** So that even a few contacts are many slices. */
  private static final int CHUNK = 7;

  /** Each with its gateways: a child is one thread. */
  private static final int LANES = 2;

  @TempDir private static Path folder;

  private final List<GatewayProcesses> servers = new ArrayList<>();
  private List<Station> stations;
  private Children children;

  /** Dies where work comes to that point for the n-th time. */
  private record Kill(Station station, FailPoint point, int n) {
    @Override
    public String toString() {
      return station.phase() + ", " + point + " " + n;
    }
  }

  @BeforeAll
  void live_through_it_once() throws IOException, InterruptedException {
    for (int lane = 0; lane < LANES; lane++) {
      servers.add(GatewayProcesses.start(folder.resolve("mails" + lane)));
    }
    stations = Station.all(new Passage(CONTACTS), CHUNK, servers.get(0));
    children = Children.prepared(folder, stations.get(1), servers.get(0).addresses());
  }

  @AfterAll
  void end() {
    servers.forEach(GatewayProcesses::close);
    stations.forEach(s -> s.before().drop());
  }

  @Test
  void after_every_kill_work_goes_on_to_what_an_uninterrupted_run_gives_X6_D14() {
    Queue<Kill> planned = new ConcurrentLinkedQueue<>(plan());
    AtomicInteger kills = new AtomicInteger();
    List<CompletableFuture<Void>> lanes =
        servers.stream()
            .map(
                gateways ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (Kill next = planned.poll(); next != null; next = planned.poll()) {
                            kill(next, gateways);
                            kills.incrementAndGet();
                          }
                        }))
            .toList();
    lanes.forEach(CompletableFuture::join);

    assertThat(kills).hasValueGreaterThanOrEqualTo(KILLS);
  }

  @Test
  void the_campaign_comes_to_every_fail_point() {
    Set<FailPoint> reached = new TreeSet<>();
    stations.forEach(s -> reached.addAll(s.hits().keySet()));

    assertThat(reached).contains(FailPoint.values()).hasSize(FailPoint.values().length);
  }

  /** All points of all phases in turns, each at its first, its last and then some other time. */
  private List<Kill> plan() {
    List<Kill> kills = new ArrayList<>();
    Random random = new Random(20260601);
    for (int turn = 0; kills.size() < KILLS; turn++) {
      for (Station station : stations) {
        for (Map.Entry<FailPoint, Integer> hit : new TreeMap<>(station.hits()).entrySet()) {
          int times = hit.getValue();
          if (turn == 0 || times > turn) {
            int n = turn == 0 ? 1 : turn == 1 ? times : 1 + random.nextInt(times);
            kills.add(new Kill(station, hit.getKey(), n));
          }
        }
      }
    }
    return kills.subList(0, KILLS);
  }

  private void kill(Kill kill, GatewayProcesses gateways) {
    Station station = kill.station();
    try (TestDatabase db = station.before().copy(station.phase().at())) {
      SharedWorld world = station.world(db);
      gateways.clear();
      if (!children.kill(db.url(), station, gateways.addresses(), kill.point(), kill.n())) {
        // a slice of sending is as long as its time allows: a quicker child claims less often
        assertThat(kill.n() > 1 && station.phase().job().startsWith("send-"))
            .as("it died there")
            .isTrue();
        kill(new Kill(station, kill.point(), kill.n() - 1), gateways);
        return;
      }
      world.verify();
      world.leasesEnd();
      world.run(station.phase().job(), gateways.addresses());
      station.demand(world, gateways);
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      throw new AssertionError("killed in " + kill + ": " + e.getMessage(), e);
    }
  }
}
