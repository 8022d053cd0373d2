package org.nurture.bench;

import java.util.List;
import java.util.Locale;
import org.nurture.support.TestDatabase;

/** The engine against the usual ways of doing one after the other: items a second. */
final class PeerContest {
  /** Traces that are processed in a transaction each: they take long. */
  private static final int ROWS = 5_000;

  private static final int TASKS = 50_000;
  private static final int[] THREADS = {4, 8, 16, 32};

  private final Peer peer;
  private final RowByRow rows;
  private final Contest contest;

  PeerContest(TestDatabase db, Contest contest) {
    this.peer = new Peer(db);
    this.rows = new RowByRow(db);
    this.contest = contest;
  }

  /** Work of the engine that takes part. */
  PeerContest engine(String name, int items, Runnable before, Runnable work, Runnable after) {
    contest.add("engine, " + name, items, before, work, after);
    return this;
  }

  /**
   * @param campaign whose root each thread executes
   * @param before enrols for that
   */
  PeerContest rowByRow(long campaign, int[] threads, Runnable before) {
    for (int n : threads) {
      contest.add(
          "transaction per trace, " + n,
          ROWS,
          before,
          () -> rows.process(campaign, BenchEngine.root(campaign), ROWS, n),
          () -> {});
    }
    return this;
  }

  PeerContest scheduler() {
    for (int threads : THREADS) {
      contest.add(
          "db-scheduler, " + threads,
          TASKS,
          () -> peer.schedule(TASKS),
          () -> peer.execute(TASKS, threads),
          () -> {});
    }
    return this;
  }

  void run() {
    contest.run();
    System.out.println("\n| what | a second | a CPU second |\n| --- | --- | --- |");
    for (String name : contest.names()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %,.0f |%n",
          name,
          contest.rate(name),
          contest.frugality(name));
    }
    for (String other : List.of("transaction per trace", "db-scheduler")) {
      for (String ours : List.of("engine, mails", "engine, updates")) {
        System.out.printf(
            Locale.ROOT,
            "| best of %s / best of %s | %.1f | %.1f |%n",
            ours,
            other,
            contest.best(ours, contest::rate) / contest.best(other, contest::rate),
            contest.best(ours, contest::frugality) / contest.best(other, contest::frugality));
      }
    }
  }
}
