package org.nurture.job;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Database;
import org.nurture.platform.Transactions;

/** The jobs at a glance: the operations page's first table. */
@Dependent
public class JobOverview {
  /** How far back {@link #lastHour} goes. */
  public static final int MINUTES = 60;

  private static final Duration BRIEF = Duration.ofSeconds(10);

  private final Transactions transactions;
  private final Schedules schedules;
  private final RunHistory runs;
  private final Database database;

  @Inject
  JobOverview(Transactions transactions, Schedules schedules, RunHistory runs, Database database) {
    this.database = database;
    this.transactions = transactions;
    this.schedules = schedules;
    this.runs = runs;
  }

  /**
   * A job.
   *
   * @param schedule null: none
   * @param last the newest execution; null: never yet
   */
  public record Row(Job job, Schedules.@Nullable View schedule, @Nullable Execution last) {}

  /**
   * What executions of a job wrote that started in one minute.
   *
   * @param at the minute's beginning, of the database's clock
   */
  public record Minute(Instant at, Job job, long written) {}

  /** The last hour's work, by minute; minutes without any are left out. */
  public List<Minute> lastHour() {
    return transactions.inNew(BRIEF, () -> runs.written(MINUTES));
  }

  /** The database's time, which {@link #lastHour} goes by. */
  public Instant now() {
    return transactions.inNew(BRIEF, database::now);
  }

  /** All of them, in the order of the work. */
  public List<Row> list() {
    Map<String, Schedules.View> byName =
        schedules.list().stream()
            .collect(Collectors.toMap(Schedules.View::name, Function.identity()));
    Map<Job, Execution> last =
        transactions.inNew(BRIEF, runs::newest).stream()
            .collect(Collectors.toMap(Execution::job, Function.identity()));
    return Arrays.stream(Job.values())
        .map(job -> new Row(job, byName.get(job.word()), last.get(job)))
        .toList();
  }
}
