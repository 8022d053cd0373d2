package org.nurture.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nurture.harness.SharedWorld;
import org.nurture.message.MessageState;
import org.nurture.platform.FailPoint;
import org.nurture.support.TestDatabase;

/**
 * By hand: one large campaign whose jobs are killed all the time, and which comes to what it comes
 * to without. Arguments: kills (500), participants (20000), participants of a slice (200); {@code
 * -Dnurture.verifyEvery=25} says after how many kills the whole database is verified.
 */
public final class ManyKills {
  /** Of 100 kills, so many in each phase: where the work is. */
  private static final List<Integer> SHARES = List.of(8, 18, 14, 8, 6, 12, 12, 8, 6, 4, 4);

  private final int kills;
  private final int verifyEvery = Integer.getInteger("nurture.verifyEvery", 25);
  private final Random random = new Random(20260601);
  private final Map<FailPoint, Integer> died = new EnumMap<>(FailPoint.class);
  private final GatewayProcesses gateways;
  private final Children children;
  private int done;

  private ManyKills(int kills, GatewayProcesses gateways, Children children) {
    this.kills = kills;
    this.gateways = gateways;
    this.children = children;
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    int kills = argument(arguments, 0, 500);
    int contacts = argument(arguments, 1, 20_000);
    int chunk = argument(arguments, 2, 200);
    Path folder = Files.createTempDirectory("kills");
    long began = System.nanoTime();
    try (GatewayProcesses gateways = GatewayProcesses.start(folder.resolve("mails"))) {
      List<Station> stations = Station.all(new Passage(contacts), chunk, gateways);
      say(began, contacts + " contacts have lived through it without interruption");
      Children children = Children.prepared(folder, stations.get(1), gateways.addresses());
      new ManyKills(kills, gateways, children).run(stations, began);
    }
  }

  private void run(List<Station> stations, long began) throws IOException, InterruptedException {
    Station first = stations.get(0);
    long inDoubt = 0;
    int share = 0;
    try (TestDatabase db = first.before().copy(first.phase().at())) {
      for (int i = 0; i < stations.size(); i++) {
        Station station = stations.get(i);
        db.clock().set(station.phase().at());
        SharedWorld world = station.world(db);
        if (i > 0) {
          // what happens before a phase happens to the version before it
          int version = stations.get(i - 1).phase().version();
          station
              .phase()
              .before()
              .accept(new SharedWorld(db, station.chunk(), Passage.versions(), version));
        }
        gateways.clear();
        share += SHARES.get(i);
        killUntil(kills * share / 100, station, world, db.url());
        world.leasesEnd();
        world.run(station.phase().job(), gateways.addresses());
        station.demand(world, gateways);
        inDoubt = world.messages().stream().filter(m -> m.state() == MessageState.IN_DOUBT).count();
        say(began, station.phase() + " is as without interruption; kills so far: " + done);
      }
    }
    say(began, done + " kills, by point " + died + "; messages in doubt at the end: " + inDoubt);
  }

  /** Until so many are done in all, or the phase's work is. */
  private void killUntil(int enough, Station station, SharedWorld world, String url)
      throws IOException, InterruptedException {
    int hits = station.hits().values().stream().mapToInt(Integer::intValue).sum();
    int apart = Math.max(1, 3 * hits / 2 / Math.max(1, enough - done));
    while (done < enough) {
      world.leasesEnd();
      Optional<FailPoint> point =
          children.kill(url, station, gateways.addresses(), 1 + random.nextInt(apart));
      if (point.isEmpty()) {
        return;
      }
      done++;
      died.merge(point.get(), 1, Integer::sum);
      if (done % verifyEvery == 0) {
        world.verify();
      }
    }
  }

  private static int argument(String[] arguments, int i, int otherwise) {
    return arguments.length > i ? Integer.parseInt(arguments[i]) : otherwise;
  }

  private static void say(long began, String what) {
    System.out.println(Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s: " + what);
  }
}
