package org.nurture.crash;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.nurture.harness.Gateways;
import org.nurture.harness.SharedWorld;
import org.nurture.platform.FailPoint;
import org.nurture.support.TestDatabase;

/**
 * The process that is killed: runs its jobs, says so when it comes to the given point for the given
 * time, and waits there for its end.
 */
public final class CrashChild {
  /** What it writes at the point, before its name. */
  static final int THERE = '!';

  /** For a point: whichever. */
  static final String ANY = "any";

  private static final Logger ROOT = Logger.getLogger("");

  private CrashChild() {}

  /**
   * URL of the database, time, chunk, version, jobs, port of the mail server, URL of the message
   * centre, point, which time.
   */
  public static void main(String... arguments) {
    ROOT.setLevel(Level.SEVERE);
    String deadly = arguments[7];
    AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[8]));
    try (TestDatabase db = TestDatabase.attach(arguments[0], Instant.parse(arguments[1]))) {
      db.onReached(
          point -> {
            if (deadly.equals(ANY) || deadly.equals(point.name())) {
              if (left.decrementAndGet() == 0) {
                await(point);
              }
            }
          });
      SharedWorld world =
          new SharedWorld(
              db,
              Integer.parseInt(arguments[2]),
              Passage.versions(),
              Integer.parseInt(arguments[3]));
      for (String job : arguments[4].split(",", -1)) {
        world.run(job, new Gateways(Integer.parseInt(arguments[5]), arguments[6]));
      }
    }
  }

  private static void await(FailPoint point) {
    System.out.write(THERE);
    System.out.println(point);
    System.out.flush();
    while (true) {
      LockSupport.park();
    }
  }
}
