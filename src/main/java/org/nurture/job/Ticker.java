package org.nurture.job;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.nurture.campaign.CampaignStarted;
import org.nurture.insight.Queues;
import org.nurture.platform.Clock;
import org.nurture.platform.Config;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;
import org.nurture.tracking.Hit;

/**
 * Fires what is due; nothing at all while the clock is set, or with {@code NURTURE_SCHEDULES=off}.
 * Between firings it looks every five seconds, for what other servers changed: an idle server is
 * not to be a load. What happens here, such as a hit, wakes it at once.
 *
 * <p>A firing that finds nothing to do ({@link IdleCheck}) starts no execution, so that an idle
 * server leaves no trail of empty ones.
 */
@ApplicationScoped
public class Ticker {
  private static final Logger LOG = Logger.getLogger(Ticker.class.getName());
  private static final Duration BRIEF = Duration.ofSeconds(10);

  /** Until a gateway that is down, or a job that fails, is tried again by itself. */
  private static final Duration REST = Duration.ofSeconds(30);

  @Inject private Transactions transactions;
  @Inject private Config config;
  @Inject private Clock clock;
  @Inject private Firings firings;
  @Inject private Schedules schedules;
  @Inject private JobRuns runs;
  @Inject private Database database;
  @Inject private IdleCheck idle;
  @Inject private Queues queues;
  @Inject private Operations operations;
  @Resource private ManagedExecutorService executor;

  /** Without anything due. */
  private static final Duration MOST_REST = Duration.ofSeconds(5);

  private static final long KNOWN_NANOS = Duration.ofSeconds(30).toNanos();

  private final Set<String> firing = ConcurrentHashMap.newKeySet();

  /** Jobs that somebody wants now. A hint: lost with the server, and then a little later. */
  private final Set<String> woken = ConcurrentHashMap.newKeySet();

  /** By {@link System#nanoTime}. */
  private volatile long lookAt = System.nanoTime();

  /** The schedules, as they were a moment ago. */
  private Map<String, Schedules.View> known = Map.of();

  private long knownAt = System.nanoTime() - KNOWN_NANOS;

  /** Said once, until it works again. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  void started(@Observes(during = TransactionPhase.AFTER_SUCCESS) CampaignStarted campaign) {
    wake(Job.ENROLL, Job.PROCESS);
  }

  void hit(@Observes Hit hit) {
    wake(Job.PROCESS);
  }

  /** Looks for what is due, and lets other threads do it. */
  public void tick() {
    if (!config.schedules() || (woken.isEmpty() && System.nanoTime() - lookAt < 0)) {
      return;
    }
    if (System.nanoTime() - knownAt >= KNOWN_NANOS) {
      known =
          schedules.list().stream()
              .collect(Collectors.toMap(Schedules.View::name, Function.identity()));
      knownAt = System.nanoTime();
    }
    for (String schedule : transactions.inNew(BRIEF, this::dueNow)) {
      if (firing.add(schedule)) {
        executor.execute(() -> fireOnce(schedule));
      }
    }
  }

  /**
   * Lets these jobs run at the next tick, unless the clock is set or schedules are off.
   *
   * <p>Nothing is submitted from here: a thread takes its caller's context along, and in a caller's
   * transaction the server refuses the batch runtime its own.
   */
  public void wake(Job... jobs) {
    Arrays.stream(jobs).map(Job::word).forEach(woken::add);
  }

  private List<String> dueNow() {
    lookAt = System.nanoTime() + MOST_REST.toNanos();
    if (clock.setTo().isPresent()) {
      woken.clear();
      return List.of();
    }
    List<String> wanted = List.copyOf(woken);
    if (!wanted.isEmpty()) {
      firings.hasten(wanted);
      wanted.forEach(woken::remove);
    }
    Firings.Look look = firings.look(queues.queued());
    lookAt = System.nanoTime() + look.rest(MOST_REST).toNanos();
    List<Schedules.View> due =
        look.due().stream().map(known::get).filter(Objects::nonNull).toList();
    Set<Job> idling =
        idle.idle(
            due.stream()
                .map(Schedules.View::job)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Job.class))),
            look.queued());
    firings.idle(
        due.stream()
            .filter(s -> idling.contains(s.job()))
            .collect(Collectors.toMap(Schedules.View::name, s -> s.rhythm().after(look.now()))));
    return due.stream().filter(s -> !idling.contains(s.job())).map(Schedules.View::name).toList();
  }

  private void fireOnce(String schedule) {
    try {
      fire(schedule);
      failing.remove(schedule);
    } catch (RuntimeException e) {
      Level level = failing.add(schedule) ? Level.WARNING : Level.FINE;
      LOG.log(level, "NRT-0701 Schedule " + schedule + " could not fire; it tries again", e);
    } finally {
      firing.remove(schedule);
    }
  }

  private void fire(String name) {
    Optional<Schedule> mine = transactions.inNew(BRIEF, () -> claim(name));
    if (mine.isEmpty()) {
      return;
    }
    Schedule schedule = mine.get();
    Optional<IdleCheck.Start> work = idle.check(schedule.job(), schedule.parameters());
    if (work.isEmpty()) {
      return;
    }
    Execution execution = operations.begin(schedule.job(), schedule.parameters(), name, work.get());
    transactions.inNew(
        BRIEF,
        () -> {
          firings.executed(name, execution.id());
          return true;
        });
    operations.ended(execution.id()).thenRunAsync(() -> follow(name, execution), executor);
  }

  /** The schedule, if its firing is ours and none of its executions is under way. */
  private Optional<Schedule> claim(String name) {
    if (!firings.claim(name)) {
      return Optional.empty();
    }
    Optional<Schedule> schedule = schedules.find(name).filter(Schedule::enabled);
    Instant now = database.now();
    firings.fired(name, schedule.flatMap(s -> s.rhythm().after(now)).orElse(null));
    return schedule.filter(s -> !runs.underWay(name));
  }

  /** What one job did may be the next one's work; what could not work has a rest. */
  private void follow(String schedule, Execution execution) {
    Execution end = operations.get(execution.id());
    if (end.message() != null && end.written() == 0) {
      transactions.inNew(
          BRIEF,
          () -> {
            firings.plan(schedule, database.now().plus(REST));
            return true;
          });
      return;
    }
    switch (end.job()) {
      case ENROLL -> wake(Job.PROCESS);
      case PROCESS -> wake(Job.SEND_MAIL, Job.SEND_SMS);
      case SEND_MAIL, SEND_SMS, PURGE, VERIFY -> {
        // what opens and clicks bring comes by itself
      }
    }
  }
}
