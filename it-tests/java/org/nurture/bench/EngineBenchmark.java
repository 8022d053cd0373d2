package org.nurture.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import org.nurture.bench.RawFloor.Child;
import org.nurture.bench.RawFloor.Effect;
import org.nurture.journey.Tuning;
import org.nurture.platform.Sql;
import org.nurture.support.TestDatabase;

/**
 * Measures the engine against raw SQL that does the same writes, and against peers, on a real
 * PostgreSQL with fsync on. Each measurement starts from equal tables; all take turns. Arguments:
 * numbers of contacts (default 100000). Properties:
 *
 * <ul>
 *   <li>{@code nurture.rounds}: turns of each (default 3)
 *   <li>{@code nurture.what}: of enrol, mails, updates, creates, scripts, events, peers (default:
 *       all)
 *   <li>{@code nurture.workers}: numbers of workers (default 1,2)
 * </ul>
 */
public final class EngineBenchmark {
  private static final int ROUNDS = Integer.getInteger("nurture.rounds", 3);
  private static final List<String> WHAT =
      List.of(
          System.getProperty("nurture.what", "enrol,mails,updates,creates,scripts,events,peers")
              .split(","));
  private static final int[] WORKERS =
      Arrays.stream(System.getProperty("nurture.workers", "1,2").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();
  private static final int ROWS = 5_000;
  private static final int TASKS = 50_000;

  private final TestDatabase db;
  private final RawFloor raw;
  private final EventFloor eventFloor;
  private final BenchEngine engine;
  private final CpuTime time;
  private final Heap heap = new Heap();
  private final int contacts;
  private final int italians;

  private EngineBenchmark(TestDatabase db, int contacts) {
    this.db = db;
    this.contacts = contacts;
    this.italians = contacts - contacts / 10;
    db.clock().set(BenchCrm.NOW);
    BenchCrm.create(db, contacts);
    raw = new RawFloor(db);
    eventFloor = new EventFloor(db);
    engine = new BenchEngine(db);
    time = new CpuTime(db);
  }

  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    System.out.println(
        "| contacts | what | workers | raw s | engine s | ratio | thousand a second |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (String arg : args.length == 0 ? new String[] {"100000"} : args) {
      try (TestDatabase db = TestDatabase.openDurable()) {
        new EngineBenchmark(db, Integer.parseInt(arg)).run();
      }
    }
  }

  private void run() {
    heap.reset();
    if (WHAT.contains("enrol")) {
      enrol();
    }
    if (WHAT.contains("mails")) {
      process("process mails", BenchEngine.MAILS, Effect.MAIL);
    }
    if (WHAT.contains("updates")) {
      process("process updates", BenchEngine.UPDATES, Effect.UPDATE);
    }
    if (WHAT.contains("creates")) {
      process("process creates", BenchEngine.CREATES, Effect.CREATE);
    }
    if (WHAT.contains("scripts")) {
      process("process scripts, raw: updates", BenchEngine.SCRIPTS, Effect.UPDATE);
    }
    if (WHAT.contains("events")) {
      events();
    }
    System.out.printf(
        "| %,d | heap, MiB: live after GC %d, most that a GC left %d, of %d | | | | | |%n",
        contacts, heap.live(), heap.peak(), Runtime.getRuntime().maxMemory() >> 20);
    if (WHAT.contains("peers")) {
      peers();
    }
  }

  private void enrol() {
    long mails = BenchEngine.MAILS;
    Runnable check = () -> expect(italians, "select count(*) from trace");
    Contest contest =
        contest()
            .add(
                "raw",
                italians,
                this::reset,
                () -> raw.enrol(mails, BenchEngine.root(mails)),
                check)
            .add("engine", italians, this::reset, () -> engine.enroll(mails), check)
            .run();
    print("enrol", 1, contest, "raw", "engine");
  }

  private void process(String what, long campaign, Effect effect) {
    Contest contest = contest();
    Runnable before = () -> enrolled(campaign);
    Runnable check = () -> expect(italians, "select count(*) from trace where state = 1");
    for (int workers : WORKERS) {
      contest
          .add("raw" + workers, italians, before, () -> floor(campaign, effect, workers), check)
          .add(
              "engine" + workers, italians, before, () -> engine.process(campaign, workers), check);
    }
    contest.run();
    for (int workers : WORKERS) {
      print(what, workers, contest, "raw" + workers, "engine" + workers);
    }
  }

  private void floor(long campaign, Effect effect, int workers) {
    raw.process(
        campaign,
        BenchEngine.root(campaign),
        effect,
        children(campaign),
        Tuning.DEFAULT.process(),
        workers);
  }

