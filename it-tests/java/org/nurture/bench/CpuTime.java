package org.nurture.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nurture.support.TestDatabase;

/**
 * Processor time of this process and of its PostgreSQL, with all that its server processes have
 * used: what a busy machine stretches least. Linux.
 */
final class CpuTime {
  private static final double TICKS_A_SECOND = 100;

  /** Places in /proc/…/stat after the name, from 0 (proc(5)). */
  private static final int PARENT = 1;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private final long postmaster;

  CpuTime(TestDatabase db) {
    long backend = db.ask(sql -> sql.fetchSingle("select pg_backend_pid()").into(Long.class));
    postmaster = Long.parseLong(stat(backend).get(PARENT));
  }

  /** Seconds so far. */
  double seconds() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9 + postgres();
  }

  private double postgres() {
    List<String> master = stat(postmaster);
    double ticks = sum(master, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        List<String> stat = stat(Long.parseLong(process.getFileName().toString()));
        if (!stat.isEmpty() && Long.parseLong(stat.get(PARENT)) == postmaster) {
          ticks += sum(stat, USER, SYSTEM);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ticks / TICKS_A_SECOND;
  }

  private static double sum(List<String> stat, int... places) {
    double sum = 0;
    for (int place : places) {
      sum += Long.parseLong(stat.get(place));
    }
    return sum;
  }

  /** Empty: it has ended. */
  private static List<String> stat(long process) {
    try {
      String line = Files.readString(Path.of("/proc/" + process + "/stat"));
      return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      // it ended before or while it was read
      return List.of();
    }
  }
}
