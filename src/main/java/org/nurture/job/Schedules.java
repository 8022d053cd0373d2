package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Transactions;

/** The schedules: what an admin sees and changes. Each call is a transaction of its own. */
@Dependent
public class Schedules {
  private static final Duration BRIEF = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final Firings firings;
  private final Database database;

  @PersistenceContext(unitName = "nurture")
  private EntityManager entities;

  @Inject
  Schedules(Transactions transactions, Firings firings, Database database) {
    this.transactions = transactions;
    this.firings = firings;
    this.database = database;
  }

  /**
   * A schedule as it is shown.
   *
   * @param parameters of the executions that it starts
   * @param nextAt null: not by itself
   * @param firedAt null: never yet
   * @param executionId the last that it started; null: it never found anything to do
   * @param version to be given back with a change
   */
  public record View(
      String name,
      Job job,
      Rhythm rhythm,
      Parameters parameters,
      boolean enabled,
      @Nullable Instant firedAt,
      @Nullable Instant nextAt,
      @Nullable Long executionId,
      long version) {}

  /** In the order of their jobs. */
  public List<View> list() {
    return transactions.inNew(
        BRIEF,
        () -> {
          Map<String, Firings.Firing> firing = firings.all();
          return entities
              .createQuery("select s from Schedule s", Schedule.class)
              .getResultStream()
              .sorted(java.util.Comparator.comparing(Schedule::job).thenComparing(Schedule::name))
              .map(s -> view(s, firing.get(s.name())))
              .toList();
        });
  }

  /**
   * Changes a schedule. Enabled, it fires next by its rhythm from now on.
   *
   * @param version as it was shown
   * @throws NurtureException NOT_FOUND; STALE: somebody else has changed it since
   */
  public void change(
      String name, boolean enabled, Rhythm rhythm, Parameters parameters, long version) {
    transactions.inNew(
        BRIEF,
        () -> {
          Schedule schedule =
              find(name).orElseThrow(() -> NurtureException.notFound("schedule", name));
          if (schedule.version() != version) {
            throw new NurtureException(
                NurtureException.Kind.STALE,
                Text.of("Somebody else has changed this schedule: look at it again"),
                List.of());
          }
          schedule.fire(rhythm);
          schedule.give(parameters);
          schedule.enable(enabled);
          firings.plan(name, enabled ? rhythm.after(database.now()).orElse(null) : null);
          return true;
        });
  }

  /** Switches all of them. */
  public void enableAll(boolean enabled) {
    list().stream()
        .filter(s -> s.enabled() != enabled)
        .forEach(s -> change(s.name(), enabled, s.rhythm(), s.parameters(), s.version()));
  }

  /** Writes the default schedules into a new database; later ones are not touched. */
  void introduce(boolean demo) {
    transactions.inNew(
        Duration.ofSeconds(30),
        () -> {
          for (Job job : Job.values()) {
            if (!job.scheduled()) {
              continue;
            }
            // The row of the firing is the lock between servers that start at once.
            firings.add(job.word());
            firings.lock(job.word());
            if (find(job.word()).isEmpty()) {
              entities.persist(Schedule.of(job, rhythm(job, demo)));
            }
          }
          return true;
        });
  }

  /** For firing; in the caller's transaction. */
  Optional<Schedule> find(String name) {
    return Optional.ofNullable(entities.find(Schedule.class, name, LockModeType.NONE));
  }

  private static Rhythm rhythm(Job job, boolean demo) {
    if (job == Job.PURGE) {
      return Rhythm.cron("30 3 * * *");
    }
    if (demo) {
      return Rhythm.every(2);
    }
    return switch (job) {
      case ENROLL, PROCESS -> Rhythm.every(60);
      case SEND_MAIL, SEND_SMS, SEND_WEBHOOKS -> Rhythm.every(5);
      case PURGE, VERIFY -> throw new IllegalArgumentException(job + " has no interval");
    };
  }

  private static View view(Schedule s, Firings.@Nullable Firing firing) {
    return new View(
        s.name(),
        s.job(),
        s.rhythm(),
        s.parameters(),
        s.enabled(),
        firing == null ? null : firing.firedAt(),
        firing == null ? null : firing.nextAt(),
        firing == null ? null : firing.executionId(),
        s.version());
  }
}
