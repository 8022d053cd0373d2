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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.nurture.campaign.CampaignStarted;
import org.nurture.platform.Clock;
import org.nurture.platform.Config;
import org.nurture.platform.Transactions;

/**
 * Fires what is due. One statement a second where nothing is; nothing at all while the clock is
 * set, or with {@code NURTURE_SCHEDULES=off}.
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
  @Inject private IdleCheck idle;
  @Inject private Operations operations;
  @Resource private ManagedExecutorService executor;

  private final Set<String> firing = ConcurrentHashMap.newKeySet();

  /** Jobs that somebody wants now. A hint: lost with the server, and then a little later. */
  private final Set<String> woken = ConcurrentHashMap.newKeySet();

  /** Said once, until it works again. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  void started(@Observes(during = TransactionPhase.AFTER_SUCCESS) CampaignStarted campaign) {
    wake(Job.ENROLL, Job.PROCESS);
  }

  /** Looks for what is due, and lets other threads do it. */
  public void tick() {
    if (!config.schedules()) {
      return;
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
    if (clock.setTo().isPresent()) {
      woken.clear();
      return List.of();
    }
    List<String> wanted = List.copyOf(woken);
    if (!wanted.isEmpty()) {
      firings.hasten(wanted);
      wanted.forEach(woken::remove);
    }
    return firings.due();
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
    Instant now = runs.now();
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
            firings.plan(schedule, runs.now().plus(REST));
            return true;
          });
      return;
    }
    switch (end.job()) {
      case ENROLL -> wake(Job.PROCESS);
      case PROCESS -> wake(Job.SEND_MAIL, Job.SEND_SMS);
      case SEND_MAIL, SEND_SMS, VERIFY -> {
        // what opens and clicks bring comes by itself
      }
    }
  }
}