  private void events() {
    long mails = BenchEngine.MAILS;
    long root = BenchEngine.root(mails);
    int events = italians + italians / 2;
    Runnable check =
        () -> {
          expect(events, "select count(*) from event where counted");
          expect(0, "select count(*) from event_inbox");
          expect(italians, "select count(*) from trace where state = 3");
          expect(italians / 2, "select count(*) from trace where next_at is not null");
        };
    Contest contest = contest();
    for (int workers : WORKERS) {
      contest
          .add(
              "raw" + workers,
              events,
              this::sentAndReceived,
              () ->
                  eventFloor.apply(
                      mails, root, root + 1, root + 2, Tuning.DEFAULT.events(), workers),
              check)
          .add(
              "engine" + workers,
              events,
              this::sentAndReceived,
              () -> engine.process(mails, workers),
              check);
    }
    contest.run();
    for (int workers : WORKERS) {
      print("events", workers, contest, "raw" + workers, "engine" + workers);
    }
  }

  private void sentAndReceived() {
    long mails = BenchEngine.MAILS;
    enrolled(mails);
    floor(mails, Effect.MAIL, 1);
    db.execute(
        "update outbox set state = 3, sent_at = queued_at, send_at = null",
        "update trace set next_at = due where state = 0");
    eventFloor.receive(mails);
  }

  /** Items a second, against the usual ways of doing one after the other. */
  private void peers() {
    Peer peer = new Peer(db);
    RowByRow rows = new RowByRow(db);
    Contest contest = contest();
    for (long campaign : new long[] {BenchEngine.MAILS, BenchEngine.UPDATES}) {
      for (int workers : WORKERS) {
        contest.add(
            "engine, " + (campaign == BenchEngine.MAILS ? "mails, " : "updates, ") + workers,
            italians,
            () -> enrolled(campaign),
            () -> engine.process(campaign, workers),
            () -> expect(italians, "select count(*) from trace where state = 1"));
      }
    }
    for (int threads : WORKERS) {
      contest.add(
          "transaction per trace, " + threads,
          ROWS,
          () -> enrolled(BenchEngine.UPDATES),
          () ->
              rows.process(
                  BenchEngine.UPDATES, BenchEngine.root(BenchEngine.UPDATES), ROWS, threads),
          () -> expect(ROWS, "select count(*) from trace where state = 1"));
    }
    for (int threads : new int[] {4, 8, 16, 32}) {
      contest.add(
          "db-scheduler, " + threads,
          TASKS,
          () -> peer.schedule(TASKS),
          () -> peer.execute(TASKS, threads),
          () -> expect(0, "select count(*) from scheduled_tasks"));
    }
    contest.run();
    contest
        .names()
        .forEach(
            name ->
                System.out.printf(
                    "| %s | %,.0f | %,.0f |%n", name, contest.rate(name), contest.frugality(name)));
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

  private static List<Child> children(long campaign) {
    long root = BenchEngine.root(campaign);
    var later = BenchCrm.NOW.plus(Duration.ofDays(2));
    return campaign == BenchEngine.MAILS
        ? List.of(new Child(root + 1, later, true), new Child(root + 2, null, true))
        : List.of(new Child(root + 1, later, false));
  }

  private Contest contest() {
    return new Contest(ROUNDS, time, this::settle);
  }

  private void print(String what, int workers, Contest contest, String floor, String ours) {
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %d | %.2f | %.2f | %.2f | %.1f | %.2f | %.2f | %.2f | %.1f |%n",
        contacts,
        what,
        workers,
        contest.seconds(floor),
        contest.seconds(ours),
        contest.seconds(ours) / contest.seconds(floor),
        contest.rate(ours) / 1000,
        contest.processor(floor),
        contest.processor(ours),
        contest.processor(ours) / contest.processor(floor),
        contest.frugality(ours) / 1000);
  }

  private void expect(long rows, String query) {
    long found = db.ask(sql -> sql.fetchSingle(query).into(Long.class));
    if (found != rows) {
      throw new IllegalStateException(query + ": " + found + " instead of " + rows);
    }
  }

  private void enrolled(long campaign) {
    reset();
    raw.enrol(campaign, BenchEngine.root(campaign));
    db.execute("analyze participant, trace");
  }

  private void reset() {
    db.execute(
        "truncate crm.note, participant, trace, outbox, event_inbox, event, link, counter,"
            + " counter_delta restart identity");
  }

  /** Statistics as autovacuum would have them, and no checkpoint of the past in the figures. */
  private void settle() {
    Sql.context(db.dataSource(), db.make().dialect())
        .execute("vacuum analyze participant, trace, outbox, event_inbox, crm.contact, crm.note");
    db.execute("checkpoint");
  }
}
