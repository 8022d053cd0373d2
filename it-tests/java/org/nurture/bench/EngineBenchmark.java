package org.nurture.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.nurture.bench.RawFloor.Child;
import org.nurture.bench.RawFloor.Effect;
import org.nurture.journey.Tuning;
import org.nurture.platform.Sql;
import org.nurture.support.TestDatabase;

/**
 * Measures the engine against raw SQL that does the same writes, and against peers, on a real
 * PostgreSQL with fsync on. Each measurement starts from equal tables; all take turns. Arguments:
 * numbers of contacts (default 100000); with several, how the time of one grows from the first to
 * the last. Properties:
 *
 * <ul>
 *   <li>{@code nurture.rounds}: turns of each (default 3)
 *   <li>{@code nurture.what}: of enrol, incremental, mails, updates, creates, scripts, events,
 *       peers (default: all)
 *   <li>{@code nurture.workers}: numbers of workers (default 1,2)
 * </ul>
 */
public final class EngineBenchmark {
  private static final int ROUNDS = Integer.getInteger("nurture.rounds", 3);
  private static final List<String> WHAT =
      List.of(
          System.getProperty(
                  "nurture.what", "enrol,incremental,mails,updates,creates,scripts,events,peers")
              .split(","));
  private static final int[] WORKERS =
      Arrays.stream(System.getProperty("nurture.workers", "1,2").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();

  /** Records that come after all are enrolled (E7). */
  private static final int NEW = 10;

  private static final int IDLE_SECONDS = 12;

  private static final String READ =
      """
      select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
        from pg_stat_user_tables
      """;

  private final TestDatabase db;
  private final RawFloor raw;
  private final EventFloor eventFloor;
  private final BenchEngine engine;
  private final CpuTime time;
  private final Figures figures;
  private final Heap heap = new Heap();
  private final int contacts;
  private final int italians;

  private EngineBenchmark(TestDatabase db, int contacts, Figures figures) {
    this.db = db;
    this.figures = figures;
    this.contacts = contacts;
    this.italians = contacts - contacts / 10;
    db.clock().set(BenchCrm.NOW);
    // it would hit one or the other
    alone("alter system set autovacuum = off", "select pg_reload_conf()");
    BenchCrm.create(db, contacts);
    raw = new RawFloor(db);
    eventFloor = new EventFloor(db);
    engine = new BenchEngine(db);
    time = new CpuTime(db);
  }

  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    Figures figures = new Figures();
    for (String arg : args.length == 0 ? new String[] {"100000"} : args) {
      try (TestDatabase db = TestDatabase.openDurable()) {
        new EngineBenchmark(db, Integer.parseInt(arg), figures).run();
      }
    }
    figures.growth();
  }

  private void run() {
    heap.reset();
    if (WHAT.contains("enrol")) {
      enrol();
    }
    if (WHAT.contains("incremental")) {
      incremental();
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
    figures.add(contacts, "enrol", 1, contest, "raw", "engine");
  }

  /** E7: what it costs to find few that are new among many. */
  private void incremental() {
    reset();
    engine.enrollIncrementally(BenchEngine.MAILS);
    db.execute("analyze participant, trace");
    Map<String, Long> before = read();
    BenchCrm.add(db, contacts, NEW);
    long start = System.nanoTime();
    long found = engine.enrollIncrementally(BenchEngine.MAILS);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (found != NEW) {
      throw new IllegalStateException(found + " instead of " + NEW);
    }
    Map<String, Long> read = read();
    System.out.printf(
        Locale.ROOT,
        "| %,d | enrol %d that are new: %.3f s, rows read: contact %,d, all tables %,d |%n",
        contacts,
        NEW,
        seconds,
        read.get("contact") - before.get("contact"),
        sum(read) - sum(before));
    db.execute("delete from crm.contact where id > " + contacts);
  }

  /** Rows that were read so far, by table: sessions tell it when they have been idle that long. */
  private Map<String, Long> read() {
    try {
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return db.ask(
        sql -> sql.fetch(READ).intoMap(r -> r.get(0, String.class), r -> r.get(1, Long.class)));
  }

  private static long sum(Map<String, Long> read) {
    return read.values().stream().mapToLong(Long::longValue).sum();
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
      figures.add(contacts, what, workers, contest, "raw" + workers, "engine" + workers);
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
      figures.add(contacts, "events", workers, contest, "raw" + workers, "engine" + workers);
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

  private void peers() {
    PeerContest peers = new PeerContest(db, contest());
    engines(peers, "mails, ", BenchEngine.MAILS);
    engines(peers, "updates, ", BenchEngine.UPDATES);
    peers
        .rowByRow(BenchEngine.UPDATES, WORKERS, () -> enrolled(BenchEngine.UPDATES))
        .scheduler()
        .run();
  }

  private void engines(PeerContest peers, String what, long campaign) {
    for (int workers : WORKERS) {
      peers.engine(
          what + workers,
          italians,
          () -> enrolled(campaign),
          () -> engine.process(campaign, workers),
          () -> expect(italians, "select count(*) from trace where state = 1"));
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
    alone(
        "vacuum analyze participant, trace, outbox, event_inbox, crm.contact, crm.note",
        "checkpoint");
  }

  /** Statements that want no transaction around them. */
  private void alone(String... statements) {
    for (String statement : statements) {
      Sql.context(db.dataSource(), db.make().dialect()).execute(statement);
    }
  }
}
