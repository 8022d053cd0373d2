package org.nurture.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import org.nurture.bench.RawFloor.Child;
import org.nurture.journey.Tuning;
import org.nurture.support.TestDatabase;

/**
 * Measures the engine against raw SQL that does the same writes, on a real PostgreSQL with fsync
 * on. Each measurement starts from equal tables; raw and engine take turns. Arguments: numbers of
 * contacts (default 100000); {@code -Dnurture.rounds}: turns of each (default 3).
 */
public final class EngineBenchmark {
  private static final int ROUNDS = Integer.getInteger("nurture.rounds", 3);

  private final TestDatabase db;
  private final RawFloor raw;
  private final BenchEngine engine;
  private final Heap heap = new Heap();
  private final int contacts;

  private EngineBenchmark(TestDatabase db, int contacts) {
    this.db = db;
    this.contacts = contacts;
    db.clock().set(BenchCrm.NOW);
    BenchCrm.create(db, contacts);
    raw = new RawFloor(db);
    engine = new BenchEngine(db);
  }

  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    System.out.println("| contacts | what | raw s | engine s | ratio | thousand a second |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (String arg : args.length == 0 ? new String[] {"100000"} : args) {
      try (TestDatabase db = TestDatabase.openDurable()) {
        new EngineBenchmark(db, Integer.parseInt(arg)).run();
      }
    }
  }

  private void run() {
    int italians = contacts - contacts / 10;
    long mails = BenchEngine.MAILS;
    long updates = BenchEngine.UPDATES;
    heap.reset();
    compare(
        "enrol",
        italians,
        () -> {},
        () -> raw.enrol(mails, BenchEngine.root(mails)),
        () -> engine.enroll(mails));
    compare(
        "process mails",
        italians,
        () -> enrolled(mails),
        () -> raw.process(mails, BenchEngine.root(mails), true, children(mails), chunk()),
        () -> engine.process(mails));
    compare(
        "process updates",
        italians,
        () -> enrolled(updates),
        () -> raw.process(updates, BenchEngine.root(updates), false, children(updates), chunk()),
        () -> engine.process(updates));
    System.out.printf(
        "| %,d | heap, MiB: live after GC %d, most that a GC left %d, of %d | | | | |%n",
        contacts, heap.live(), heap.peak(), Runtime.getRuntime().maxMemory() >> 20);
  }

  private static int chunk() {
    return Tuning.DEFAULT.process();
  }

  private static List<Child> children(long campaign) {
    long root = BenchEngine.root(campaign);
    var later = BenchCrm.NOW.plus(Duration.ofDays(2));
    return campaign == BenchEngine.MAILS
        ? List.of(new Child(root + 1, later, true), new Child(root + 2, null, true))
        : List.of(new Child(root + 1, later, false));
  }

  /** Takes turns; the ratio is that of the medians. */
  private void compare(String what, int items, Runnable before, Runnable rawly, Runnable engined) {
    List<Double> raws = new ArrayList<>();
    List<Double> engines = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      raws.add(measure(before, rawly, what, items));
      engines.add(measure(before, engined, what, items));
    }
    double floor = median(raws);
    double ours = median(engines);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %.2f | %.2f | %.2f | %.1f |%n",
        contacts,
        what,
        floor,
        ours,
        ours / floor,
        items / ours / 1000);
  }

  private double measure(Runnable before, Runnable work, String what, int items) {
    reset();
    before.run();
    settle();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    long done =
        db.ask(
            sql ->
                what.equals("enrol")
                    ? sql.fetchSingle("select count(*) from trace").into(Long.class)
                    : sql.fetchSingle("select count(*) from trace where state = 1")
                        .into(Long.class));
    if (done != items) {
      throw new IllegalStateException(what + ": " + done + " traces instead of " + items);
    }
    return seconds;
  }

  private void enrolled(long campaign) {
    raw.enrol(campaign, BenchEngine.root(campaign));
  }

  private void reset() {
    db.execute("truncate participant, trace, outbox, counter, counter_delta restart identity");
  }

  /** Statistics as autovacuum would have them, and no checkpoint of the past in the figures. */
  private void settle() {
    org.nurture.platform.Sql.context(db.dataSource(), db.make().dialect())
        .execute("vacuum analyze participant, trace, outbox, crm.contact");
    db.execute("checkpoint");
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
