package org.nurture.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints each measurement as a row of a table, and at the end how each grew with the audience. */
final class Figures {
  private final Map<String, List<Row>> rows = new LinkedHashMap<>();

  Figures() {
    System.out.println(
        """
        | contacts | what | workers | raw s | engine s | ratio | thousand a second | raw CPU s \
        | engine CPU s | ratio | thousand a CPU second |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\
        """);
  }

  /**
   * @param floor name of the contestant that is raw SQL
   * @param ours name of the engine's
   */
  void add(int contacts, String what, int workers, Contest contest, String floor, String ours) {
    Row row =
        new Row(
            contacts,
            contest.seconds(floor),
            contest.seconds(ours),
            contest.processor(floor),
            contest.processor(ours));
    rows.computeIfAbsent(what + ", " + workers, k -> new ArrayList<>()).add(row);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %d | %.2f | %.2f | %.2f | %.1f | %.2f | %.2f | %.2f | %.1f |%n",
        contacts,
        what,
        workers,
        row.raw,
        row.engine,
        row.engine / row.raw,
        contest.rate(ours) / 1000,
        row.rawCpu,
        row.engineCpu,
        row.engineCpu / row.rawCpu,
        contest.frugality(ours) / 1000);
  }

  /** Time per contact with the most contacts, as a multiple of that with the fewest. */
  void growth() {
    rows.values().removeIf(of -> of.size() < 2);
    if (rows.isEmpty()) {
      return;
    }
    System.out.println(
        """

        | growth per item | contacts | raw | engine | ratio | raw CPU | engine CPU | ratio |
        | --- | --- | --- | --- | --- | --- | --- | --- |\
        """);
    rows.forEach(
        (what, of) -> {
          Row few = of.get(0);
          Row many = of.get(of.size() - 1);
          double items = (double) many.contacts / few.contacts;
          double raw = many.raw / few.raw / items;
          double engine = many.engine / few.engine / items;
          double rawCpu = many.rawCpu / few.rawCpu / items;
          double engineCpu = many.engineCpu / few.engineCpu / items;
          System.out.printf(
              Locale.ROOT,
              "| %s | %,d to %,d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
              what,
              few.contacts,
              many.contacts,
              raw,
              engine,
              engine / raw,
              rawCpu,
              engineCpu,
              engineCpu / rawCpu);
        });
  }

  private record Row(int contacts, double raw, double engine, double rawCpu, double engineCpu) {}
}
