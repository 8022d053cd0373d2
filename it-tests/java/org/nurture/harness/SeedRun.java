package org.nurture.harness;

import java.io.IOException;
import java.nio.file.Path;
import org.nurture.scenario.ManySeeds;
import org.nurture.support.Make;

/** Random campaigns by hand, see {@link ManySeeds}. Ends with how many failed. */
public final class SeedRun {
  private SeedRun() {}

  public static void main(String[] args) throws IOException {
    Make make = Make.valueOf(System.getProperty("make", Make.POSTGRESQL.name()));
    long first = Long.getLong("firstSeed", 1);
    int failed =
        new ManySeeds(
                make,
                Path.of(System.getProperty("folder", "target")),
                EngineWorld::varied,
                System.out)
            .run(first, first - 1 + Long.getLong("seeds", 1000));
    System.exit(Math.min(failed, 100));
  }
}
