package org.nurture.scenario;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.nurture.model.World;
import org.nurture.support.Make;
import org.nurture.support.TestDatabase;

/**
 * Many random campaigns by hand: {@code java -Dseeds=100000 -Dmake=POSTGRESQL
 * org.nurture.harness.SeedRun}. Goes on where it was ended: the file {@code seeds-MAKE.txt} in the
 * folder {@code -Dfolder} (default: {@code target}) has the next seed; failures are written beside
 * it, each with its seed and the shortest script found.
 */
public final class ManySeeds {
  /** A database is used for that many, so that what they leave does not slow down the next ones. */
  private static final int PER_DATABASE = 200;

  private final Make make;
  private final BiFunction<TestDatabase, Long, World> worlds;
  private final PrintStream out;
  private final Path next;
  private final Path failures;

  /**
   * @param worlds a fresh one on that database, for that seed
   */
  public ManySeeds(
      Make make, Path folder, BiFunction<TestDatabase, Long, World> worlds, PrintStream out) {
    this.make = make;
    this.worlds = worlds;
    this.out = out;
    this.next = folder.resolve("seeds-" + make + ".txt");
    this.failures = folder.resolve("seeds-" + make + "-failed.txt");
  }

  /**
   * Runs from where it was ended.
   *
   * @param upTo the last seed
   * @return how many failed
   */
  public int run(long first, long upTo) throws IOException {
    long seed = Files.exists(next) ? Long.parseLong(Files.readString(next).strip()) : first;
    int failed = 0;
    while (seed <= upTo) {
      long begin = System.nanoTime();
      long last = Math.min(upTo, seed + PER_DATABASE - 1);
      try (TestDatabase db = TestDatabase.open(make)) {
        for (long s = seed; s <= last; s++) {
          failed += run(db, s) ? 0 : 1;
        }
      }
      out.println(
          make
              + " "
              + seed
              + "–"
              + last
              + ": "
              + (System.nanoTime() - begin) / 1_000_000
              + " ms, "
              + failed
              + " failed so far");
      seed = last + 1;
      Files.writeString(next, Long.toString(seed));
    }
    return failed;
  }

  private boolean run(TestDatabase db, long seed) throws IOException {
    try {
      RandomComparison.compare(seed, s -> worlds.apply(db, s));
      return true;
    } catch (AssertionError e) {
      out.println(e.getMessage());
      Files.writeString(
          failures,
          e.getMessage() + "\n\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
      return false;
    }
  }
}
